using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>How an event changes a dealership's counters. Pure: no clock, no I/O, never throws.</summary>
internal static class DealershipFold
{
    /// <summary>Raise it when the same events give another state: older snapshots are then rebuilt.</summary>
    public const int Version = 1;

    public static Dealership Apply(Dealership state, LoggedEvent happened)
    {
        var seen = state with { LastEvent = History.Later(state.LastEvent, happened.Stamp) };
        return happened.Payload switch
        {
            CustomerRegistered => seen with { Registrations = state.Registrations + 1 },
            OrderPlaced => seen with { Orders = state.Orders + 1 },
            VehicleDelivered e => seen.Earned(e.Price) with { Deliveries = state.Deliveries + 1 },
            VehicleAuctioned e => seen.Earned(e.Price) with { Auctions = state.Auctions + 1 },
            ServiceCompleted => seen with { ServiceVisits = state.ServiceVisits + 1 },
            OdometerRead => seen,
            _ => state,
        };
    }

    private static Dealership Earned(this Dealership state, Money? price)
    {
        if (price is null)
        {
            return state;
        }

        var at = 0;
        while (at < state.SalesValue.Length && string.CompareOrdinal(state.SalesValue[at].Currency, price.Currency) < 0)
        {
            at++;
        }

        var values = state.SalesValue;
        return state with
        {
            SalesValue = at < values.Length && values[at].Currency == price.Currency
                ? values.SetItem(at, price with { Amount = values[at].Amount + price.Amount })
                : values.Insert(at, price),
        };
    }
}
