using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>Which event decided something of a vehicle, and which dealership reported an event. Pure.</summary>
internal static class VehicleReporters
{
    /// <summary>The latest event that speaks for the commercial state, and the dealership that it is about.</summary>
    public static (EventStamp? By, string? Dealership) OfCommercial(Vehicle vehicle, CommercialState state)
    {
        var stock = vehicle.Stock;
        switch (state)
        {
            case CommercialState.Reported:
                return (stock?.Reported, VehicleTrade.LastDelivery(vehicle)?.Dealership);
            case CommercialState.Delivered:
                var start = vehicle.Ownership is { Starts: [.., var registered] } ? registered : null;
                return VehicleTrade.LastDelivery(vehicle) is { } sale && !(start?.By.CompareTo(sale.By) > 0)
                    ? (sale.By, sale.Dealership)
                    : (start?.By, start?.Dealership);
            case CommercialState.Sold:
                var order = stock?.Orders.Where(one => one.Promised() is not null).MaxBy(one => one.Promised());
                return (order?.Promised(), order?.Dealership);
            case CommercialState.Reserved:
                var reservation = vehicle.Reservations.Where(one => one.IsOpen(DateTimeOffset.MinValue)).MaxBy(one => one.Reserved!.By);
                return (reservation?.Reserved?.By, reservation?.Dealership);
            case CommercialState.Held:
                return (stock?.Holds.Where(hold => hold.IsOpen()).MaxBy(hold => hold.Held)?.Held, stock?.Holder?.Value);
            default:
                return (Freed(vehicle), stock?.Holder?.Value ?? stock?.Offer?.Value.Dealership);
        }
    }

    /// <summary>The dealerships that reported an event; as a rule one, none for a source without a dealership.</summary>
    public static IEnumerable<string?> Of(Vehicle vehicle, EventStamp by)
    {
        if (Find(vehicle.Sales, sale => sale.By, by) is { } sale)
        {
            yield return sale.Dealership;
        }

        if (Find(vehicle.Readings, reading => reading.By, by) is { } reading)
        {
            yield return reading.Dealership;
        }

        if (Find(vehicle.ServiceVisits, visit => visit.By, by) is { } visit)
        {
            yield return visit.Dealership;
        }

        foreach (var order in vehicle.Stock?.Orders ?? [])
        {
            if (order.Placed == by || order.Allocated == by || order.Signed == by)
            {
                yield return order.Dealership;
            }
        }

        foreach (var code in vehicle.Reservations.Where(one => one.Reserved?.By == by).Select(one => one.Dealership)
            .Concat((vehicle.Ownership?.Starts ?? []).Where(start => start.By == by).Select(start => start.Dealership)))
        {
            yield return code;
        }
    }

    /// <summary>The latest of some events.</summary>
    public static EventStamp? Latest(params ReadOnlySpan<EventStamp?> some)
    {
        EventStamp? latest = null;
        foreach (var one in some)
        {
            latest = one is not null && one.CompareTo(latest) > 0 ? one : latest;
        }

        return latest;
    }

    // For sale, or not yet: the latest of what offers it, brings it back, or lets go of it.
    private static EventStamp? Freed(Vehicle vehicle)
    {
        var stock = vehicle.Stock;
        var latest = Latest(
            stock?.Offer?.By,
            stock is { Returns: [.., var back] } ? back.By : null,
            stock is { Reversals: [.., var reversal] } ? reversal.By : null,
            vehicle.Sales is [.., { Kind: VehicleSale.Auctioned } sale] ? sale.By : null);
        foreach (var freed in vehicle.Reservations.Select(one => Latest(one.Released, one.Expired))
            .Concat((stock?.Orders ?? []).Select(order => order.Cancelled))
            .Concat((stock?.Holds ?? []).Select(hold => hold.Released)))
        {
            latest = Latest(latest, freed);
        }

        return latest ?? vehicle.LastEvent;
    }

    // All of them are in order of occurrence.
    private static T? Find<T>(ImmutableArray<T> items, Func<T, EventStamp> byOf, EventStamp by)
        where T : class
    {
        var (low, high) = (0, items.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = byOf(items[middle]).CompareTo(by) < 0 ? (middle + 1, high) : (low, middle);
        }

        return low < items.Length && byOf(items[low]).CompareTo(by) == 0 ? items[low] : null;
    }
}
