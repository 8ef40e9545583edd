using System.Runtime.InteropServices;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Commands;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>A customer's row in the read model.</summary>
internal sealed record CustomerRow(
    string Key,
    long Revision,
    string? Name,
    string Stage,
    int Orders,
    int Deliveries,
    string[] Dealerships,
    DateTimeOffset LastEventAt) : IReadModelRow
{
    /// <summary>The name of a <see cref="PartyState"/>.</summary>
    public string Party { get; init; } = nameof(PartyState.Active);

    /// <summary>When the stage becomes <see cref="CustomerStage.Defecting"/> if nothing happens before.</summary>
    public DateTimeOffset? DefectsAt { get; init; }

    public int Conflicts { get; init; }

    public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>What the name, and what the row is searched by, are made of; no column itself.</summary>
    public CustomerProfile Profile { get; init; } = CustomerProfile.Empty;

    /// <summary>Keyed hashes by which the row is found; the writer makes them of <see cref="Profile"/>.</summary>
    public IReadOnlyList<long> Search { get; init; } = [];

    public static CustomerRow Of(Customer customer, long revision) =>
        Of(customer, revision, BuyingLoop.Of(customer), CustomerConflicts.Count(customer));

    public static CustomerRow Of(Customer customer, long revision, StageWithWhy standing, int conflicts)
    {
        return new CustomerRow(
            customer.Id,
            revision,
            customer.Profile.Name?.Value,
            standing.Stage.ToString(),
            customer.Orders.Length,
            customer.Deliveries.Length,
            ImmutableCollectionsMarshal.AsArray(customer.Dealerships)!,
            customer.LastEvent?.At ?? DateTimeOffset.UnixEpoch)
        {
            Party = customer.Party.State.ToString(),
            DefectsAt = standing.DefectsAt,
            Conflicts = conflicts,
            NextDueAt = customer.Party.Into is null ? CustomerDue.NextOf(customer) : null,
            Profile = customer.Profile,
        };
    }
}

/// <summary>A customer. An alias keeps the state of its own events, so that an un-merge has nothing to restore, and answers with the customer that it stands for.</summary>
[GrainType("customer"), OwnerPlacement]
internal sealed partial class CustomerGrain(EntityServices services, IReadModelWriter<CustomerRow> rows, ICustomerClues clues)
    : EntityGrain<Customer, CustomerRow>(services, rows), ICustomerGrain
{
    private readonly CustomerStanding standing = new();
    private (Customer State, StageWithWhy Stage)? untold;

    protected override int FoldVersion => CustomerFold.Version;

    public Task<Live<Customer>?> Get(PositionToken? atLeast) => GetVia(atLeast, hops: 0);

    public async Task<Outcome<Customer>> Do(EventCommand command)
    {
        var target = await Canonical();
        return target is null ? await DoHere(command) : await target.DoHere(command);
    }

    public Task<Outcome<Customer>> DoHere(EventCommand command) => Decide(
        command, partner: null, (customer, now) => CustomerCommands.Decide(Id, customer, command, now));

    protected override EventStamp? LastOf(Customer current) => current.LastEvent;

    // Once it is answered nothing of before stands anywhere: neither in the row nor in a snapshot.
    public async Task<Outcome<Customer>> Erase(EraseCustomer command)
    {
        if (await Canonical() is { } target)
        {
            return await target.Erase(command);
        }

        var outcome = await Decide(command, EventJson.Default.EraseCustomer, (customer, _) => CustomerDecisions.Decide(customer, command));
        if (outcome.Position is not null)
        {
            await StoreNow();
            await Task.WhenAll(Ids.Where(id => id != Id).Select(id => GrainOf(id).StoreErased()));
        }

        return outcome;
    }

    public async Task StoreErased()
    {
        await GrainOf(Id).CatchUp();
        await StoreNow();
    }

    protected override Customer Unborn(string id) => new() { Id = id };

    protected override Customer Apply(Customer current, LoggedEvent happened) => CustomerFold.Apply(current, happened);

    protected override CustomerRow Project(Customer current, long atRevision)
    {
        standing.Judge(current);
        return CustomerRow.Of(current, atRevision, standing.Stage, standing.Conflicts);
    }

    protected override Announced? AnnouncedIn(Customer current) => current.Announced;

    protected override IReadOnlyList<DueEvent> News(Customer current)
    {
        standing.Judge(current);
        IReadOnlyList<DueEvent> news = untold is { } before && ReferenceEquals(before.Stage, standing.Stage)
            && ReferenceEquals(before.State.Announced, current.Announced) && CustomerConflicts.AreDecidedAlike(before.State, current)
                ? []
                : CustomerNews.Of(current, standing.Stage, standing.Conflicts);
        untold = news.Count == 0 ? (current, standing.Stage) : null;
        return news;
    }

    // What comes due for an alias comes due for the customer that it stands for.
    protected override DateTimeOffset? NextDue(Customer current) => current.Party.Into is null ? CustomerDue.NextOf(current) : null;

    protected override IEnumerable<DueEvent> Due(Customer current, DateTimeOffset now) => current.Party.Into is null ? CustomerDue.Due(current, now) : [];

    private ICustomerGrain GrainOf(string id) => GrainFactory.GetGrain<ICustomerGrain>(Subject.Customer(id).Key);
}
