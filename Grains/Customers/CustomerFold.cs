using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>How an event changes a customer. Pure: no clock, no I/O, never throws; passes by what it does not know.</summary>
internal static class CustomerFold
{
    /// <summary>Raise it when the same events give another state: older snapshots are then rebuilt.</summary>
    public const int Version = 1;

    public static Customer Apply(Customer state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        var changed = happened.Payload switch
        {
            CustomerRegistered e => Seen(state, happened) with { Party = History.Latest(state.Party, e, by) },
            OrderPlaced e => Seen(state, happened).WithOrder(
                e.OrderId, happened.Dealership, order => order with { Placed = History.Latest(order.Placed, e, by) }),
            VehicleDelivered e => Seen(state, happened).Delivered(e, happened),
            ServiceCompleted e => Seen(state, happened) with
            {
                ServiceVisits = History.Add(
                    state.ServiceVisits,
                    new CustomerVisit(by, happened.Vin, happened.Dealership, e.RepairOrder, e.Amount),
                    visit => visit.By,
                    Customer.MaxHistory),
            },
            _ => state,
        };
        return changed with { Stage = StageOf(changed) };
    }

    private static Customer Seen(Customer state, LoggedEvent happened) => state with
    {
        LastEvent = History.Later(state.LastEvent, happened.Stamp),
        Dealerships = History.Add(state.Dealerships, happened.Dealership),
    };

    private static Customer Delivered(this Customer state, VehicleDelivered e, LoggedEvent happened)
    {
        var delivery = new CustomerDelivery(happened.Stamp, happened.Vin, happened.Dealership, e.Make, e.Model, e.Price);
        var owner = state with
        {
            Deliveries = History.Add(state.Deliveries, delivery, d => d.By, Customer.MaxHistory),
        };
        return e.OrderId is { } orderId
            ? owner.WithOrder(orderId, happened.Dealership, order => order with { Delivered = History.Later(order.Delivered, happened.Stamp) })
            : owner;
    }

    private static Customer WithOrder(
        this Customer state, string orderId, string? dealership, Func<CustomerOrder, CustomerOrder> change)
    {
        var at = 0;
        while (at < state.Orders.Length && Compare(state.Orders[at], dealership, orderId) < 0)
        {
            at++;
        }

        if (at < state.Orders.Length && Compare(state.Orders[at], dealership, orderId) == 0)
        {
            return state with { Orders = state.Orders.SetItem(at, change(state.Orders[at])) };
        }

        var orders = state.Orders.Insert(at, change(new CustomerOrder { OrderId = orderId, Dealership = dealership }));
        return state with { Orders = orders.Length > Customer.MaxHistory ? orders.RemoveAt(0) : orders };
    }

    private static int Compare(CustomerOrder order, string? dealership, string orderId)
    {
        var byDealership = string.CompareOrdinal(order.Dealership, dealership);
        return byDealership != 0 ? byDealership : string.CompareOrdinal(order.OrderId, orderId);
    }

    private static CustomerStage StageOf(Customer state) => state switch
    {
        { ServiceVisits.Length: > 0 } => CustomerStage.OwnerInService,
        { Deliveries.Length: > 0 } => CustomerStage.OwnerNew,
        { Orders.Length: > 0 } => CustomerStage.Ordered,
        { Party: not null } => CustomerStage.Prospect,
        _ => CustomerStage.Unknown,
    };
}
