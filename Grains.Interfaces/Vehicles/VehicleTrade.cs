using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Vehicles;

/// <summary>What the sales, returns and orders of a vehicle come to. Pure.</summary>
public static class VehicleTrade
{
    /// <summary>The commercial state.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="at">
    /// The time: reservations end by themselves. <see cref="DateTimeOffset.MinValue"/> for "as far as it was reported".
    /// </param>
    /// <returns>The state; null if nothing tells anything about it.</returns>
    public static CommercialState? StateOf(Vehicle vehicle, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        var back = LastBack(vehicle);
        var delivery = LastDelivery(vehicle);
        if (delivery is not null && !(back?.UtcTicks > delivery.By.At.UtcTicks))
        {
            return IsReported(vehicle.Stock, delivery) ? CommercialState.Reported : CommercialState.Delivered;
        }

        return IsSomebodys(vehicle, back) ? CommercialState.Delivered : InTrade(vehicle, at, back);
    }

    /// <summary>The latest delivery that was not undone.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <returns>The delivery, or null if there is none.</returns>
    public static VehicleSale? LastDelivery(Vehicle vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        for (var n = vehicle.Sales.Length - 1; n >= 0; n--)
        {
            if (IsEffective(vehicle, n))
            {
                return vehicle.Sales[n];
            }
        }

        return null;
    }

    /// <summary>Whether one of <see cref="Vehicle.Sales"/> is a delivery that was not undone.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="index">Which one.</param>
    /// <returns>False for an auction, and for a delivery that was undone.</returns>
    public static bool IsEffective(Vehicle vehicle, int index)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        if (vehicle.Sales[index].Kind != VehicleSale.Delivered)
        {
            return false;
        }

        if (vehicle.Stock is { Reversals.IsEmpty: false } stock)
        {
            foreach (var reversal in stock.Reversals)
            {
                if (Undoes(reversal, vehicle.Sales, index))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>When the vehicle was last known to come back into the trade: from a customer, or by an auction.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <returns>The time; null if it never was.</returns>
    public static DateTimeOffset? LastBack(Vehicle vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        DateTimeOffset? latest = vehicle.Stock is { Returns: [.., var last] } ? last.By.At : null;
        for (var n = vehicle.Sales.Length - 1; n >= 0; n--)
        {
            if (vehicle.Sales[n].Kind == VehicleSale.Auctioned)
            {
                var at = vehicle.Sales[n].By.At;
                return latest?.UtcTicks > at.UtcTicks ? latest : at;
            }
        }

        return latest;
    }

    /// <summary>Whether an order has the vehicle: promised, since it came back last, and neither called off nor undone.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="order">One of the stock's orders.</param>
    /// <param name="since">When the vehicle came back last.</param>
    /// <returns>True if it does.</returns>
    public static bool IsOpen(Vehicle vehicle, VehicleOrder order, DateTimeOffset? since)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        ArgumentNullException.ThrowIfNull(order);
        if (order.Promised() is not { } promised || promised.CompareTo(order.Cancelled) < 0 || promised.At < since)
        {
            return false;
        }

        foreach (var reversal in vehicle.Stock?.Reversals ?? [])
        {
            if ((reversal.OrderId ?? order.Id) == order.Id && IsOf(reversal, order.Dealership) && promised.At <= reversal.By.At)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The lives of a vehicle: each return from a customer begins another one.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <returns>The lives in order, at least one.</returns>
    public static ImmutableArray<VehicleLife> Lives(Vehicle vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        var lives = ImmutableArray.CreateBuilder<VehicleLife>();
        var life = new VehicleLife(1, StockKind.New, null, null, null, null);
        foreach (var (by, delivered, kind) in Turns(vehicle))
        {
            if (delivered)
            {
                life = life with { Delivered = life.Delivered ?? by };
            }
            else if (life.Delivered is not null || kind is not null)
            {
                lives.Add(life with { Ended = by, EndedBy = kind });
                life = new VehicleLife(lives.Count + 1, StockKind.Used, by, null, null, null);
            }
            else
            {
                // Sold from one dealer to another: it is used, whatever was not reported of it.
                life = life with { Kind = StockKind.Used };
            }
        }

        lives.Add(life.Delivered is null && vehicle.Stock?.Offer is { Value.Kind: { } kindOfOffer } offer && !(offer.By.CompareTo(life.Began) < 0)
            ? life with { Kind = kindOfOffer }
            : life);
        return lives.DrainToImmutable();
    }

    private static List<(EventStamp By, bool Delivered, ReturnKind? Kind)> Turns(Vehicle vehicle)
    {
        var turns = new List<(EventStamp By, bool Delivered, ReturnKind? Kind)>();
        for (var n = 0; n < vehicle.Sales.Length; n++)
        {
            var delivered = IsEffective(vehicle, n);
            if (delivered || vehicle.Sales[n].Kind == VehicleSale.Auctioned)
            {
                turns.Add((vehicle.Sales[n].By, delivered, null));
            }
        }

        foreach (var back in vehicle.Stock?.Returns ?? [])
        {
            turns.Add((back.By, false, back.Kind));
        }

        // At one instant it comes back before it goes out again.
        turns.Sort((one, other) => one.By.At.UtcTicks.CompareTo(other.By.At.UtcTicks) is var byTime and not 0 ? byTime
            : one.Delivered.CompareTo(other.Delivered) is var byKind and not 0 ? byKind
            : one.By.CompareTo(other.By));
        return turns;
    }

    private static bool Undoes(SaleReversal reversal, ImmutableArray<VehicleSale> sales, int index)
    {
        var sale = sales[index];
        if (!IsOf(reversal, sale.Dealership) || sale.By.At > reversal.By.At)
        {
            return false;
        }

        if (reversal.OrderId is not null && sale.OrderId is not null)
        {
            return reversal.OrderId == sale.OrderId;
        }

        for (var n = index + 1; n < sales.Length; n++)
        {
            if (sales[n].Kind == VehicleSale.Delivered && IsOf(reversal, sales[n].Dealership) && sales[n].By.At <= reversal.By.At)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOf(SaleReversal reversal, string? dealership) =>
        reversal.Dealership is null || reversal.Dealership == dealership;

    private static bool IsReported(VehicleStock? stock, VehicleSale delivery) =>
        stock?.Reported is { } reported && reported.At >= delivery.By.At
        && !(stock.Rejected?.By.CompareTo(reported) > 0 && stock.Rejected.By.CompareTo(stock.Accepted) > 0);

    private static CommercialState? InTrade(Vehicle vehicle, DateTimeOffset at, DateTimeOffset? back)
    {
        var stock = vehicle.Stock;
        foreach (var order in stock?.Orders ?? [])
        {
            if (IsOpen(vehicle, order, back))
            {
                return CommercialState.Sold;
            }
        }

        foreach (var reservation in vehicle.Reservations)
        {
            if (reservation.IsOpen(at) && !(reservation.Reserved!.By.At < back))
            {
                return CommercialState.Reserved;
            }
        }

        var offered = back is not null || stock is { Offer: not null } or { Reversals.IsEmpty: false };
        foreach (var hold in stock?.Holds ?? [])
        {
            if (offered && hold.IsOpen())
            {
                return CommercialState.Held;
            }
        }

        return offered ? CommercialState.Available : vehicle.Supply is null && stock is null ? null : CommercialState.NotReleased;
    }

    private static bool IsSomebodys(Vehicle vehicle, DateTimeOffset? back)
    {
        if (vehicle.Ownership is null)
        {
            return false;
        }

        foreach (var period in OwnershipPeriods.Of(vehicle))
        {
            if (period is { Until: null, Role: OwnershipRole.Owner or OwnershipRole.Lessee } && !(period.From < back))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>One life of a vehicle: from the maker or a return until the next return.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Kind">As what it is sold in it.</param>
/// <param name="Began">The return that began it; null for the first.</param>
/// <param name="Delivered">The first delivery in it; null while there is none.</param>
/// <param name="Ended">What ended it: a return, or an auction; null while it lasts.</param>
/// <param name="EndedBy">How it came back; null for an auction.</param>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-life")]
public sealed record VehicleLife(
    [property: Id(0)] int Number,
    [property: Id(1)] StockKind Kind,
    [property: Id(2)] EventStamp? Began,
    [property: Id(3)] EventStamp? Delivered,
    [property: Id(4)] EventStamp? Ended,
    [property: Id(5)] ReturnKind? EndedBy);
