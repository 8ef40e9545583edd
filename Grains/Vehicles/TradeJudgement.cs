using System.Collections.Immutable;
using System.Globalization;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>What contradicts what among a vehicle's sales, orders, owners, recalls and its end. Pure.</summary>
internal static partial class TradeJudgement
{
    /// <summary>All of it, judged anew.</summary>
    public static ImmutableArray<Conflict> Of(Vehicle vehicle)
    {
        List<Conflict>? found = null;
        for (var n = 0; n < vehicle.Sales.Length; n++)
        {
            OfSale(vehicle, n, ref found);
        }

        OfOrders(vehicle, ref found);
        OfOwners(vehicle, ref found);
        OfVisits(vehicle, ref found);
        return found is null ? [] : [.. found];
    }

    /// <summary>What contradicts one sale among those before it.</summary>
    private static void OfSale(Vehicle vehicle, int index, ref List<Conflict>? found)
    {
        var sale = vehicle.Sales[index];
        if (vehicle.End?.Scrapped is { } scrapped && sale.By.At > scrapped.At)
        {
            Add(ref found, ConflictKinds.AfterScrapping, scrapped, sale.By, $"Sold on {Day(sale.By)}, after it was scrapped on {Day(scrapped)}.");
        }

        if (!VehicleTrade.IsEffective(vehicle, index))
        {
            return;
        }

        if (IsRepeat(vehicle, index))
        {
            return;
        }

        if (PreviousDelivery(vehicle, index) is { } previous && !CameBack(vehicle, previous, sale.By.At))
        {
            Add(ref found, ConflictKinds.DoubleSale, previous.By, sale.By, $"Delivered on {Day(sale.By)}, and it had not come back since it was delivered on {Day(previous.By)}.");
        }

        OfOrder(vehicle, sale, ref found);
        OfBans(vehicle, sale, ref found);
    }

    private static void OfOrder(Vehicle vehicle, VehicleSale sale, ref List<Conflict>? found)
    {
        var known = sale.OrderId is not null;
        foreach (var order in vehicle.Stock?.Orders ?? [])
        {
            var isItsOwn = order.Dealership == sale.Dealership && (sale.OrderId ?? order.Id) == order.Id;
            known |= isItsOwn && order.Promised()?.At <= sale.By.At;
            if (!isItsOwn && ClaimOf(order) is { } claim && IsOpen(vehicle, order, claim, sale.By.At))
            {
                known = true;
                Add(ref found, ConflictKinds.DeliveryAgainstAllocation, claim, sale.By, $"Delivered on {Day(sale.By)}, when it had been set aside for another order since {Day(claim)}.");
            }
        }

        if (!known)
        {
            Add(ref found, ConflictKinds.DeliveryWithoutOrder, null, sale.By, $"Delivered on {Day(sale.By)} without an order, and it was set aside for none.");
        }
    }

    private static void OfBans(Vehicle vehicle, VehicleSale sale, ref List<Conflict>? found)
    {
        foreach (var recall in vehicle.Recalls)
        {
            if (recall.ForbidsSale(sale.By.At))
            {
                Add(ref found, ConflictKinds.DeliveryUnderStopSale, recall.StopSale, sale.By, $"Delivered on {Day(sale.By)}, which the recall {recall.Campaign} had forbidden since {Day(recall.StopSale!)}.");
            }
        }

        if (vehicle.End is { Stolen: { } stolen } end && stolen.At <= sale.By.At
            && !(end.Recovered?.At >= stolen.At && end.Recovered.At <= sale.By.At))
        {
            Add(ref found, ConflictKinds.SaleWhileStolen, stolen, sale.By, $"Delivered on {Day(sale.By)}, when it was stolen since {Day(stolen)}.");
        }
    }

    private static void OfOrders(Vehicle vehicle, ref List<Conflict>? found)
    {
        if (vehicle.Stock is not { Orders.Length: > 1 } stock)
        {
            return;
        }

        var claims = new List<(EventStamp By, VehicleOrder Order)>();
        foreach (var order in stock.Orders)
        {
            if (ClaimOf(order) is { } claim)
            {
                claims.Add((claim, order));
            }
        }

        claims.Sort((one, other) => one.By.CompareTo(other.By));
        for (var later = 1; later < claims.Count; later++)
        {
            for (var earlier = later - 1; earlier >= 0; earlier--)
            {
                if (IsOpen(vehicle, claims[earlier].Order, claims[earlier].By, claims[later].By.At))
                {
                    Add(ref found, ConflictKinds.DoubleAllocation, claims[earlier].By, claims[later].By, $"Set aside for an order on {Day(claims[later].By)}, when it was set aside for another one already since {Day(claims[earlier].By)}.");
                    break;
                }
            }
        }
    }

    private static void OfOwners(Vehicle vehicle, ref List<Conflict>? found)
    {
        // Without a registration owners come by deliveries alone, and those are judged already.
        if (vehicle.Ownership is null)
        {
            return;
        }

        OwnershipPeriod? longest = null;
        foreach (var period in OwnershipPeriods.Of(vehicle))
        {
            if (period is not { Role: OwnershipRole.Owner, Customer: not null })
            {
                continue;
            }

            if (longest is not null && longest.Customer != period.Customer && !(longest.Until <= period.From)
                && !IsKnown(found, longest.By, period.By))
            {
                var (first, second) = longest.By.CompareTo(period.By) < 0 ? (longest.By, period.By) : (period.By, longest.By);
                Add(ref found, ConflictKinds.OwnerOverlap, first, second, $"Somebody owns it since {Text(period.From)}, when it was somebody else's since {Text(longest.From)}.");
            }

            longest = longest is null || !(longest.Until > period.Until || (longest.Until is null && period.Until is not null)) ? period : longest;
        }
    }

    private static void OfVisits(Vehicle vehicle, ref List<Conflict>? found)
    {
        if (vehicle.End?.Scrapped is not { } scrapped)
        {
            return;
        }

        for (var n = vehicle.ServiceVisits.Length - 1; n >= 0 && vehicle.ServiceVisits[n].By.At > scrapped.At; n--)
        {
            var visit = vehicle.ServiceVisits[n].By;
            Add(ref found, ConflictKinds.AfterScrapping, scrapped, visit, $"In a workshop on {Day(visit)}, after it was scrapped on {Day(scrapped)}.");
        }
    }

    /// <summary>The latest report that promises the vehicle itself to an order.</summary>
    private static EventStamp? ClaimOf(VehicleOrder order) =>
        order.Allocated is not null && order.Allocated.CompareTo(order.Signed) > 0 ? order.Allocated : order.Signed;

    // Until it is called off or fulfilled, or the vehicle comes back from elsewhere.
    private static bool IsOpen(Vehicle vehicle, VehicleOrder order, EventStamp claim, DateTimeOffset at)
    {
        if (claim.At > at || (order.Cancelled is { } cancelled && cancelled.CompareTo(claim) > 0 && cancelled.At <= at))
        {
            return false;
        }

        for (var n = vehicle.Sales.FirstAt(claim.At); n < vehicle.Sales.Length && vehicle.Sales[n].By.At <= at; n++)
        {
            var sale = vehicle.Sales[n];
            if (sale.Kind == VehicleSale.Auctioned || (sale.Dealership == order.Dealership && (sale.OrderId ?? order.Id) == order.Id))
            {
                return false;
            }
        }

        return !ComesBack(vehicle, claim.At, at);
    }

    // Sales are in order of occurrence.
    private static int FirstAt(this ImmutableArray<VehicleSale> sales, DateTimeOffset at)
    {
        var (low, high) = (0, sales.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sales[middle].By.At < at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static bool ComesBack(Vehicle vehicle, DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var back in vehicle.Stock?.Returns ?? [])
        {
            if (back.By.At >= from && back.By.At <= to)
            {
                return true;
            }
        }

        return false;
    }

    private static bool CameBack(Vehicle vehicle, VehicleSale delivery, DateTimeOffset until)
    {
        for (var n = vehicle.Sales.FirstAt(delivery.By.At); n < vehicle.Sales.Length && vehicle.Sales[n].By.At <= until; n++)
        {
            if (vehicle.Sales[n].Kind == VehicleSale.Auctioned)
            {
                return true;
            }
        }

        foreach (var end in vehicle.Ownership?.Ends ?? [])
        {
            if (end.Role is null or OwnershipRole.Owner && (end.Customer ?? delivery.Customer) == delivery.Customer
                && end.Until >= delivery.By.At && end.Until <= until)
            {
                return true;
            }
        }

        return ComesBack(vehicle, delivery.By.At, until);
    }

    private static VehicleSale? PreviousDelivery(Vehicle vehicle, int index)
    {
        for (var n = index - 1; n >= 0; n--)
        {
            if (VehicleTrade.IsEffective(vehicle, n))
            {
                return vehicle.Sales[n];
            }
        }

        return null;
    }

    // The same delivery, reported once more.
    private static bool IsRepeat(Vehicle vehicle, int index)
    {
        var sale = vehicle.Sales[index];
        for (var n = index - 1; n >= 0 && sale.OrderId is not null; n--)
        {
            if (vehicle.Sales[n].OrderId == sale.OrderId && vehicle.Sales[n].Dealership == sale.Dealership && VehicleTrade.IsEffective(vehicle, n))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsKnown(List<Conflict>? found, EventStamp one, EventStamp other)
    {
        foreach (var conflict in found ?? [])
        {
            if (conflict.Kind == ConflictKinds.DoubleSale && conflict.Events.Contains(one) && conflict.Events.Contains(other))
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(ref List<Conflict>? found, string kind, EventStamp? earlier, EventStamp later, string message)
    {
        var last = earlier is null || later.CompareTo(earlier) > 0 ? later : earlier;
        (found ??= []).Add(new Conflict(
            kind, last.At, message, earlier is null ? [later] : ReferenceEquals(last, later) ? [earlier, later] : [later, earlier]));
    }

    private static string Day(EventStamp by) => Text(by.At);

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
