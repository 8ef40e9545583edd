using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Grains.Commands;
using AutoCrm.Actors.Grains.Leads;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Grains.Orders;

/// <summary>What may be asked about a customer's orders. Pure.</summary>
internal static class OrderDecisions
{
    public static Rejection? Place(CustomerAsk ask, OrderPlaced e) =>
        ask.Customer.Orders.Numbered(ask.Dealership, e.OrderId) is not null ? Refusal.Taken("orderId")
        : LeadDecisions.Open(ask, e.LeadId) ?? OfferDecisions.OpenQuote(ask, e.QuoteId);

    public static Rejection? Cancel(CustomerAsk ask, OrderCancelled e) => Open(ask.Customer, ask.Dealership, e.OrderId);

    /// <summary>The vehicle that was set aside for the order: it is free again.</summary>
    public static string? CancelledVehicle(CustomerAsk ask) =>
        ask.Customer.Orders.Numbered(ask.Dealership, ((OrderCancelled)ask.Command.Payload).OrderId)?.Vin;

    /// <summary>Refuses what needs an order that is neither called off nor fulfilled.</summary>
    public static Rejection? Open(Customer customer, string dealership, string orderId)
    {
        var order = customer.Orders.Numbered(dealership, orderId);
        if (order?.Evidence is null)
        {
            return Refusal.Of(CommandRejections.UnknownOrder, "The dealership has no such order of the customer.", "orderId");
        }

        return Refusal.When(order.IsCancelled, CommandRejections.OrderCancelled, "The order was called off.", "orderId")
            ?? Refusal.When(
                order.Delivered is { } delivered && customer.UndoneBy(delivered, orderId, order.Vin, dealership) is null,
                CommandRejections.OrderDelivered, "The order's vehicle was handed over.", "orderId");
    }

    /// <summary>The vehicle that is set aside for an order and was not freed by a cancellation since.</summary>
    public static string? AllocatedTo(CustomerOrder order) =>
        order.Allocated is { } allocated && !(order.Cancelled?.By.CompareTo(allocated.By) > 0) ? allocated.Value : null;
}
