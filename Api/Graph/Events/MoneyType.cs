using AutoCrm.Actors.Events;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Events;

internal sealed class MoneyType : ObjectGraphType<Money>
{
    public MoneyType()
    {
        Name = "Money";
        Description = "An amount of money.";
        Field<NonNullGraphType<DecimalGraphType>>("amount").ForEveryone("The amount in the currency's main unit, with every digit.").Resolve(c => c.Source.Amount);
        Field<NonNullGraphType<StringGraphType>>("currency").ForEveryone("ISO 4217; XXX where the currency is not known.").Resolve(c => c.Source.Currency);
    }
}
