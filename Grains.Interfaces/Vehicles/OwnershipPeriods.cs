using System.Collections.Immutable;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Vehicles;

/// <summary>Who had a vehicle when: from registrations, deliveries, ends, returns and auctions. Pure.</summary>
public static class OwnershipPeriods
{
    /// <summary>Every period, also those that contradict each other.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <returns>The periods in the order in which they began; one customer's in one role are one while nothing ended them.</returns>
    public static ImmutableArray<OwnershipPeriod> Of(Vehicle vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        var starts = Starts(vehicle);
        if (starts.Count == 0)
        {
            return [];
        }

        var ends = Ends(vehicle);
        var periods = new List<OwnershipPeriod>(starts.Count);
        foreach (var start in starts)
        {
            var end = EndOf(start, ends);
            var period = new OwnershipPeriod(
                start.Customer, start.Role, start.From, end?.Until, start.By, end?.By, start.Dealership);
            if (!IsWithin(periods, period))
            {
                periods.Add(period);
            }
        }

        return [.. periods];
    }

    /// <summary>Whose the vehicle is at a time.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="at">The time.</param>
    /// <returns>The state; null if nothing tells anything about it.</returns>
    public static OwnershipState? StateOf(Vehicle vehicle, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        var (owned, leased) = (false, false);
        foreach (var period in Of(vehicle))
        {
            owned |= period.Role == OwnershipRole.Owner && period.Holds(at);
            leased |= period.Role == OwnershipRole.Lessee && period.Holds(at);
        }

        return leased ? OwnershipState.Lessee
            : owned ? OwnershipState.Owner
            : IsDealers(vehicle, at) ? OwnershipState.Dealer
            : vehicle.Supply is not null ? OwnershipState.Maker
            : null;
    }

    private static bool IsDealers(Vehicle vehicle, DateTimeOffset at) =>
        vehicle.Stock?.Holder?.By.At <= at || VehicleTrade.LastBack(vehicle) <= at;

    private static List<OwnershipStart> Starts(Vehicle vehicle)
    {
        var starts = new List<OwnershipStart>(vehicle.Ownership?.Starts ?? []);
        for (var n = 0; n < vehicle.Sales.Length; n++)
        {
            if (VehicleTrade.IsEffective(vehicle, n))
            {
                var sale = vehicle.Sales[n];
                var role = sale.Finance == FinanceKind.Lease ? OwnershipRole.Lessee : OwnershipRole.Owner;
                starts.Add(new OwnershipStart(sale.By, sale.Customer, role, sale.By.At, sale.Dealership));
            }
        }

        starts.Sort((one, other) => one.From.UtcTicks.CompareTo(other.From.UtcTicks) is var byTime and not 0
            ? byTime
            : one.By.CompareTo(other.By));
        return starts;
    }

    private static List<OwnershipEnd> Ends(Vehicle vehicle)
    {
        var ends = new List<OwnershipEnd>(vehicle.Ownership?.Ends ?? []);
        foreach (var back in vehicle.Stock?.Returns ?? [])
        {
            // Whoever brought it: it is the dealership's now.
            ends.Add(new OwnershipEnd(back.By, null, null, back.By.At));
        }

        foreach (var reversal in vehicle.Stock?.Reversals ?? [])
        {
            ends.Add(new OwnershipEnd(reversal.By, reversal.Customer, null, reversal.By.At));
        }

        foreach (var sale in vehicle.Sales)
        {
            if (sale.Kind == VehicleSale.Auctioned)
            {
                ends.Add(new OwnershipEnd(sale.By, null, null, sale.By.At));
            }
        }

        return ends;
    }

    // What ends at the instant at which it begins had ended somebody else's: a vehicle comes back before it goes out again.
    private static OwnershipEnd? EndOf(OwnershipStart start, List<OwnershipEnd> ends)
    {
        OwnershipEnd? first = null;
        foreach (var end in ends)
        {
            if (end.Until > start.From && (end.Customer ?? start.Customer) == start.Customer && (end.Role ?? start.Role) == start.Role
                && (first is null || IsBefore(end, first)))
            {
                first = end;
            }
        }

        return first;
    }

    private static bool IsBefore(OwnershipEnd one, OwnershipEnd other) =>
        one.Until.UtcTicks != other.Until.UtcTicks ? one.Until < other.Until : one.By.CompareTo(other.By) < 0;

    private static bool IsWithin(List<OwnershipPeriod> periods, OwnershipPeriod period)
    {
        foreach (var earlier in periods)
        {
            if (earlier.Customer == period.Customer && earlier.Role == period.Role && !(earlier.Until <= period.From))
            {
                return true;
            }
        }

        return false;
    }
}
