using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>The vehicles that a customer gets and gives: deliveries, what became of them, ownership and trade-ins.</summary>
internal static class VehiclesFold
{
    public static Customer Apply(Customer state, LoggedEvent happened) => happened.Payload switch
    {
        VehicleDelivered e => state.With(e, happened),
        DeliveryReported e => state.Reported(DeliveryReportKind.Reported, e.OrderId, null, happened),
        DeliveryAccepted e => state.Reported(DeliveryReportKind.Accepted, e.OrderId, null, happened),
        DeliveryRejected e => state.Reported(DeliveryReportKind.Rejected, e.OrderId, e.Reason, happened),
        SaleReversed e => state.Reported(DeliveryReportKind.Reversed, e.OrderId, e.Reason, happened),
        VehicleTradedIn e => state.With(e, happened),
        OwnershipRegistered e => state.Marked(OwnershipMarkKind.Registered, e.Role, e.From, null, happened),
        OwnershipEnded e => state.Marked(OwnershipMarkKind.Ended, e.Role, e.Until, null, happened),
        _ => state,
    };

    private static Customer With(this Customer state, VehicleDelivered e, LoggedEvent happened)
    {
        var delivery = new CustomerDelivery(happened.Stamp, happened.Vin, happened.Dealership, e.Make, e.Model, e.Price)
        {
            OrderId = e.OrderId,
            Finance = e.Finance,
        };
        var role = e.Finance == FinanceKind.Lease ? OwnershipRole.Lessee : OwnershipRole.Owner;
        var owner = (state with { Deliveries = History.Add(state.Deliveries, delivery, static d => d.By, Customer.MaxHistory) })
            .Marked(OwnershipMarkKind.Delivered, role, null, e.OrderId, happened);
        return e.OrderId is { } orderId ? owner.WithDelivery(orderId, happened) : owner;
    }

    private static Customer With(this Customer state, VehicleTradedIn e, LoggedEvent happened)
    {
        var given = new CustomerTradeIn(happened.Stamp, happened.Vin, happened.Dealership, e.Value, e.Kind ?? ReturnKind.TradeIn, e.OrderId);
        return (state with { TradeIns = History.Add(state.TradeIns, given, static t => t.By, Customer.MaxContacts) })
            .Marked(OwnershipMarkKind.TradedIn, null, null, null, happened);
    }

    private static Customer Reported(this Customer state, DeliveryReportKind kind, string? orderId, string? reason, LoggedEvent happened) => state with
    {
        DeliveryReports = History.Add(
            state.DeliveryReports,
            new DeliveryReport(happened.Stamp, kind, orderId, happened.Vin, happened.Dealership, reason),
            static r => r.By,
            Customer.MaxHistory),
    };

    private static Customer Marked(
        this Customer state, OwnershipMarkKind kind, OwnershipRole? role, DateTimeOffset? at, string? orderId, LoggedEvent happened)
    {
        if (happened.Vin is not { } vin)
        {
            return state;
        }

        var mark = new OwnershipMark(happened.Stamp, kind, role, at ?? happened.Stamp.At, happened.Dealership, orderId);
        var (from, to) = (0, state.Vehicles.Length);
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            (from, to) = string.CompareOrdinal(state.Vehicles[middle].Vin, vin) < 0 ? (middle + 1, to) : (from, middle);
        }

        if (from < state.Vehicles.Length && state.Vehicles[from].Vin == vin)
        {
            var known = state.Vehicles[from];
            var marks = History.Add(known.Marks, mark, static m => m.By, CustomerVehicle.MaxMarks);
            return state with { Vehicles = state.Vehicles.SetItem(from, known with { Marks = marks }) };
        }

        var more = state.Vehicles.Insert(from, new CustomerVehicle { Vin = vin, Marks = [mark] });
        return state with { Vehicles = more.Length > Customer.MaxHistory ? more.RemoveAt(0) : more };
    }
}
