using System.Text.Json;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Rebuilding;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Customers;

/// <summary>Merges and un-merges on the real path: log, partitions, actors and rows.</summary>
public sealed class LinkTests(SiloFixture silo)
{
    private readonly string run = Guid.NewGuid().ToString("N")[..8];

    private string A => "A-" + run;

    private string B => "B-" + run;

    private string C => "C-" + run;

    [Fact]
    public async Task The_customer_that_stays_is_the_fold_of_both_and_an_unmerge_restores_both_to_the_byte()
    {
        await Folded(Life(A, "D1", "Ann"), Life(B, "D2", "Bob"));
        var (a, b) = (await State(A), await State(B));

        var merged = await Grain(A).Merge(new MergeCustomer { Dealership = string.Empty, MutationId = "m", Into = B, ByHeadquarters = true });

        Assert.Null(merged.Rejection);
        var both = merged.Live!.State;
        Assert.Equal(B, both.Id);
        Assert.Equal([A], both.Aliases);
        Assert.Equal(["D1-" + run, "D2-" + run], both.Dealerships);
        Assert.Equal(a.Orders.Length + b.Orders.Length, both.Orders.Length);
        Assert.Equal(Text(both), Text(await State(A)));
        await Row(A, "party = 'Merged'");
        await Row(B, $"party = 'Active' AND orders = 2 AND dealerships @> ARRAY['D1-{run}', 'D2-{run}']");

        // What dealerships report of the alias from now on is the customer's.
        var later = await silo.Append(Order(A, "D1", "O-2"));
        Assert.Equal(3, (await Grain(B).Get(Token(later)))!.State.Orders.Length);
        Assert.Equal(3, (await Grain(A).Get(Token(later)))!.State.Orders.Length);
        await Row(B, "orders = 3");

        var unmerged = await Grain(A).Unmerge(new UnmergeCustomer { Dealership = string.Empty, MutationId = "u", ByHeadquarters = true });

        Assert.Null(unmerged.Rejection);
        Assert.Equal(A, unmerged.Live!.State.Id);
        Assert.Equal(2, unmerged.Live.State.Orders.Length);
        Assert.Equal(Text(b), Text(await State(B)));
        await Row(A, "party = 'Active' AND orders = 2");
        await Row(B, $"orders = 1 AND dealerships = ARRAY['D2-{run}']");
    }

    [Fact]
    public async Task A_repeated_merge_has_one_effect_and_one_answer_and_a_second_one_is_refused()
    {
        await Folded(Life(A, "D1", "Ann"), Life(B, "D2", "Bob"));
        var command = new MergeCustomer { Dealership = string.Empty, MutationId = "m", Into = B, ByHeadquarters = true };

        var first = await Grain(A).Merge(command);
        var again = await Grain(A).Merge(command);

        Assert.Equal(first.Position!.ToString(), again.Position!.ToString());
        Assert.Equal(CustomerRejections.AlreadyMerged, (await Grain(A).Merge(command with { MutationId = "n" })).Rejection?.Code);
        Assert.Equal(CustomerRejections.AlreadyMerged, (await Grain(B).Merge(command with { MutationId = "n", Into = A })).Rejection?.Code);
        Assert.Equal(CustomerRejections.UnknownCustomer, (await Grain(B).Merge(command with { MutationId = "o", Into = "nobody-" + run })).Rejection?.Code);
        Assert.Equal(CustomerRejections.NotMerged, (await Grain(B).Unmerge(new UnmergeCustomer { Dealership = string.Empty, MutationId = "u", ByHeadquarters = true })).Rejection?.Code);
    }

    [Fact]
    public async Task A_dealership_merges_only_customers_that_have_both_dealt_with_it()
    {
        await Folded(Life(A, "D1", "Ann"), Life(B, "D2", "Bob"), Life(C, "D1", "Cleo"));
        var command = new MergeCustomer { Dealership = "D1-" + run, MutationId = "m", Into = B };

        Assert.Equal(("unknown-customer", "into"), await Refused(Grain(A).Merge(command)));
        Assert.Null((await Grain(A).Merge(command with { MutationId = "n", Into = C })).Rejection);
    }

    [Fact]
    public async Task A_command_to_an_alias_is_decided_by_the_customer_that_it_stands_for()
    {
        await Folded(Life(A, "D1", "Ann"), Life(B, "D2", "Bob"));
        Assert.Null((await Grain(A).Merge(new MergeCustomer { Dealership = string.Empty, MutationId = "m", Into = B, ByHeadquarters = true })).Rejection);

        var changed = await Grain(A).Do(new EventCommand { Name = "changeProfile", Dealership = "D1-" + run, MutationId = "p", Payload = new CustomerProfileChanged { Language = "fr" } });

        Assert.Null(changed.Rejection);
        Assert.Equal((B, "fr"), (changed.Live!.State.Id, changed.Live.State.Profile.Language?.Value));
    }

    [Fact]
    public async Task Reported_merges_link_too_whichever_comes_first_and_a_chain_leads_to_its_end()
    {
        NewEvent[] links = [Merge(B, C, "2026-11-24T08:00:00Z"), Merge(A, B, "2026-11-24T07:00:00Z")];
        await Folded(links);
        await Folded(Life(A, "D1", "Ann"), Life(B, "D2", "Bob"), Life(C, "D3", "Cleo"));

        var whole = await State(A);
        Assert.Equal(C, whole.Id);
        Assert.Equal([A, B], whole.Aliases);
        Assert.Equal(3, whole.Orders.Length);
        await Row(C, "orders = 3");

        // Repeated they change nothing.
        var repeated = await silo.Append(links);
        Assert.All(repeated.Results, result => Assert.Equal(AppendStatus.Duplicate, result.Status));
        Assert.Equal(Text(whole), Text(await State(B)));
    }

    [Fact]
    public async Task Of_a_circle_the_smallest_id_stays_and_still_has_everything()
    {
        await Folded(Life(A, "D1", "Ann"), Life(B, "D2", "Bob"), Life(C, "D3", "Cleo"));
        await Folded(Merge(B, C, "2026-11-24T08:00:00Z"), Merge(A, B, "2026-11-24T08:01:00Z"), Merge(C, A, "2026-11-24T08:02:00Z"));

        foreach (var id in (string[])[A, B, C])
        {
            var state = await SiloFixture.Eventually(() => State(id), state => state.Aliases.Length == 2);
            Assert.Equal((A, 3, PartyState.Active), (state.Id, state.Orders.Length, state.Party.State));
        }

        await Row(A, "orders = 3 AND party = 'Active'");
    }

    [Fact]
    public async Task Links_change_while_events_stream_in_and_nothing_is_lost()
    {
        await Folded(Life(A, "D1", "Ann"), Life(B, "D2", "Bob"));
        var reports = Task.WhenAll(Enumerable.Range(0, 60).Select(async n =>
            await silo.Append(Order(n % 2 == 0 ? A : B, $"D{n % 5}", $"O-s{n}"))));
        for (var n = 0; n < 5; n++)
        {
            Assert.Null((await Grain(A).Merge(new MergeCustomer { Dealership = string.Empty, MutationId = $"m{n}", Into = B, ByHeadquarters = true })).Rejection);
            Assert.Null((await Grain(A).Unmerge(new UnmergeCustomer { Dealership = string.Empty, MutationId = $"u{n}", ByHeadquarters = true })).Rejection);
        }

        Assert.Null((await Grain(A).Merge(new MergeCustomer { Dealership = string.Empty, MutationId = "last", Into = B, ByHeadquarters = true })).Rejection);
        var all = Token([.. await reports]);

        Assert.Equal(62, (await Grain(B).Get(all))!.State.Orders.Length);
        Assert.Equal(62, (await Grain(A).Get(all))!.State.Orders.Length);
        await Row(B, "orders = 62");
        await Row(A, "orders = 31 AND party = 'Merged'");
    }

    [Fact]
    public async Task Sweep_and_rebuild_know_of_links()
    {
        await Folded(Life(A, "D1", "Ann"), Life(B, "D2", "Bob"));
        Assert.Null((await Grain(A).Merge(new MergeCustomer { Dealership = string.Empty, MutationId = "m", Into = B, ByHeadquarters = true })).Rejection);
        await Row(B, "orders = 2");
        await Row(A, "party = 'Merged'");
        var rows = await Rows();

        await RebuildRun.Run(silo.ConnectionString, SiloFixture.Master, CancellationToken.None);
        Assert.Equal(rows, await Rows());

        await Grain(B).Rebuild();
        await Grain(A).Rebuild();
        Assert.Equal(rows, await Rows());
        Assert.Equal(2, (await State(B)).Orders.Length);
    }

    [Fact]
    public async Task An_erasure_of_an_alias_erases_all_of_the_customer()
    {
        await Folded(Life(A, "D1", "Ann"), Life(B, "D2", "Bob"));
        Assert.Null((await Grain(A).Merge(new MergeCustomer { Dealership = string.Empty, MutationId = "m", Into = B, ByHeadquarters = true })).Rejection);

        var erased = await Grain(A).Erase(new EraseCustomer { Dealership = string.Empty, MutationId = "e", Reason = ErasureReason.Request });

        Assert.Null(erased.Rejection);
        Assert.Equal((B, PartyState.Erased, CustomerProfile.Empty), (erased.Live!.State.Id, erased.Live.State.Party.State, erased.Live.State.Profile));
        Assert.Equal(0, await silo.Scalar<long>("SELECT count(*) FROM customer_key WHERE customer IN ($1, $2) AND wrapped IS NOT NULL", A, B));
        Assert.Equal(0, await silo.Scalar<long>("SELECT count(*) FROM customer_clue WHERE customer IN ($1, $2)", A, B));
        await Row(A, "name IS NULL AND search = '{}'");
        await Row(B, "name IS NULL AND search = '{}'");
    }

    private static string Text(Customer customer) => JsonSerializer.Serialize(
        new Grains.Snapshot<Customer> { State = customer with { Connected = [] } }, Grains.SnapshotJson.Default.SnapshotCustomer);

    private NewEvent[] Life(string id, string dealership, string name) =>
    [
        SiloFixture.Event("autocrm.customer.registered.v1", $$"""{"name":"{{name}} {{run}}","phones":["+49 {{Math.Abs(id.GetHashCode(StringComparison.Ordinal))}}"]}""", customer: id, dealership: $"{dealership}-{run}"),
        Order(id, dealership, "O-1"),
    ];

    private NewEvent Order(string id, string dealership, string order) => SiloFixture.Event(
        "autocrm.order.placed.v1", $$"""{"orderId":"{{order}}-{{id}}","make":"VW"}""", customer: id, dealership: $"{dealership}-{run}");

    private static NewEvent Merge(string alias, string into, string time) =>
        SiloFixture.Event("autocrm.customer.merged.v1", $$"""{"into":"{{into}}"}""", customer: alias, time: time);

    private async Task Folded(params NewEvent[][] events)
    {
        var token = Token([await silo.Append([.. events.SelectMany(e => e)])]);
        await Task.WhenAll(events.SelectMany(e => e).Select(e => e.Customer!).Distinct().Select(id => Grain(id).Get(token)));

        // What actors tell of themselves comes after what they tell of.
        await using var database = NpgsqlDataSource.Create(silo.ConnectionString);
        await SiloFixture.Carried(database);
    }

    private Task Folded(params NewEvent[] events) => Folded([events]);

    private async Task<Customer> State(string id)
    {
        await Grain(id).CatchUp();
        return (await Grain(id).Get(null))!.State;
    }

    private Task<string?> Rows() => silo.Scalar<string>($"SELECT string_agg({SiloFixture.RowText("c")}, E'\n' ORDER BY id) FROM customer_row c WHERE id LIKE '%' || $1", run);

    private Task<long> Row(string id, string condition) => SiloFixture.Eventually(
        () => silo.Scalar<long>($"SELECT count(*) FROM customer_row WHERE id = $1 AND {condition}", id), count => count == 1);

    private ICustomerGrain Grain(string id) => silo.Grains.GetGrain<ICustomerGrain>(Subject.Customer(id).Key);

    private static PositionToken Token(params AppendReply[] replies) => PositionToken.Of(
        replies[0].Epoch,
        replies.SelectMany(reply => reply.Results.Select(result => result.Position).Concat(reply.Derived.IsDefault ? [] : reply.Derived)));

    private static async Task<(string Code, string Path)> Refused(Task<Outcome<Customer>> asked) =>
        (await asked).Rejection is { } rejection ? (rejection.Code, rejection.Path) : (string.Empty, string.Empty);
}
