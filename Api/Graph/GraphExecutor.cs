using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Live;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Complexity;
using GraphQL.Validation.Rules.Custom;
using GraphQLParser.AST;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>An operation as a transport received it.</summary>
internal sealed record GraphRequest(string Query, string? OperationName, Inputs Variables);

/// <summary>What a transport can carry.</summary>
[Flags]
internal enum Operations
{
    Query = 1,
    Mutation = 2,
    Subscription = 4,
}

/// <summary>How far an operation came.</summary>
internal enum GraphOutcome
{
    /// <summary>The transport cannot carry operations of its kind.</summary>
    NotCarried,

    /// <summary>The document was refused before it was executed.</summary>
    Refused,

    /// <summary>It was executed; there may be errors beside the data.</summary>
    Executed,

    /// <summary>A subscription runs.</summary>
    Streaming,
}

internal sealed record GraphAnswer(GraphOutcome Outcome, ExecutionResult Result, IAsyncEnumerable<ExecutionResult>? Stream = null);

/// <summary>Runs operations, the same way for every transport.</summary>
internal sealed class GraphExecutor(
    ISchema schema,
    IDocumentExecuter executer,
    DocumentLimits limits,
    GraphErrors errors,
    ILiveStates states,
    IOptions<GraphOptions> options)
{
    private readonly GraphOptions bounds = options.Value;
    private readonly IValidationRule[] rules =
    [
        .. DocumentValidator.CoreRules,
        AccessRule.Instance,
        new ComplexityValidationRule(CostsOf(options.Value)),
    ];

    public async Task<GraphAnswer> Execute(GraphRequest request, Caller caller, Operations carried, CancellationToken cancellation)
    {
        GraphQLDocument document;
        try
        {
            document = limits.Read(request.Query);
        }
        catch (GraphRefusal refusal)
        {
            return Refused(refusal);
        }

        var kind = KindOf(document, request.OperationName);
        if (kind is { } asked && !carried.HasFlag(asked))
        {
            return new GraphAnswer(
                GraphOutcome.NotCarried,
                ResultOf(new GraphRefusal(GraphCodes.BadRequest, $"A {asked.ToString().ToLowerInvariant()} cannot be sent this way.")));
        }

        var delivery = new DeliveryGate();
        var result = await executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = schema,
            Document = document,
            Query = request.Query,
            OperationName = request.OperationName,
            Variables = request.Variables,
            UserContext = new GraphScope(caller, states, bounds.ParallelActors, delivery),
            ValidationRules = rules,
            CancellationToken = cancellation,
            Timeout = bounds.Timeout,
            TimeoutAction = TimeoutAction.ReturnTimeoutError,
            UnhandledExceptionDelegate = errors.Map,
            ThrowOnUnhandledException = false,
        });
        return AnswerOf(result, caller, delivery);
    }

    private static ComplexityOptions CostsOf(GraphOptions bounds)
    {
        var costs = new ComplexityOptions
        {
            MaxComplexity = bounds.MaxComplexity,
            DefaultListImpactMultiplier = bounds.AssumedListLength,
        };
        var usual = costs.DefaultComplexityImpactDelegate;

        // The schema is in memory, and how deep it may be asked for has a bound of its own.
        costs.DefaultComplexityImpactDelegate = field => field.FieldDefinition.Name.StartsWith("__", StringComparison.Ordinal)
            || field.ParentType.Name.StartsWith("__", StringComparison.Ordinal)
                ? new FieldComplexityResult(0, 1)
                : usual(field);
        return costs;
    }

    private static GraphAnswer AnswerOf(ExecutionResult result, Caller caller, DeliveryGate delivery)
    {
        if (result.Errors is { } failed)
        {
            result.Errors = GraphErrors.For(caller, failed);
        }

        if (result.Streams is { Count: > 0 } streams)
        {
            return new GraphAnswer(GraphOutcome.Streaming, result, new ResultStream(streams.Values.First(), delivery));
        }

        return new GraphAnswer(result.Executed ? GraphOutcome.Executed : GraphOutcome.Refused, result);
    }

    private static GraphAnswer Refused(GraphRefusal refusal) => new(GraphOutcome.Refused, ResultOf(refusal));

    private static ExecutionResult ResultOf(ExecutionError error) => new() { Errors = [error] };

    private static Operations? KindOf(GraphQLDocument document, string? operationName)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>()
            .Where(operation => operationName is null || operation.Name?.StringValue == operationName)
            .ToArray();
        return operations.Length == 0
            ? null
            : operations[0].Operation switch
            {
                OperationType.Mutation => Operations.Mutation,
                OperationType.Subscription => Operations.Subscription,
                _ => Operations.Query,
            };
    }
}
