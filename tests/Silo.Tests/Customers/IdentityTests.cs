using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Tests.Decisions;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Customers;

/// <summary>Who is recognised as whom, on the real path.</summary>
public sealed class IdentityTests(SiloFixture silo)
{
    private readonly string run = Guid.NewGuid().ToString("N")[..8];

    [Fact]
    public async Task One_person_at_two_dealerships_is_one_customer()
    {
        await Registered("A", "Jutta Meier", phone: "+49 30 1234567");
        await Registered("B", "Meier, Jutta", phone: "0049 (30) 1234567", time: "2026-11-24T08:00:00Z");

        var one = await Eventually("B", state => state.Aliases.Length == 1);
        Assert.Equal((Id("A"), Id("B")), (one.Id, one.Aliases[0]));
        Assert.Empty(CustomerConflicts.Of(one));
    }

    [Fact]
    public async Task A_telephone_that_people_of_different_names_share_makes_suspicions_and_joins_nobody()
    {
        await Registered("A", "Hans Meier", phone: "+49 30 1234567");
        await Registered("B", "Anna Meier", phone: "+49 30 1234567");

        foreach (var (own, other) in ((string, string)[])[("A", "B"), ("B", "A")])
        {
            var state = await Eventually(own, state => state.Duplicates.Length == 1);
            Assert.Empty(state.Aliases);
            Assert.Equal((Id(own), Id(other)), (state.Id, state.Duplicates[0].Other));
            Assert.Equal([DuplicateClue.Phone], state.Duplicates[0].Clues);
            Assert.Equal(CustomerConflictKinds.DuplicateSuspected, Assert.Single(CustomerConflicts.Of(state)).Kind);
        }

        // A third of one of the names changes nothing: the number says little of who it is.
        await Registered("C", "Hans Meier", phone: "+49 30 1234567");
        Assert.Equal(2, (await Eventually("C", state => state.Duplicates.Length == 2)).Duplicates.Length);
        Assert.Empty((await Eventually("A", state => state.Duplicates.Length == 2)).Aliases);
    }

    [Fact]
    public async Task What_a_person_has_taken_back_is_not_done_again()
    {
        await Registered("A", "Jutta Meier", email: "jutta@example.com");
        await Registered("B", "Jutta Meier", email: "Jutta@Example.com");
        var alias = (await Eventually("A", state => state.Aliases.Length == 1)).Aliases[0];
        Assert.Null((await Grain(alias).Unmerge(new UnmergeCustomer { Dealership = string.Empty, MutationId = "u", ByHeadquarters = true })).Rejection);

        await Registered("B", "Jutta Meier", email: "jutta@example.com", time: "2027-01-01T00:00:00Z");
        await Registered("A", "Jutta Meier", email: "jutta@example.com", time: "2027-01-01T00:00:00Z");

        Assert.Equal(Id("A"), (await State("A")).Id);
        Assert.Equal(Id("B"), (await State("B")).Id);
    }

    [Fact]
    public async Task A_number_of_the_customers_country_is_the_same_with_the_countrys_code()
    {
        var number = $"176{Math.Abs(run.GetHashCode(StringComparison.Ordinal)) % 100_000_000:00000000}";
        await Says("A", $$$"""{"name":"Jutta {{{run}}}","phones":["0{{{number}}}"],"address":{"country":"DE"}}""");
        await Says("B", $$"""{"name":"Jutta {{run}}","phones":["+49 (0){{number}}"]}""");
        await Says("C", $$$"""{"name":"Jutta {{{run}}}","phones":["0{{{number}}}"],"address":{"country":"AT"}}""");

        Assert.Single((await Eventually("A", state => state.Aliases.Length == 1)).Aliases);
        Assert.Equal(Id("C"), (await State("C")).Id);
    }

    [Fact]
    public async Task Clues_that_were_noted_otherwise_are_put_right_with_the_row()
    {
        await Registered("A", "Jutta Meier", email: "clue@example.com");
        await silo.Scalar<long>("WITH gone AS (DELETE FROM customer_clue WHERE customer = $1 RETURNING 1) SELECT count(*) FROM gone", Id("A"));

        await Grain(Id("A")).Rebuild();

        Assert.Equal(1, await silo.Scalar<long>("SELECT count(*) FROM customer_clue WHERE customer = $1", Id("A")));
    }

    [Fact]
    public async Task Who_gave_up_a_number_is_no_longer_found_by_it()
    {
        await Registered("A", "Jutta Meier", phone: "+49 30 7654321");
        await Registered("A", "Jutta Meier", phone: "+49 30 1111222", time: "2026-11-24T08:00:00Z");
        await Registered("B", "Jutta Meier", phone: "+49 30 7654321", time: "2026-11-25T08:00:00Z");

        Assert.Empty((await State("B")).Aliases);
        Assert.Equal(1, await silo.Scalar<long>("SELECT count(*) FROM customer_clue WHERE customer = $1", Id("A")));
    }

    [Fact]
    public async Task A_new_person_who_comes_in_at_two_silos_at_once_is_one_customer()
    {
        await using var clusters = await TwoClusters.Start();
        const int Rounds = 20;
        await Task.WhenAll(Enumerable.Range(0, Rounds).SelectMany(n => (Task[])
        [
            TwoClusters.Append(clusters.One, Registration($"A{n}", "Jutta Meier", email: $"j{n}@example.com")),
            TwoClusters.Append(clusters.Two, Registration($"B{n}", "Jutta Meier", email: $"j{n}@example.com")),
        ]));

        for (var n = 0; n < Rounds; n++)
        {
            var one = await SiloFixture.Eventually(() => StateAt(clusters.One, $"A{n}"), state => state.Aliases.Length == 1);
            var other = await SiloFixture.Eventually(() => StateAt(clusters.Two, $"B{n}"), state => state.Aliases.Length == 1);
            Assert.Equal(one.Id, other.Id);
        }

        Assert.Equal(Rounds, await clusters.Count("event_log WHERE type = 'autocrm.customer.merged.v1'"));
        Assert.Equal(0, await clusters.Count("event_log WHERE type = 'autocrm.customer.duplicate-suspected.v1'"));
    }

    private async Task Says(string who, string registration)
    {
        var reply = await silo.Append(SiloFixture.Event("autocrm.customer.registered.v1", registration, customer: Id(who), dealership: $"D{who}-{run}"));
        Assert.Equal(AppendStatus.Appended, reply.Results[0].Status);
        await Grain(Id(who)).CatchUp();
    }

    private async Task Registered(string who, string name, string? phone = null, string? email = null, string time = "2026-11-23T08:00:00Z")
    {
        var reply = await silo.Append(Registration(who, name, phone, email, time));
        Assert.Equal(AppendStatus.Appended, reply.Results[0].Status);
        await Grain(Id(who)).CatchUp();
    }

    private NewEvent Registration(string who, string name, string? phone = null, string? email = null, string time = "2026-11-23T08:00:00Z") => SiloFixture.Event(
        "autocrm.customer.registered.v1",
        $$"""{"name":"{{name}} {{run}}","phones":[{{Quoted(phone is null ? null : phone + (Math.Abs(run.GetHashCode(StringComparison.Ordinal)) % 100_000))}}],"emails":[{{Quoted(email is null ? null : run + email)}}]}""",
        customer: Id(who), dealership: $"D{who}-{run}", time: time);

    private static string Quoted(string? text) => text is null ? string.Empty : $"\"{text}\"";

    private string Id(string who) => $"{who}-{run}";

    private async Task<Customer> State(string who) => await StateAt(silo.Grains, who);

    private async Task<Customer> StateAt(IGrainFactory at, string who)
    {
        var grain = at.GetGrain<ICustomerGrain>(Subject.Customer(Id(who)).Key);
        await grain.CatchUp();
        return (await grain.Get(null))!.State;
    }

    private Task<Customer> Eventually(string who, Func<Customer, bool> satisfies) => SiloFixture.Eventually(() => State(who), satisfies);

    private ICustomerGrain Grain(string id) => silo.Grains.GetGrain<ICustomerGrain>(Subject.Customer(id).Key);
}
