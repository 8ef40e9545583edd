using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>By which numbers dealerships know a customer.</summary>
internal static class NumberFold
{
    public static Customer Numbered(this Customer state, LoggedEvent happened)
    {
        if (happened is not { CustomerNumber: { } number, Dealership: { } dealership })
        {
            return state;
        }

        var numbers = History.AddLatest(
            state.Numbers,
            new CustomerNumber(dealership, number, happened.Stamp),
            static (one, other) => one.Number == other.Number && one.Dealership == other.Dealership,
            static one => one.By,
            Customer.MaxNumbers);
        return numbers == state.Numbers ? state : state with { Numbers = numbers };
    }
}
