using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Customers;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Customers;

internal sealed class CustomerMutations(ICommands commands)
{
    public void AddTo(ObjectGraphType mutation) =>
        mutation.Field<NonNullGraphType<CustomerOutcomeType>>("eraseCustomer")
            .For(
                Access.Root(CallerRole.Headquarters),
                "Erases a customer's personal data, everywhere and for ever. Needs the scope pii:erase. Figures and the vehicles' histories stay.")
            .Argument<NonNullGraphType<EraseCustomerInputType>>("input", "Whose, and why.")
            .ResolveAsync(async context => await Erase(context));

    private async Task<CustomerOutcome> Erase(IResolveFieldContext context)
    {
        if (!context.Caller().CanErasePersonalData)
        {
            throw new GraphRefusal(GraphCodes.Forbidden, $"The token lacks the scope {CallerClaims.ErasePersonalData}.");
        }

        var input = context.GetArgument<EraseCustomerInput>("input");
        var command = new EraseCustomer
        {
            Dealership = string.Empty,
            MutationId = Decisions.MutationId(input.ClientMutationId),
            Reason = input.Reason,
        };
        var customer = Decisions.Required(input.Customer, "input.customer");
        var outcome = Decisions.Known(await commands.Erase(customer, command, context.CancellationToken));
        return new CustomerOutcome(command.MutationId, outcome, outcome.Live is { } live ? CustomerView.Of(live, context.Caller()) : null);
    }
}

internal sealed class EraseCustomerInput
{
    public string ClientMutationId { get; set; } = string.Empty;

    public string Customer { get; set; } = string.Empty;

    public ErasureReason Reason { get; set; }
}

internal sealed class EraseCustomerInputType : InputObjectGraphType<EraseCustomerInput>
{
    public EraseCustomerInputType()
    {
        Name = "EraseCustomerInput";
        Description = "Whose personal data is to be erased, and why.";
        Field<NonNullGraphType<StringGraphType>>("clientMutationId")
            .Description("Your own name for this command: repeated under the same name it has one effect and the same answer.");
        Field<NonNullGraphType<IdGraphType>>("customer").Description("The customer's id.");
        Field<NonNullGraphType<ErasureReasonType>>("reason").Description("Why.");
    }
}

internal sealed class ErasureReasonType() : WordType<ErasureReason>("Why a customer's personal data is erased.");

/// <summary>What came of a command to a customer.</summary>
internal sealed record CustomerOutcome(string MutationId, Outcome<Customer> Outcome, CustomerView? Customer);

internal sealed class CustomerOutcomeType : ObjectGraphType<CustomerOutcome>
{
    public CustomerOutcomeType()
    {
        Name = "CustomerOutcome";
        Description = "What came of a command: the customer after it, or why it was refused.";
        Field<NonNullGraphType<StringGraphType>>("clientMutationId").ForEveryone("The client's name for the command.").Resolve(c => c.Source.MutationId);
        Field<CustomerType>("customer").ForEveryone("The customer as it is now; null if nothing is known about it.").Resolve(c => c.Source.Customer);
        Field<StringGraphType>("position").ForEveryone("Where the decision stands; null if the command was refused.")
            .Resolve(c => c.Source.Outcome.Position?.ToString());
        Field<RejectionType>("rejection").ForEveryone("Why the command was refused; null if it was accepted.")
            .Resolve(c => c.Source.Outcome.Rejection);
    }
}
