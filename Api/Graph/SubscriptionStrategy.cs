using GraphQL;
using GraphQL.Execution;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>Gives each event of a subscription a scope of its own, so that it sees other actors as they are then.</summary>
internal sealed class SubscriptionStrategy : SubscriptionExecutionStrategy
{
    protected override ValueTask<ExecutionResult> ProcessDataAsync(ExecutionContext context, ExecutionNode node, object? value)
    {
        context.UserContext = ((GraphScope)context.UserContext).Fresh();
        return base.ProcessDataAsync(context, node, value);
    }
}
