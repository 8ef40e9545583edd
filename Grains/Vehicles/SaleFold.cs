using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How orders, sales, their reports and returns are kept. Pure.</summary>
internal static class SaleFold
{
    public static Vehicle? Apply(Vehicle state, LoggedEvent happened) => happened.Payload switch
    {
        OrderPlaced e => Promised(state, happened, e.OrderId, (order, by) => order with { Placed = History.Later(order.Placed, by) }),
        VehicleAllocated e => Promised(state, happened, e.OrderId, (order, by) => order with { Allocated = History.Later(order.Allocated, by) }),
        ContractSigned e => Promised(state, happened, e.OrderId, (order, by) => order with { Signed = History.Later(order.Signed, by) }),
        OrderCancelled e => VehicleConflicts.JudgeTrade(
            Ordering(state, happened, e.OrderId, (order, by) => order with { Cancelled = History.Later(order.Cancelled, by) })),
        VehicleTradedIn e => Returned(state, e, happened),
        SaleReversed e => VehicleConflicts.JudgeTrade(state.Stocked(stock => stock with
        {
            Reversals = History.Add(stock.Reversals, new SaleReversal(happened.Stamp, e.OrderId, happened.Dealership, happened.Customer), r => r.By, VehicleStock.MaxHistory),
        })),
        DeliveryReported => state.Stocked(stock => stock with { Reported = History.Later(stock.Reported, happened.Stamp) }),
        DeliveryAccepted => state.Stocked(stock => stock with { Accepted = History.Later(stock.Accepted, happened.Stamp) }),
        DeliveryRejected e => state.Stocked(stock => stock with { Rejected = History.Latest(stock.Rejected, e.Reason, happened.Stamp) }),
        OrderConfirmed or OrderChanged or FinancingApproved or FinancingDeclined => state,
        _ => null,
    };

    public static Vehicle Delivered(Vehicle state, VehicleDelivered e, LoggedEvent happened) => Sold(state, new VehicleSale(
        happened.Stamp, VehicleSale.Delivered, e.Price, null, happened.Dealership, happened.Customer, e.OrderId, e.Finance));

    public static Vehicle Auctioned(Vehicle state, VehicleAuctioned e, LoggedEvent happened) => Sold(state, new VehicleSale(
        happened.Stamp, VehicleSale.Auctioned, e.Price, e.Seller, happened.Dealership));

    private static Vehicle Sold(Vehicle state, VehicleSale sale)
    {
        var sales = History.Add(state.Sales, sale, s => s.By, Vehicle.MaxHistory);
        if (sales == state.Sales)
        {
            return state;
        }

        var sold = state with { Sales = sales };
        var isLast = sales.Length > state.Sales.Length && ReferenceEquals(sales[^1], sale);
        return isLast && sale.Kind == VehicleSale.Delivered ? VehicleConflicts.JudgeSale(sold) : VehicleConflicts.JudgeTrade(sold);
    }

    private static Vehicle Returned(Vehicle state, VehicleTradedIn e, LoggedEvent happened)
    {
        var back = new VehicleReturn(
            happened.Stamp, e.Kind ?? ReturnKind.TradeIn, e.Value, e.OrderId, happened.Customer, happened.Dealership);
        var returned = state.Stocked(stock => stock with
        {
            Returns = History.Add(stock.Returns, back, r => r.By, VehicleStock.MaxHistory),
            Holder = History.Latest(stock.Holder, happened.Dealership, happened.Stamp),
        });
        return VehicleFold.Read(VehicleConflicts.JudgeTrade(returned), e.Odometer, happened);
    }

    private static Vehicle Promised(
        Vehicle state, LoggedEvent happened, string order, Func<VehicleOrder, EventStamp, VehicleOrder> change) =>
        VehicleConflicts.JudgeOrder(state, Ordering(state, happened, order, change));

    private static Vehicle Ordering(
        Vehicle state, LoggedEvent happened, string id, Func<VehicleOrder, EventStamp, VehicleOrder> change) => state.Stocked(stock => stock with
        {
            Orders = History.Change(
                stock.Orders,
                happened.Dealership,
                id,
                (number, dealership) => new VehicleOrder { Id = number, Dealership = dealership },
                order => change(order, happened.Stamp),
                VehicleStock.MaxHistory),
        });

    public static Vehicle Stocked(this Vehicle state, Func<VehicleStock, VehicleStock> change) =>
        state with { Stock = change(state.Stock ?? new VehicleStock()) };
}
