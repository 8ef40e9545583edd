using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Graph.Commands;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Customers;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Customers;

internal sealed class MergeMutations(ICommands commands)
{
    /// <summary>The most characters of a reason.</summary>
    private const int MaxReasonLength = 200;

    private static readonly Access Allowed = Access.Root(CallerRole.Headquarters, CallerRole.Dealership);

    public void AddTo(ObjectGraphType mutation)
    {
        mutation.Field<NonNullGraphType<CustomerOutcomeType>>("mergeCustomers")
            .For(Allowed, "Makes a customer an alias of another: they turned out to be one. A dealership may for customers who have both dealt with it.")
            .Argument<NonNullGraphType<MergeCustomersInputType>>("input", "Who, and into whom.")
            .ResolveAsync(async context => await Merge(context));
        mutation.Field<NonNullGraphType<CustomerOutcomeType>>("unmergeCustomers")
            .For(Allowed, "Lets an alias stand for itself again, exactly as if it had never been merged.")
            .Argument<NonNullGraphType<UnmergeCustomersInputType>>("input", "Which alias.")
            .ResolveAsync(async context => await Unmerge(context));
    }

    private async Task<CustomerOutcome> Merge(IResolveFieldContext context)
    {
        var input = context.GetArgument<MergeCustomersInput>("input");
        var command = new MergeCustomer
        {
            Dealership = Acting(context),
            MutationId = Decisions.MutationId(input.ClientMutationId),
            Into = Decisions.Required(input.Into, "input.into"),
            Reason = Arguments.Text(input.Reason, "input.reason", MaxReasonLength),
            ByHeadquarters = context.Caller().Role == CallerRole.Headquarters,
        };
        var outcome = await commands.Merge(Decisions.Required(input.Customer, "input.customer"), command, context.CancellationToken);
        return new CustomerOutcome(command.MutationId, Decisions.Known(outcome), context.Caller());
    }

    private async Task<CustomerOutcome> Unmerge(IResolveFieldContext context)
    {
        var input = context.GetArgument<UnmergeCustomersInput>("input");
        var command = new UnmergeCustomer
        {
            Dealership = Acting(context),
            MutationId = Decisions.MutationId(input.ClientMutationId),
            Reason = Arguments.Text(input.Reason, "input.reason", MaxReasonLength),
            ByHeadquarters = context.Caller().Role == CallerRole.Headquarters,
        };
        var outcome = await commands.Unmerge(Decisions.Required(input.Customer, "input.customer"), command, context.CancellationToken);
        return new CustomerOutcome(command.MutationId, Decisions.Known(outcome), context.Caller());
    }

    // Who is who is no dealership's affair alone: headquarters decides it in its own name.
    private static string Acting(IResolveFieldContext context) => context.Caller() switch
    {
        { CanWriteEvents: false } => throw new GraphRefusal(GraphCodes.Forbidden, "The token lacks the scope events:write."),
        { Dealership: var dealership } => dealership ?? string.Empty,
    };
}

internal sealed class MergeCustomersInput
{
    public string ClientMutationId { get; set; } = string.Empty;

    public string Customer { get; set; } = string.Empty;

    public string Into { get; set; } = string.Empty;

    public string? Reason { get; set; }
}

internal sealed class MergeCustomersInputType : InputObjectGraphType<MergeCustomersInput>
{
    public MergeCustomersInputType()
    {
        Name = "MergeCustomersInput";
        Description = "Which two customers are one.";
        this.AddMutationId();
        Field<NonNullGraphType<IdGraphType>>("customer").Description("The id that becomes an alias.");
        Field<NonNullGraphType<IdGraphType>>("into").Description("The customer that stays; of an alias, the customer that it stands for.");
        Field<StringGraphType>("reason").Description("Why, without personal data; at most 200 characters.");
    }
}

internal sealed class UnmergeCustomersInput
{
    public string ClientMutationId { get; set; } = string.Empty;

    public string Customer { get; set; } = string.Empty;

    public string? Reason { get; set; }
}

internal sealed class UnmergeCustomersInputType : InputObjectGraphType<UnmergeCustomersInput>
{
    public UnmergeCustomersInputType()
    {
        Name = "UnmergeCustomersInput";
        Description = "Which alias stands for itself again.";
        this.AddMutationId();
        Field<NonNullGraphType<IdGraphType>>("customer").Description("The alias.");
        Field<StringGraphType>("reason").Description("Why, without personal data; at most 200 characters.");
    }
}
