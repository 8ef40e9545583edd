using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

// Most news contradict nothing that was judged before, and are judged alone: a vehicle with a long history costs no more.
internal static partial class TradeJudgement
{
    /// <summary>
    /// The conflicts after the latest sale has come. It is later than everything else that was reported of the vehicle's
    /// trade, so that what was judged before stays as it was; null if that is not so.
    /// </summary>
    public static List<Conflict>? WithLatestSale(Vehicle vehicle)
    {
        if (!IsLatest(vehicle, vehicle.Sales[^1].By.At))
        {
            return null;
        }

        List<Conflict>? found = null;
        OfSale(vehicle, vehicle.Sales.Length - 1, ref found);
        return found ?? [];
    }

    /// <summary>Whether an order can contradict or explain something: it has the vehicle set aside, or a sale names it.</summary>
    public static bool Matters(Vehicle vehicle, VehicleOrder order)
    {
        if (ClaimOf(order) is not null)
        {
            return true;
        }

        foreach (var sale in vehicle.Sales)
        {
            if (sale.Dealership == order.Dealership && (sale.OrderId ?? order.Id) == order.Id)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLatest(Vehicle vehicle, DateTimeOffset at)
    {
        if (vehicle.End is not null || vehicle.Ownership is not null || !vehicle.Recalls.IsEmpty
            || (vehicle.Sales.Length > 1 && vehicle.Sales[^2].By.At >= at))
        {
            return false;
        }

        var stock = vehicle.Stock;
        if (stock is { Returns: [.., var back] } && back.By.At >= at || stock is { Reversals: [.., var undone] } && undone.By.At >= at)
        {
            return false;
        }

        foreach (var order in stock?.Orders ?? [])
        {
            if (order.Placed?.At >= at || order.Allocated?.At >= at || order.Signed?.At >= at || order.Cancelled?.At >= at)
            {
                return false;
            }
        }

        return true;
    }
}
