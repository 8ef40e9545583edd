using System.Collections.Immutable;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>Orders up to the delivery: each event sets the milestone that it stands for.</summary>
internal static class OrderFold
{
    public static Customer Apply(Customer state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            OrderPlaced e => state.With(e, happened),
            OrderConfirmed e when state.OrderOf(e.OrderId, happened, out var order) is var slot => state with
            {
                Orders = slot.Put(order with { Confirmed = History.Later(order.Confirmed, by), Promises = Promised(order, e.ExpectedDelivery, by) }),
            },
            OrderChanged e when state.OrderOf(e.OrderId, happened, out var order) is var slot => state with
            {
                Orders = slot.Put(order with
                {
                    Changes = History.Add(order.Changes, new Stamped<OrderChanged>(e, by), static c => c.By, CustomerOrder.MaxHistory),
                    Promises = Promised(order, e.ExpectedDelivery, by),
                }),
            },
            OrderCancelled e when state.OrderOf(e.OrderId, happened, out var order) is var slot =>
                state with { Orders = slot.Put(order with { Cancelled = History.Latest(order.Cancelled, e.Reason, by) }) },
            FinancingApproved e => state.Financed(e.OrderId, new Financing(true, e.Provider, e.Amount, e.Months), happened),
            FinancingDeclined e => state.Financed(e.OrderId, new Financing(false, e.Provider, null, null), happened),
            ContractSigned e when state.OrderOf(e.OrderId, happened, out var order) is var slot =>
                state with { Orders = slot.Put(order with { Contract = History.Latest(order.Contract, e, by) }) },
            VehicleAllocated e when state.OrderOf(e.OrderId, happened, out var order) is var slot =>
                state with { Orders = slot.Put(order with { Allocated = History.Latest(order.Allocated, happened.Vin, by) }) },
            // The number is the dealership's: from a maker who does not say which, it tells of no order.
            VehicleOrdered { OrderId: { } id } when happened.Dealership is not null && state.OrderOf(id, happened, out var order) is var slot =>
                state with { Orders = slot.Put(order with { Built = History.Latest(order.Built, happened.Vin, by) }) },
            _ => state,
        };
    }

    /// <summary>A vehicle was handed over for an order.</summary>
    public static Customer WithDelivery(this Customer state, string orderId, LoggedEvent happened)
    {
        var slot = state.OrderOf(orderId, happened, out var order);
        return state with { Orders = slot.Put(order with { Delivered = History.Later(order.Delivered, happened.Stamp) }) };
    }

    public static Customer Ending(this Customer state, ContractEnding e, LoggedEvent happened)
    {
        var slot = state.OrderOf(e.OrderId, happened, out var order);
        return state with { Orders = slot.Put(order with { ContractEnding = History.Last(order.ContractEnding, e.Ends, happened.Stamp) }) };
    }

    // The order names the lead and the offer that it comes from: that ends both.
    private static Customer With(this Customer state, OrderPlaced e, LoggedEvent happened)
    {
        var (slot, by) = (state.OrderOf(e.OrderId, happened, out var order), happened.Stamp);
        var placed = state with
        {
            Orders = slot.Put(order with { Placed = History.Latest(order.Placed, e, by), Promises = Promised(order, e.ExpectedDelivery, by) }),
        };
        placed = e.LeadId is { } lead ? placed.WithConverted(lead, e.OrderId, happened) : placed;
        return e.QuoteId is { } quote ? placed.WithAccepted(quote, e.OrderId, happened) : placed;
    }

    private static Customer Financed(this Customer state, string orderId, Financing financing, LoggedEvent happened)
    {
        var slot = state.OrderOf(orderId, happened, out var order);
        return state with { Orders = slot.Put(order with { Financing = History.Latest(order.Financing, financing, happened.Stamp) }) };
    }

    private static ImmutableArray<DeliveryPromise> Promised(CustomerOrder order, DateTimeOffset? expected, EventStamp by) => expected is { } date
        ? History.Add(order.Promises, new DeliveryPromise(by, date), static p => p.By, CustomerOrder.MaxHistory)
        : order.Promises;

    private static Slot<CustomerOrder> OrderOf(this Customer state, string orderId, LoggedEvent happened, out CustomerOrder order)
    {
        var slot = new Slot<CustomerOrder>(state.Orders, happened.Dealership, orderId);
        order = slot.Item ?? new CustomerOrder { OrderId = orderId, Dealership = happened.Dealership };
        return slot;
    }
}
