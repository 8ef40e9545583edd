using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>How events change a dealership's quotes and orders.</summary>
internal static class OrderFold
{
    public static DealershipBook Apply(DealershipBook book, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            QuoteIssued e => book.Quoted(e, by),
            OrderPlaced e => book.Accepted(e.QuoteId, by).Note(e.OrderId, happened, order => order.PromisedFor(e.ExpectedDelivery, by) with
            {
                Placed = History.Last(order.Placed, e.Model ?? string.Empty, by),
            }),
            OrderConfirmed e => book.Note(e.OrderId, happened, order => order.PromisedFor(e.ExpectedDelivery, by) with
            {
                Confirmed = History.Later(order.Confirmed, by),
            }),
            OrderChanged e => book.Note(e.OrderId, happened, order => order.PromisedFor(e.ExpectedDelivery, by)),
            VehicleAllocated e when happened.Vin is { } vin => book.Note(e.OrderId, happened, order => order with
            {
                Allocated = History.Last(order.Allocated, vin, by),
            }),
            OrderOverdue e => book.Note(e.OrderId, happened, order => order with { Overdue = History.Last(order.Overdue, e.Promised, by) }),
            OrderCancelled e => book.Close(e.OrderId, by),
            VehicleDelivered { OrderId: { } id } => book.Close(id, by),
            _ => book,
        };
    }

    private static OrderProcess PromisedFor(this OrderProcess order, DateTimeOffset? promised, EventStamp by) =>
        promised is { } date ? order with { Promised = History.Last(order.Promised, date, by) } : order;

    private static DealershipBook Note(this DealershipBook book, string id, LoggedEvent happened, Func<OrderProcess, OrderProcess> change)
    {
        var (by, customer) = (happened.Stamp, happened.Customer);
        return book.WithOrders(
            book.Orders.Note(id, by.At.UtcTicks, book.Horizon(DealershipBook.Long), order => change(customer is null
                ? order
                : order with { Customer = History.Last(order.Customer, customer, by) })),
            id);
    }

    private static DealershipBook Close(this DealershipBook book, string id, EventStamp by) =>
        book.WithOrders(book.Orders.Close(id, by.At.UtcTicks, book.Horizon(DealershipBook.Long)), id);

    private static DealershipBook Quoted(this DealershipBook book, QuoteIssued e, EventStamp by) => book with
    {
        Quotes = book.Quotes.Note(
            e.QuoteId,
            by.At.UtcTicks,
            book.Horizon(DealershipBook.Short),
            quote => quote with { Issued = History.Last(quote.Issued, e.ValidUntil, by) }),
    };

    private static DealershipBook Accepted(this DealershipBook book, string? quote, EventStamp by) => quote is null
        ? book
        : book with { Quotes = book.Quotes.Close(quote, by.At.UtcTicks, book.Horizon(DealershipBook.Short)) };
}
