using System.Collections.Frozen;
using System.Collections.Immutable;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>
/// How an event changes a dealership's book. Pure: no clock, no I/O, never throws. Counters count events, each of which
/// its actor folds once; everything else is a function of the set of events, however often and in whatever order they come.
/// </summary>
internal static class DealershipFold
{
    /// <summary>Raise it when the same events give another state: older snapshots are then rebuilt.</summary>
    public const int Version = 4;

    private static readonly FrozenDictionary<Type, string> Types =
        EventCatalogue.All.ToFrozenDictionary(definition => definition.Payload, definition => definition.Type);

    public static DealershipBook Apply(DealershipBook book, LoggedEvent happened)
    {
        if (!Types.TryGetValue(happened.Payload.GetType(), out var type) || happened.Payload is CustomerAliasAdded or CustomerAliasRemoved)
        {
            return book;
        }

        return happened.Payload switch
        {
            CustomerStageChanged or VehicleStateChanged => book,
            ConflictDetected => ConflictFold.Apply(book, happened),
            ConflictResolved when happened.Stamp.Source == EventSources.Derived => ConflictFold.Apply(book, happened),
            _ => Report(book, type, happened),
        };
    }

    // What customers and vehicles tell is no report of the dealership: it counts for none, and its time, which may be
    // another dealership's mistake, must not move the horizon.
    private static DealershipBook Report(DealershipBook book, string type, LoggedEvent happened)
    {
        var seen = book with
        {
            LastEvent = History.Later(book.LastEvent, happened.Stamp),
            Activity = book.Activity.SetItem(type, book.Activity.GetValueOrDefault(type) + 1),
        };
        return Fold(seen.Horizon(TimeSpan.Zero) == book.Horizon(TimeSpan.Zero) ? seen : Forget(seen), happened);
    }

    private static DealershipBook Fold(DealershipBook book, LoggedEvent happened) => happened.Payload switch
    {
        DealershipRegistered e => (book with { Profile = ProfileFold.Apply(book.Profile, e, happened.Stamp) }).Wound(),
        DealershipProfileChanged e => (book with { Profile = ProfileFold.Apply(book.Profile, e, happened.Stamp) }).Wound(),
        VehicleDelivered e => StockFold.Apply(OrderFold.Apply(Earned(book, e.Price), happened), happened),
        VehicleAuctioned e => StockFold.Apply(Earned(book, e.Price), happened),
        VehicleAllocated => StockFold.Apply(OrderFold.Apply(book, happened), happened),
        ConflictResolved => ConflictFold.Apply(book, happened),
        _ => Processes(book, happened),
    };

    // Each takes what it knows and passes by the rest, and no two of these know the same.
    private static DealershipBook Processes(DealershipBook book, LoggedEvent happened)
    {
        var changed = LeadFold.Apply(book, happened);
        changed = ReferenceEquals(changed, book) ? OrderFold.Apply(book, happened) : changed;
        changed = ReferenceEquals(changed, book) ? WorkshopFold.Apply(book, happened) : changed;
        changed = ReferenceEquals(changed, book) ? CaseFold.Apply(book, happened) : changed;
        return ReferenceEquals(changed, book) ? StockFold.Apply(book, happened) : changed;
    }

    // The horizon moves by whole days, so the work is done once in a day's events.
    private static DealershipBook Forget(DealershipBook book)
    {
        var (recent, old) = (book.Horizon(DealershipBook.Short), book.Horizon(DealershipBook.Long));
        var oldest = WorkshopFold.QuarterOf(book.Horizon(DealershipBook.Days));
        return (book with
        {
            Leads = book.Leads.Forget(recent),
            Quotes = book.Quotes.Forget(recent),
            Appointments = book.Appointments.Forget(recent),
            Cases = book.Cases.Forget(recent),
            Orders = book.Orders.Forget(old),
            Stock = book.Stock.Forget(old),
            Conflicts = book.Conflicts.Forget(old),
            Arrivals = book.Arrivals.RemoveRange(book.Arrivals.Keys.Where(quarter => quarter < oldest)),
        }).Wound();
    }

    private static DealershipBook Earned(DealershipBook book, Money? price)
    {
        if (price is null)
        {
            return book;
        }

        var (at, values) = (0, book.SalesValue);
        while (at < values.Length && string.CompareOrdinal(values[at].Currency, price.Currency) < 0)
        {
            at++;
        }

        return book with
        {
            SalesValue = at < values.Length && values[at].Currency == price.Currency
                ? values.SetItem(at, price with { Amount = values[at].Amount + price.Amount })
                : values.Insert(at, price),
        };
    }
}

/// <summary>Contradictions that concern a dealership.</summary>
internal static class ConflictFold
{
    public static DealershipBook Apply(DealershipBook book, LoggedEvent happened)
    {
        var (at, horizon) = (happened.Stamp.At.UtcTicks, book.Horizon(DealershipBook.Long));
        return happened.Payload switch
        {
            ConflictDetected e => book with
            {
                Conflicts = book.Conflicts.Note(e.Conflict, at, horizon, c => c with
                {
                    Detected = History.Last(c.Detected, e, happened.Stamp),
                    Vin = History.Latest(c.Vin, happened.Vin, happened.Stamp),
                    Customer = History.Latest(c.Customer, happened.Customer, happened.Stamp),
                }),
            },
            ConflictResolved e => book with { Conflicts = book.Conflicts.Close(e.Conflict, at, horizon) },
            _ => book,
        };
    }
}
