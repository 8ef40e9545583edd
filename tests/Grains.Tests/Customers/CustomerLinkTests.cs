using System.Text.Json;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Customers;

/// <summary>Links are a function of the set of merges and un-merges, and taking a merge back restores exactly what was.</summary>
public sealed class CustomerLinkTests
{
    private static readonly string[] Ids = ["A", "B", "C", "D", "E"];

    // Few instants and ids, so that circles, equal times and contradictions are common.
    private static readonly Gen<LoggedEvent> AnyLink =
        from minute in Gen.Choose(0, 9)
        from number in Gen.Choose(0, 60)
        from alias in Gen.Elements(Ids)
        from other in Gen.Elements(Ids)
        from payload in Gen.Elements<EventPayload>(new CustomerMerged { Into = other }, new CustomerMerged { Into = other }, new CustomerUnmerged { From = other })
        select Link(minute, payload, alias, $"e{number}");

    private static readonly Arbitrary<LoggedEvent[]> SomeLinks =
        Gen.ListOf(AnyLink).Select(static links => links.DistinctBy(static link => link.Stamp.Id).ToArray()).ToArbitrary();

    [Fact]
    public void In_any_order_and_with_repeats_the_customers_are_the_same() =>
        Prop.ForAll(SomeLinks, Gen.Choose(0, int.MaxValue).ToArbitrary(), static (links, seed) =>
        {
            var shuffled = links.Concat(links.Where((_, n) => n % 2 == 0)).ToArray();
            new System.Random(seed).Shuffle(shuffled);
            return Text(Of(links)) == Text(Of(shuffled));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(40));

    [Fact]
    public void Every_id_belongs_to_one_customer_and_the_canonical_one_is_of_its_ids() =>
        Prop.ForAll(SomeLinks, static links =>
        {
            var all = Of(links);
            return Ids.All(id => all.IdsOf(id).Contains(id) && all.IdsOf(id).Contains(all.CanonicalOf(id))
                && all.IdsOf(id).All(alias => all.CanonicalOf(alias) == all.CanonicalOf(id) && all.IdsOf(alias).SequenceEqual(all.IdsOf(id))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(40));

    [Fact]
    public void Taking_back_the_merge_of_an_id_that_stood_for_itself_restores_the_customers() =>
        Prop.ForAll(SomeLinks, Gen.Elements(Ids).ToArbitrary(), Gen.Elements(Ids).ToArbitrary(), static (links, alias, into) =>
        {
            var before = Of(links).With(Link(10, new CustomerUnmerged { From = into }, alias, "x1"));
            var merged = before.With(Link(11, new CustomerMerged { Into = into }, alias, "x2"));
            var after = merged.With(Link(12, new CustomerUnmerged { From = into }, alias, "x3"));
            return merged.CanonicalOf(alias) == merged.CanonicalOf(into) && Text(after) == Text(before);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(40));

    [Fact]
    public void The_customer_that_stays_is_the_one_that_the_merge_names()
    {
        var links = Of([Merge(1, "A", "B"), Merge(2, "B", "C")]);
        Assert.Equal("C", links.CanonicalOf("A"));
        Assert.Equal(["A", "B", "C"], links.IdsOf("B"));
    }

    [Fact]
    public void Of_a_circle_the_smallest_id_stays()
    {
        var links = Of([Merge(1, "B", "C"), Merge(2, "C", "B"), Merge(3, "A", "C")]);
        Assert.Equal("B", links.CanonicalOf("A"));
        Assert.Equal(["A", "B", "C"], links.IdsOf("C"));
    }

    [Fact]
    public void An_id_merged_into_itself_stands_for_itself() => Assert.Equal("A", Of([Merge(1, "A", "A")]).CanonicalOf("A"));

    [Fact]
    public void An_event_of_another_kind_links_nothing() => Assert.Same(CustomerLinks.None, Of(CustomerLife.Whole()));

    [Fact]
    public void A_merged_customer_is_the_fold_of_all_its_ids_and_an_unmerge_restores_its_state_to_the_byte() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed =>
        {
            var random = new System.Random(seed);
            var life = CustomerLife.Whole().Select(e => e with { Customer = random.Next(2) == 0 ? "A" : "B" }).ToArray();
            LoggedEvent[] merged = [.. life, CustomerLife.On(2000, new CustomerMerged { Into = "B" }, null, null, "A")];
            LoggedEvent[] unmerged = [.. merged, CustomerLife.On(2001, new CustomerUnmerged { From = "B" }, null, null, "A")];
            random.Shuffle(unmerged);
            return Json(State("B", unmerged)) == Json(State("B", life))
                && WithoutLinks(State("A", unmerged)) == WithoutLinks(State("A", life))
                && WithoutLinks(State("B", merged)) == WithoutLinks(life.Aggregate(new Customer { Id = "B" }, CustomerFold.Apply));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));

    private static Customer State(string id, LoggedEvent[] log)
    {
        var ids = Of(log).IdsOf(id);
        return log.Where(e => ids.Contains(e.Customer!)).Aggregate(new Customer { Id = id }, CustomerFold.Apply);
    }

    // The alias itself remembers that it was merged, and when it was last heard of.
    private static string WithoutLinks(Customer state) =>
        Json(state with { Party = state.Party with { Merged = null, Unmerged = null }, LastEvent = null, FirstEvent = null, Connected = [] });

    private static CustomerLinks Of(IEnumerable<LoggedEvent> events) => events.Aggregate(CustomerLinks.None, static (links, e) => links.With(e));

    private static LoggedEvent Merge(int minute, string alias, string into) => Link(minute, new CustomerMerged { Into = into }, alias, $"m{minute}");

    private static LoggedEvent Link(int minute, EventPayload payload, string alias, string id) =>
        Happenings.On($"2026-01-01T00:{minute:00}:00Z", payload, id, null, null, alias);

    private static string Text(CustomerLinks links) =>
        string.Join(' ', Ids.Select(id => $"{id}>{links.CanonicalOf(id)}:{string.Join(',', links.IdsOf(id))}"));

    private static string Json(Customer state) => JsonSerializer.Serialize(new Snapshot<Customer> { State = state }, SnapshotJson.Default.SnapshotCustomer);
}
