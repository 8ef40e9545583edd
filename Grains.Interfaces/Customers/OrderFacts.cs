using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Customers;

/// <summary>What a customer's orders say about the stage.</summary>
internal readonly struct OrderFacts
{
    private readonly ImmutableArray<CustomerOrder> orders;
    private readonly ImmutableArray<CustomerDelivery> deliveries;

    private OrderFacts(ImmutableArray<CustomerOrder> orders, ImmutableArray<CustomerDelivery> deliveries, CustomerOrder? open, CustomerOrder? cancelled) =>
        (this.orders, this.deliveries, Open, Cancelled) = (orders, deliveries, open, cancelled);

    /// <summary>The latest order that the customer waits for.</summary>
    public CustomerOrder? Open { get; }

    /// <summary>The order that was called off last.</summary>
    public CustomerOrder? Cancelled { get; }

    public static OrderFacts Of(Customer customer)
    {
        var facts = new OrderFacts(customer.Orders, customer.Deliveries, null, null);
        foreach (var order in customer.Orders)
        {
            facts = facts.With(customer, order);
        }

        return facts;
    }

    /// <summary>The same of the next state; an order that has come is not compared with all the others.</summary>
    public OrderFacts Next(Customer customer)
    {
        if (orders.IsDefault || !AnswerTheSame(deliveries, customer.Deliveries))
        {
            return Of(customer);
        }

        if (orders == customer.Orders)
        {
            return new OrderFacts(orders, customer.Deliveries, Open, Cancelled);
        }

        return ListChange.IsOne(orders, customer.Orders, out var was, out var now)
            && (was is null || (!ReferenceEquals(was, Open) && !ReferenceEquals(was, Cancelled)))
                ? With(customer, now!)
                : Of(customer);
    }

    // Only a handover that names no order answers one that does not say so itself.
    private static bool AnswerTheSame(ImmutableArray<CustomerDelivery> before, ImmutableArray<CustomerDelivery> after) => before == after
        || (ListChange.IsOne(before, after, out var was, out var now) && was is null && now!.OrderId is not null);

    private OrderFacts With(Customer customer, CustomerOrder order)
    {
        var (open, cancelled) = (Open, Cancelled);
        if (order.IsCancelled && order.Delivered is null)
        {
            cancelled = order.Cancelled!.By.CompareTo(cancelled?.Cancelled!.By) > 0 ? order : cancelled;
        }
        else if (order.Delivered is null && order.EvidenceBy is { } evidence && evidence.CompareTo(open?.EvidenceBy) > 0
            && !IsAnswered(customer, order, evidence))
        {
            open = order;
        }

        return new OrderFacts(customer.Orders, customer.Deliveries, open, cancelled);
    }

    // A handover that names no order answers those of its vehicle, and else those of its dealership placed before it.
    private static bool IsAnswered(Customer customer, CustomerOrder order, EventStamp evidence)
    {
        foreach (var delivery in customer.Deliveries)
        {
            if (delivery.OrderId is null && (delivery.Vin is not null && order.Vin is not null
                ? delivery.Vin == order.Vin
                : delivery.Dealership == order.Dealership && delivery.By.CompareTo(evidence) > 0))
            {
                return true;
            }
        }

        return false;
    }
}
