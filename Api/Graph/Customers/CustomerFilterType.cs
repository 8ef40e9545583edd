using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Customers;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Customers;

internal sealed class CustomerFilter
{
    public string? NameStartsWith { get; set; }

    public string? Phone { get; set; }

    public string? Email { get; set; }

    public CustomerStage? Stage { get; set; }

    public PartyState? Party { get; set; }

    public bool? HasConflicts { get; set; }

    public string? Dealership { get; set; }
}

internal sealed class CustomerFilterType : InputObjectGraphType<CustomerFilter>
{
    public CustomerFilterType()
    {
        Name = "CustomerFilter";
        Description = "What customers must have in common; what is left out does not matter.";
        Field<StringGraphType>("nameStartsWith").Description("How the name starts, in any case. Needs the right to read personal data.");
        Field<StringGraphType>("phone").Description("A telephone number of theirs, with + or 00 and the country's code or as it is dialled within its country; how it is spaced does not matter. Needs the right to read personal data.");
        Field<StringGraphType>("email").Description("An e-mail address of theirs, in any case. Needs the right to read personal data.");
        Field<CustomerStageType>("stage").Description("The stage in the buying loop.");
        Field<PartyStateType>("party").Description("What became of the party.");
        Field<BooleanGraphType>("hasConflicts").Description("Whether there are contradictions. For headquarters.");
        Field<StringGraphType>("dealership").Description("The code of a dealership that they have dealt with.");
    }

    public static CustomerSearch Read(IResolveFieldContext context)
    {
        var filter = context.GetArgument<CustomerFilter?>("filter") ?? new CustomerFilter();
        if ((filter.NameStartsWith ?? filter.Phone ?? filter.Email) is not null && !context.Caller().CanReadPersonalData)
        {
            throw new GraphRefusal(GraphCodes.Forbidden, "Searching by name, telephone or e-mail needs the right to read personal data.");
        }

        // Conflicts count what the customer did elsewhere too.
        if (filter.HasConflicts is not null && context.Caller().Role != CallerRole.Headquarters)
        {
            throw new GraphRefusal(GraphCodes.Forbidden, "Searching by conflicts is for headquarters.");
        }

        return new CustomerSearch
        {
            NameStartsWith = Arguments.Text(filter.NameStartsWith, "filter.nameStartsWith"),
            Phone = Arguments.Text(filter.Phone, "filter.phone", maxLength: 50),
            Email = Arguments.Text(filter.Email, "filter.email", maxLength: 320),
            Stage = filter.Stage?.ToString(),
            Party = filter.Party?.ToString(),
            HasConflicts = filter.HasConflicts,
            Dealership = Arguments.VisibleDealership(filter.Dealership, context),
            Scope = context.Caller().Dealership,
        };
    }
}
