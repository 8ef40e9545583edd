using System.Collections.Immutable;
using System.Globalization;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>
/// The clocks of a dealership's leads and orders, in order of time, so that the next one is known at once. What has come
/// due is derived from the state alone; once its event is folded, its clock is gone.
/// </summary>
internal static class DealershipClocks
{
    private const char Lead = 'L';
    private const char Order = 'O';
    private const int KindAt = 19;

    public static DateTimeOffset? Next(DealershipBook book)
    {
        foreach (var clock in book.Clocks)
        {
            return new DateTimeOffset(clock.Value, TimeSpan.Zero);
        }

        return null;
    }

    /// <summary>What has come due, the earliest first.</summary>
    public static IEnumerable<DueEvent> Due(DealershipBook book, DateTimeOffset now)
    {
        foreach (var (key, ticks) in book.Clocks)
        {
            if (ticks > now.UtcTicks)
            {
                yield break;
            }

            var id = key[(KindAt + 1)..];
            yield return key[KindAt] == Lead
                ? Late(id, book.Leads.Find(id)!.Received!, new DateTimeOffset(ticks, TimeSpan.Zero))
                : Late(id, book.Orders.Find(id)!);
        }
    }

    public static DealershipBook WithLeads(this DealershipBook book, Ledger<LeadProcess> leads, string id)
    {
        var (lead, before) = (leads.Find(id), book.Leads.Find(id)?.Due ?? 0);
        var due = lead is null ? 0 : DueOf(book.Profile, lead);
        return book with
        {
            Leads = lead is null || lead.Due == due ? leads : leads with { Open = leads.Open.SetItem(id, lead with { Due = due }) },
            Clocks = Move(book.Clocks, Lead, id, before, due),
        };
    }

    public static DealershipBook WithOrders(this DealershipBook book, Ledger<OrderProcess> orders, string id)
    {
        var (order, before) = (orders.Find(id), book.Orders.Find(id)?.Due ?? 0);
        var due = order is null ? 0 : DueOf(order);
        return book with
        {
            Orders = order is null || order.Due == due ? orders : orders with { Open = orders.Open.SetItem(id, order with { Due = due }) },
            Clocks = Move(book.Clocks, Order, id, before, due),
        };
    }

    /// <summary>Sets every clock anew, after the calendar or the horizon has changed.</summary>
    public static DealershipBook Wound(this DealershipBook book)
    {
        var clocks = Table.Of<long>().ToBuilder();
        var leads = book.Leads.Open.ToBuilder();
        foreach (var (id, lead) in book.Leads.Open)
        {
            Set(clocks, Lead, id, DueOf(book.Profile, lead), due => leads[id] = lead with { Due = due }, lead.Due);
        }

        var orders = book.Orders.Open.ToBuilder();
        foreach (var (id, order) in book.Orders.Open)
        {
            Set(clocks, Order, id, DueOf(order), due => orders[id] = order with { Due = due }, order.Due);
        }

        return book with
        {
            Leads = book.Leads with { Open = leads.ToImmutable() },
            Orders = book.Orders with { Open = orders.ToImmutable() },
            Clocks = clocks.ToImmutable(),
        };
    }

    private static void Set(
        ImmutableSortedDictionary<string, long>.Builder clocks, char kind, string id, long due, Action<long> change, long known)
    {
        if (due != 0)
        {
            clocks[KeyOf(kind, id, due)] = due;
        }

        if (due != known)
        {
            change(due);
        }
    }

    private static long DueOf(ProfileBook profile, LeadProcess lead) =>
        lead.AwaitsContact && lead.Received is { } received
            ? profile.Calendar().After(received.By.At, profile.FirstContactIn(received.Value))?.UtcTicks ?? 0
            : 0;

    private static long DueOf(OrderProcess order) => order.AwaitsDelivery ? order.Promised!.Value.UtcTicks : 0;

    private static ImmutableSortedDictionary<string, long> Move(
        ImmutableSortedDictionary<string, long> clocks, char kind, string id, long before, long due)
    {
        if (before == due)
        {
            return clocks;
        }

        var stopped = before == 0 ? clocks : clocks.Remove(KeyOf(kind, id, before));
        return due == 0 ? stopped : stopped.SetItem(KeyOf(kind, id, due), due);
    }

    private static string KeyOf(char kind, string id, long ticks) => string.Create(CultureInfo.InvariantCulture, $"{ticks:D19}{kind}{id}");

    private static DueEvent Late(string id, Stamped<LeadOrigin> received, DateTimeOffset due) => DueEvent.Of(
        "autocrm.lead.overdue.v1",
        $"{id}\n{received.By.Source}\n{received.By.Id}",
        due,
        new LeadOverdue { LeadId = id, Due = due },
        EventJson.Default.LeadOverdue) with
    {
        Customer = received.Value.Customer,
        Vin = received.Value.Vin,
    };

    // It cannot have happened before the promise was given, whatever date was promised.
    private static DueEvent Late(string id, OrderProcess order)
    {
        var promised = order.Promised!;
        var at = promised.Value > promised.By.At ? promised.Value : promised.By.At;
        return DueEvent.Of(
            "autocrm.order.overdue.v1",
            string.Create(CultureInfo.InvariantCulture, $"{id}\n{promised.Value.UtcTicks}"),
            at.ToUniversalTime(),
            new OrderOverdue { OrderId = id, Promised = promised.Value.ToUniversalTime() },
            EventJson.Default.OrderOverdue) with
        {
            Customer = order.Customer?.Value,
            Vin = order.Allocated?.Value,
        };
    }
}
