using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Grains.Commands;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Orders;

/// <summary>
/// What may be asked about a vehicle and a customer's order at once. The vehicle decides on both states, and the fence
/// holds for both. Pure.
/// </summary>
internal static class DeliveryDecisions
{
    public static Rejection? Allocate(VehicleAsk ask, VehicleAllocated e) =>
        StockDecisions.ForSale(ask)
        ?? OrderDecisions.Open(ask.Customer!, ask.Dealership, e.OrderId)
        ?? Refusal.When(
            OrderDecisions.AllocatedTo(OrderOf(ask, e.OrderId)) is not null,
            CommandRejections.OrderAllocated, "A vehicle is set aside for the order already.", "orderId")
        ?? StockDecisions.Unclaimed(ask, e.OrderId)
        ?? StockDecisions.NotKeptForAnother(ask)
        ?? StockDecisions.NotHeld(ask);

    public static Rejection? Deliver(VehicleAsk ask, VehicleDelivered e) =>
        StockDecisions.ForSale(ask)
        ?? OrderDecisions.Open(ask.Customer!, ask.Dealership, e.OrderId!)
        ?? Refusal.When(!IsAllocated(ask, e.OrderId!), CommandRejections.NotAllocated, "The vehicle is not set aside for the order.", "orderId")
        ?? Refusal.When(
            ask.Vehicle.Recalls.Any(recall => recall.ForbidsSale(ask.Now)),
            CommandRejections.StopSale, "A recall forbids to hand the vehicle over before it is remedied.", "vin")
        ?? StockDecisions.NotKeptForAnother(ask)
        ?? StockDecisions.NotHeld(ask);

    public static Rejection? TradeIn(VehicleAsk ask, VehicleTradedIn e) =>
        StockDecisions.NotEnded(ask)
        ?? Refusal.When(!IsTheirs(ask), CommandRejections.NotTheirs, "The vehicle is not the customer's.", "customer")
        ?? (e.OrderId is { } order && ask.Customer!.Orders.Numbered(ask.Dealership, order)?.Evidence is null
            ? Refusal.Of(CommandRejections.UnknownOrder, "The dealership has no such order of the customer.", "orderId")
            : null);

    private static CustomerOrder OrderOf(VehicleAsk ask, string orderId) => ask.Customer!.Orders.Numbered(ask.Dealership, orderId)!;

    private static bool IsAllocated(VehicleAsk ask, string orderId) =>
        OrderDecisions.AllocatedTo(OrderOf(ask, orderId)) == ask.Vehicle.Vin
        && ask.Vehicle.Stock?.Orders.Numbered(ask.Dealership, orderId) is { Allocated: not null } order
        && VehicleTrade.IsOpen(ask.Vehicle, order, VehicleTrade.LastBack(ask.Vehicle));

    // A vehicle of which nothing is known may be anybody's: dealerships take in cars that the maker has not sold to them.
    private static bool IsTheirs(VehicleAsk ask)
    {
        var owners = OwnershipPeriods.Of(ask.Vehicle)
            .Where(period => period is { Until: null, Customer: not null, Role: OwnershipRole.Owner or OwnershipRole.Lessee })
            .Select(period => period.Customer)
            .ToList();
        return owners.Count > 0
            ? owners.Contains(ask.Customer!.Id)
            : VehicleTrade.StateOf(ask.Vehicle, ask.Now) is null or CommercialState.Delivered or CommercialState.Reported;
    }
}
