using System.Collections.Immutable;
using System.Globalization;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>
/// The clocks of a dealership's leads, orders and cases, in order of time, so that the next one is known at once. What has come
/// due is derived from the state alone; once its event is folded, its clock is gone.
/// </summary>
internal static class DealershipClocks
{
    private const char Lead = 'L';
    private const char Order = 'O';
    private const char Case = 'C';
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

            foreach (var late in Late(book, key[KindAt], key[(KindAt + 1)..], now))
            {
                yield return late;
            }
        }
    }

    private static IEnumerable<DueEvent> Late(DealershipBook book, char kind, string id, DateTimeOffset now) => kind switch
    {
        Lead when book.Leads.Find(id) is { Received: { } received } lead => [Late(id, received, new DateTimeOffset(lead.Due, TimeSpan.Zero))],
        Order when book.Orders.Find(id) is { } order => [Late(id, order)],
        Case when book.Cases.Find(id) is { } one => Late(book.Profile, id, one, now),
        _ => [],
    };

    public static DealershipBook WithLeads(this DealershipBook book, Ledger<LeadProcess> leads, string id)
    {
        var (wound, clocks) = Wind(book.Clocks, Lead, book.Leads, leads, id, lead => DueOf(book.Profile, lead));
        return book with { Leads = wound, Clocks = clocks };
    }

    public static DealershipBook WithOrders(this DealershipBook book, Ledger<OrderProcess> orders, string id)
    {
        var (wound, clocks) = Wind(book.Clocks, Order, book.Orders, orders, id, DueOf);
        return book with { Orders = wound, Clocks = clocks };
    }

    public static DealershipBook WithCases(this DealershipBook book, Ledger<CaseProcess> cases, string id)
    {
        var (wound, clocks) = Wind(book.Clocks, Case, book.Cases, cases, id, one => DueOf(book.Profile, one));
        return book with { Cases = wound, Clocks = clocks };
    }

    /// <summary>Sets every clock anew, after the calendar or the horizon has changed.</summary>
    public static DealershipBook Wound(this DealershipBook book)
    {
        var clocks = Table.Of<long>().ToBuilder();
        return book with
        {
            Leads = Wind(clocks, Lead, book.Leads, lead => DueOf(book.Profile, lead)),
            Orders = Wind(clocks, Order, book.Orders, DueOf),
            Cases = Wind(clocks, Case, book.Cases, one => DueOf(book.Profile, one)),
            Clocks = clocks.ToImmutable(),
        };
    }

    private static (Ledger<T> Wound, ImmutableSortedDictionary<string, long> Clocks) Wind<T>(
        ImmutableSortedDictionary<string, long> clocks, char kind, Ledger<T> before, Ledger<T> after, string id, Func<T, long> dueOf)
        where T : class, IClocked<T>, new()
    {
        var (process, known) = (after.Find(id), before.Find(id)?.Due ?? 0);
        var due = process is null ? 0 : dueOf(process);
        var wound = process is null || process.Due == due ? after : after with { Open = after.Open.SetItem(id, process.WithDue(due)) };
        return (wound, Move(clocks, kind, id, known, due));
    }

    private static Ledger<T> Wind<T>(
        ImmutableSortedDictionary<string, long>.Builder clocks, char kind, Ledger<T> ledger, Func<T, long> dueOf)
        where T : class, IClocked<T>, new()
    {
        var open = ledger.Open.ToBuilder();
        foreach (var (id, process) in ledger.Open)
        {
            var due = dueOf(process);
            if (due != 0)
            {
                clocks[KeyOf(kind, id, due)] = due;
            }

            if (due != process.Due)
            {
                open[id] = process.WithDue(due);
            }
        }

        return ledger with { Open = open.ToImmutable() };
    }

    private static long DueOf(ProfileBook profile, LeadProcess lead) =>
        lead.AwaitsContact && lead.Received is { } received
            ? profile.Calendar().After(received.By.At, profile.FirstContactIn(received.Value))?.UtcTicks ?? 0
            : 0;

    private static long DueOf(ProfileBook profile, CaseProcess one) =>
        Instants.Earlier(ResponseDue(profile, one), ResolutionDue(profile, one))?.UtcTicks ?? 0;

    private static DateTimeOffset? ResponseDue(ProfileBook profile, CaseProcess one) =>
        one.AwaitsResponse ? profile.Calendar().After(one.Opened!.By.At, CaseTargets.ResponseIn(one.Severity)) : null;

    private static DateTimeOffset? ResolutionDue(ProfileBook profile, CaseProcess one) =>
        one.AwaitsResolution ? profile.Calendar().After(one.Since!.By.At, CaseTargets.ResolutionIn(one.Severity)) : null;

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

    private static IEnumerable<DueEvent> Late(ProfileBook profile, string id, CaseProcess one, DateTimeOffset now)
    {
        if (ResponseDue(profile, one) is { } response && response <= now)
        {
            yield return Late(CaseTarget.Response, id, one.Opened!, response);
        }

        if (ResolutionDue(profile, one) is { } resolution && resolution <= now)
        {
            yield return Late(CaseTarget.Resolution, id, one.Since!, resolution);
        }
    }

    private static DueEvent Late(CaseTarget target, string id, Stamped<CaseOrigin> since, DateTimeOffset due) =>
        CaseOverdueEvent.Of(id, target, since.By, due.ToUniversalTime()) with { Customer = since.Value.Customer, Vin = since.Value.Vin };
}
