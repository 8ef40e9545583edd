using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>By which numbers dealerships know a customer.</summary>
internal static class NumberFold
{
    // Of one number only the latest event that names it counts, so that the latest of the whole set can be kept within the bound.
    public static Customer Numbered(this Customer state, LoggedEvent happened)
    {
        if (happened is not { CustomerNumber: { } number, Dealership: { } dealership })
        {
            return state;
        }

        var all = state.Numbers;
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].Number == number && all[i].Dealership == dealership)
            {
                if (all[i].By.CompareTo(happened.Stamp) >= 0)
                {
                    return state;
                }

                all = all.RemoveAt(i);
                break;
            }
        }

        return state with
        {
            Numbers = History.Add(all, new CustomerNumber(dealership, number, happened.Stamp), static one => one.By, Customer.MaxNumbers),
        };
    }
}
