using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Graph.Commands;
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
        return new CustomerOutcome(command.MutationId, outcome, context.Caller());
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
        this.AddMutationId();
        Field<NonNullGraphType<IdGraphType>>("customer").Description("The customer's id.");
        Field<NonNullGraphType<ErasureReasonType>>("reason").Description("Why.");
    }
}

internal sealed class ErasureReasonType() : WordType<ErasureReason>("Why a customer's personal data is erased.");

