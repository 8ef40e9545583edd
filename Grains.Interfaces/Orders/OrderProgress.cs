using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Orders;

/// <summary>How far an order is, by its own milestones and by the deliveries and reports of its customer. Pure.</summary>
/// <param name="State">
/// The state. What happens to the car between its allocation and its delivery is known to the vehicle's actor alone, so
/// <see cref="OrderState.InTransit"/> and <see cref="OrderState.ReadyForDelivery"/> come only from <see cref="With"/>.
/// </param>
/// <param name="Vin">The vehicle, where one is known.</param>
/// <param name="Delivered">The latest delivery; null while it is not delivered, or after it was undone.</param>
/// <param name="Report">The latest report of the delivery to headquarters, or the answer to it.</param>
/// <param name="Reversed">The report that undid the sale.</param>
[GenerateSerializer, Immutable, Alias("autocrm.order-progress")]
public sealed record OrderProgress(
    [property: Id(0)] OrderState State,
    [property: Id(1)] string? Vin,
    [property: Id(2)] EventStamp? Delivered,
    [property: Id(3)] DeliveryReport? Report,
    [property: Id(4)] DeliveryReport? Reversed)
{
    /// <summary>Judges an order.</summary>
    /// <param name="customer">Whose it is.</param>
    /// <param name="order">The order.</param>
    /// <returns>How far it is.</returns>
    public static OrderProgress Of(Customer customer, CustomerOrder order)
    {
        ArgumentNullException.ThrowIfNull(customer);
        ArgumentNullException.ThrowIfNull(order);
        var delivery = LastDelivery(customer, order);
        var vin = delivery?.Vin ?? order.Vin;
        DeliveryReport? report = null, reversed = null;
        foreach (var next in customer.DeliveryReports)
        {
            if (!next.IsAbout(order.OrderId, vin, order.Dealership))
            {
                continue;
            }

            (report, reversed) = next.Kind == DeliveryReportKind.Reversed ? (report, next) : (next, reversed);
        }

        var delivered = Later(order.Delivered, delivery?.By);
        var isUndone = reversed is not null && reversed.By.CompareTo(delivered) > 0;
        return new OrderProgress(
            StateOf(order, delivered, report, isUndone), vin, isUndone ? null : delivered, report, isUndone ? reversed : null);
    }

    /// <summary>Whether the customer still waits for the vehicle.</summary>
    public bool IsOpen => State < OrderState.Delivered;

    /// <summary>The progress with what is known of the car on its way.</summary>
    /// <param name="vehicle">The vehicle of the order.</param>
    /// <param name="dealership">The dealership that has to deliver it.</param>
    /// <returns>The progress; the same where the order is past that, or nothing of it is known.</returns>
    public OrderProgress With(Vehicle vehicle, string? dealership)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        if (!IsOpen || Vin is null)
        {
            return this;
        }

        return vehicle.Supply?.Reached() switch
        {
            SupplyState.Received or SupplyState.Inspected or SupplyState.Ready => this with { State = OrderState.ReadyForDelivery },
            SupplyState.InTransit or SupplyState.Arrived => this with { State = OrderState.InTransit },
            // A used car, or one whose way was not reported, is there if it is in the dealership's stock.
            null when dealership is not null && vehicle.Stock?.Holder?.Value == dealership => this with { State = OrderState.ReadyForDelivery },
            _ => this,
        };
    }

    private static OrderState StateOf(CustomerOrder order, EventStamp? delivered, DeliveryReport? report, bool isUndone)
    {
        if (isUndone)
        {
            return OrderState.Reversed;
        }

        if (delivered is not null)
        {
            return report is { Kind: not DeliveryReportKind.Rejected } ? OrderState.Reported : OrderState.Delivered;
        }

        return order.IsCancelled ? OrderState.Cancelled
            : order.Allocated is not null ? OrderState.Allocated
            : order.Confirmed is not null ? OrderState.Confirmed
            : OrderState.Placed;
    }

    // A delivery that names no order belongs to the one that its vehicle is for.
    private static CustomerDelivery? LastDelivery(Customer customer, CustomerOrder order)
    {
        for (var i = customer.Deliveries.Length - 1; i >= 0; i--)
        {
            var delivery = customer.Deliveries[i];
            if (delivery.OrderId is { } named
                ? named == order.OrderId && delivery.Dealership == order.Dealership
                : delivery.Vin is not null && delivery.Vin == order.Vin)
            {
                return delivery;
            }
        }

        return null;
    }

    private static EventStamp? Later(EventStamp? one, EventStamp? other) => one is null || one.CompareTo(other) < 0 ? other : one;
}

/// <summary>The states of an order: Placed → Confirmed → Allocated → InTransit → ReadyForDelivery → Delivered → Reported; Cancelled, Reversed.</summary>
[GenerateSerializer, Alias("autocrm.order-state")]
public enum OrderState
{
    /// <summary>The customer ordered.</summary>
    Placed = 0,

    /// <summary>The dealership, or the maker, accepted it.</summary>
    Confirmed = 1,

    /// <summary>A vehicle is set aside for it.</summary>
    Allocated = 2,

    /// <summary>The vehicle is on its way.</summary>
    InTransit = 3,

    /// <summary>The dealership has the vehicle.</summary>
    ReadyForDelivery = 4,

    /// <summary>The customer has the vehicle.</summary>
    Delivered = 5,

    /// <summary>The delivery is reported to headquarters.</summary>
    Reported = 6,

    /// <summary>It was called off.</summary>
    Cancelled = 7,

    /// <summary>The sale was undone after the delivery.</summary>
    Reversed = 8,
}
