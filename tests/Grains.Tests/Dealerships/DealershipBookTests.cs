using System.Text.Json;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Dealerships;

/// <summary>A dealership's book is a function of the set of its events, and its numbers can be counted again.</summary>
public sealed class DealershipBookTests
{
    private static readonly Type[] OfLeads =
        [typeof(LeadReceived), typeof(LeadContacted), typeof(LeadQualified), typeof(LeadLost), typeof(LeadRecycled), typeof(LeadConverted), typeof(LeadOverdue)];

    private static readonly Type[] OfCases =
        [typeof(CaseOpened), typeof(CaseAssigned), typeof(CaseResponded), typeof(CaseEscalated), typeof(CaseResolved), typeof(CaseReopened), typeof(CaseClosed), typeof(CaseOverdue)];

    private static readonly Type[] OfOrders =
        [typeof(OrderPlaced), typeof(OrderConfirmed), typeof(OrderChanged), typeof(OrderCancelled), typeof(VehicleDelivered), typeof(OrderOverdue), typeof(QuoteIssued), typeof(VehicleAllocated)];

    [Fact]
    public void Events_of_every_type_give_the_same_in_any_order() => Same(AnyEvents.OfEveryType, 300);

    [Fact]
    public void Events_of_leads_give_the_same_in_any_order() => Same(Of(OfLeads), 300);

    [Fact]
    public void Events_of_cases_give_the_same_in_any_order() => Same(Of(OfCases), 300);

    [Fact]
    public void Events_of_orders_give_the_same_in_any_order() => Same(Of(OfOrders), 300);

    [Fact]
    public void Events_of_stock_give_the_same_in_any_order() => Same(Of(t => t.Namespace!.EndsWith("Vehicles", StringComparison.Ordinal)), 300);

    [Fact]
    public void Events_of_the_workshop_give_the_same_in_any_order() => Same(Of(t => t.Namespace!.EndsWith("Service", StringComparison.Ordinal)), 300);

    [Fact]
    public void An_event_that_comes_again_changes_nothing_but_counters() =>
        Prop.ForAll(AnyEvents.Sets(AnyEvents.OfEveryType), Gen.Choose(0, int.MaxValue).ToArbitrary(), (events, seed) =>
        {
            var again = events.Concat(events).ToArray();
            new System.Random(seed).Shuffle(again);
            return Json(WithoutCounters(Book(again))) == Json(WithoutCounters(Book(events)));
        }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void A_snapshot_read_back_at_any_place_folds_on_as_if_it_had_never_been_written() =>
        Prop.ForAll(AnyEvents.Sets(AnyEvents.OfEveryType), Gen.Choose(0, 60).ToArbitrary(), (events, cut) =>
            Json(events.Skip(cut).Aggregate(ReadBack(Book(events.Take(cut))), DealershipFold.Apply)) == Json(Book(events)))
        .Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Counters_agree_with_a_count_of_the_log() => Prop.ForAll(AnyEvents.Sets(AnyEvents.OfEveryType), events =>
    {
        var seen = Book(events).At(DateTimeOffset.UnixEpoch);
        var sold = events.Select(e => e.Payload switch
        {
            VehicleDelivered d => d.Price,
            Actors.Vehicles.VehicleAuctioned a => a.Price,
            _ => null,
        }).OfType<Money>().GroupBy(m => m.Currency).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Money(g.Sum(m => m.Amount), g.Key));
        return seen.Activity.Select(a => (a.Type, a.Count)).SequenceEqual(
                events.Where(IsReport).CountBy(e => e.Type).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, (long)c.Value)))
            && seen.SalesValue.SequenceEqual(sold)
            && seen.Orders == events.Count(e => e.Payload is OrderPlaced)
            && seen.Deliveries == events.Count(e => e.Payload is VehicleDelivered);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    // What customers and vehicles tell of themselves was reported by no dealership.
    private static bool IsReport(LoggedEvent happened) => happened.Payload is not
        (ConflictDetected or CustomerStageChanged or CustomerAliasAdded or CustomerAliasRemoved or Actors.Vehicles.VehicleStateChanged);

    [Fact]
    public void Open_leads_and_orders_agree_with_a_reading_of_the_log() =>
        Prop.ForAll(AnyEvents.Sets(Of([.. OfLeads, .. OfOrders])), events =>
        {
            var book = Book(events);
            var leads = Recount(events, DealershipBook.Short, e => e.Payload switch
            {
                LeadReceived p => (p.LeadId, Opens: true, Closes: false),
                LeadRecycled p => (p.LeadId, true, false),
                LeadLost p => (p.LeadId, false, true),
                LeadConverted p => (p.LeadId, false, true),
                _ => null,
            });
            var orders = Recount(events, DealershipBook.Long, e => e.Payload switch
            {
                OrderPlaced p => (p.OrderId, Opens: true, Closes: false),
                OrderConfirmed p => (p.OrderId, true, false),
                OrderCancelled p => (p.OrderId, false, true),
                VehicleDelivered { OrderId: { } id } => (id, false, true),
                _ => null,
            });
            return book.Leads.Open.Where(l => l.Value.IsOpen).Select(l => l.Key).SequenceEqual(leads)
                && book.Orders.Open.Where(o => o.Value.IsOpen).Select(o => o.Key).SequenceEqual(orders);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Clocks_agree_with_the_leads_orders_and_cases_that_wait() => Prop.ForAll(AnyEvents.Sets(AnyEvents.OfEveryType), events =>
    {
        var book = Book(events);
        var running = book.Leads.Open.Values.Select(l => l.Due).Concat(book.Orders.Open.Values.Select(o => o.Due))
            .Concat(book.Cases.Open.Values.Select(c => c.Due)).Where(due => due != 0).Order();
        return book.Clocks.Values.SequenceEqual(running) && Json(book.Wound()) == Json(book);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void What_was_derived_and_folded_is_due_no_more()
    {
        var now = new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);
        // Only the system makes these, and no others than it derives here.
        Type[] reported = [.. OfLeads.Concat(OfOrders).Concat(OfCases).Where(type => !type.IsDefined(typeof(DerivedAttribute), inherit: false))];
        Prop.ForAll(AnyEvents.Sets(Of(reported)), events =>
        {
            var book = Book(events);
            var after = book;
            // What is derived moves the horizon, too: a lead whose contact is forgotten by that waits for it again.
            for (var rounds = 0; rounds < 3; rounds++)
            {
                var due = DealershipClocks.Due(after, now).Select(e => Happenings.Logged(e.Of(Subject.Dealership("D01")))).ToArray();
                if (due.Length < after.Clocks.Count)
                {
                    return false;
                }

                after = due.Aggregate(after, DealershipFold.Apply);
            }

            return after.Clocks.IsEmpty && DealershipClocks.Next(after) is null;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public void What_is_closed_leaves_only_its_id_and_what_is_old_leaves_nothing()
    {
        var day = new DateTimeOffset(2026, 1, 1, 9, 0, 0, TimeSpan.Zero);
        var book = Enumerable.Range(0, 5000).SelectMany(n => new[]
        {
            At(day.AddDays(n), new LeadReceived { LeadId = $"L{n}", Channel = ContactChannel.Web, Interest = LeadInterest.Buy }),
            At(day.AddDays(n).AddHours(1), new LeadLost { LeadId = $"L{n}", Reason = "price" }),
        }).Aggregate(new DealershipBook { Code = "D01" }, DealershipFold.Apply);

        Assert.Empty(book.Leads.Open);
        Assert.InRange(book.Leads.Closed.Count, 400, 401);
        Assert.Equal(5000, book.Activity["autocrm.lead.lost.v1"]);
    }

    internal static DealershipBook Book(IEnumerable<LoggedEvent> events) =>
        events.Aggregate(new DealershipBook { Code = "D01" }, DealershipFold.Apply);

    private static LoggedEvent At(DateTimeOffset at, EventPayload payload) => Happenings.On(at.ToString("o"), payload);

    // The definition, read off the whole set at once: what was opened later than it was last closed, within the horizon.
    private static string[] Recount(
        LoggedEvent[] events, TimeSpan window, Func<LoggedEvent, (string Id, bool Opens, bool Closes)?> read)
    {
        if (events.Length == 0)
        {
            return [];
        }

        var horizon = events.Max(e => e.Stamp.At).UtcDateTime.Date - window;
        return [.. events.Where(e => e.Stamp.At.UtcDateTime >= horizon)
            .Select(e => (e.Stamp.At, Read: read(e)))
            .Where(e => e.Read is not null)
            .GroupBy(e => e.Read!.Value.Id)
            .Where(group => Latest(group, r => r.Opens) > Latest(group, r => r.Closes))
            .Select(group => group.Key)
            .Order(StringComparer.Ordinal)];

        static DateTimeOffset Latest(
            IEnumerable<(DateTimeOffset At, (string Id, bool Opens, bool Closes)? Read)> group, Func<(string Id, bool Opens, bool Closes), bool> which) =>
            group.Where(e => which(e.Read!.Value)).Select(e => e.At).DefaultIfEmpty(DateTimeOffset.MinValue).Max();
    }

    private static Gen<LoggedEvent> Of(Type[] payloads) => Of(payloads.Contains);

    private static Gen<LoggedEvent> Of(Func<Type, bool> payloads) =>
        Gen.OneOf(EventCatalogue.All.Where(d => payloads(d.Payload)).OrderBy(d => d.Type, StringComparer.Ordinal).Select(AnyEvents.Of).ToArray());

    private static void Same(Gen<LoggedEvent> any, int tests) =>
        Prop.ForAll(AnyEvents.Sets(any), Gen.Choose(0, int.MaxValue).ToArbitrary(), (events, seed) =>
        {
            var shuffled = events.ToArray();
            new System.Random(seed).Shuffle(shuffled);
            return Json(Book(shuffled)) == Json(Book(events));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));

    private static DealershipBook WithoutCounters(DealershipBook book) => book with
    {
        Activity = Table.Of<long>(),
        SalesValue = [],
        Arrivals = new DealershipBook { Code = "D01" }.Arrivals,
    };

    private static string Json(DealershipBook book) => JsonSerializer.Serialize(
        new Snapshot<DealershipBook> { State = book }, SnapshotJson.Default.SnapshotDealershipBook);

    private static DealershipBook ReadBack(DealershipBook book) =>
        JsonSerializer.Deserialize(Json(book), SnapshotJson.Default.SnapshotDealershipBook)!.State!;
}
