using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

// Aliases. Who stands for whom is read from the log whenever it may have changed; between two looks an actor may believe
// what was true before, so whoever follows links counts the steps.
internal sealed partial class CustomerGrain
{
    /// <summary>So many steps lead to the customer that an alias stands for even if links change meanwhile.</summary>
    private const int MostHops = 8;

    private string? standsFor;

    public async Task<Live<Customer>?> GetVia(PositionToken? atLeast, int hops)
    {
        var own = await Read(atLeast);
        return standsFor is { } other && hops < MostHops ? await GrainOf(other).GetVia(atLeast, hops + 1) ?? own : own;
    }

    public async Task<Outcome<Customer>> Merge(MergeCustomer command)
    {
        var into = new CustomerPartner(command.Into, GrainFactory);
        var outcome = await Decide(command, EventJson.Default.MergeCustomer, (customer, _) => CustomerDecisions.Decide(customer, into.State, command), into);
        return await AfterChange(outcome);
    }

    public async Task<Outcome<Customer>> Unmerge(UnmergeCustomer command)
    {
        var before = (await Read(null))?.State.Party.Into;
        var outcome = await Decide(command, EventJson.Default.UnmergeCustomer, (customer, _) => CustomerDecisions.Decide(customer, command));
        if (outcome.Position is not null && before is not null)
        {
            await GrainOf(before).CatchUp();
        }

        return await AfterChange(outcome);
    }

    protected override bool IsLink(EventPayload payload) => LinkSearch.IsLink(payload);

    protected override bool IsLinked(Customer current) => !current.Connected.IsEmpty;

    protected override bool HoldsOthers(Customer current) => !current.Aliases.IsEmpty;

    protected override async Task<Linked<Customer>> FindLinks()
    {
        var (links, changes) = await LinkSearch.From(Id, Histories.ReadLinks);
        var canonical = links.CanonicalOf(Id);
        standsFor = canonical == Id ? null : canonical;
        return new Linked<Customer>(links.FoldedBy(Id), changes, links.In);
    }

    protected override bool HasAftermath(EventBatch batch)
    {
        foreach (var happened in batch.Events)
        {
            if (IsLink(happened.Payload) || Clues.Shows(happened.Payload))
            {
                return true;
            }
        }

        return false;
    }

    protected override async Task Aftermath(EventBatch? batch)
    {
        await Tell(batch is not null && batch.Events.Any(happened => IsLink(happened.Payload)));
        if (batch is null || batch.Events.Any(happened => Clues.Shows(happened.Payload)))
        {
            await Identify();
        }
    }

    // An alias's events are the customer's, too. When a link changes, everybody who was ever linked looks into the log:
    // in a circle of merges the one that stays need not be one of the two that the last merge names.
    private async Task Tell(bool everybody)
    {
        var told = new HashSet<string>(StringComparer.Ordinal);
        if (standsFor is { } other)
        {
            told.Add(other);
        }

        if (everybody && Current() is { } live)
        {
            told.UnionWith(live.State.Connected);
        }

        told.Remove(Id);
        await Task.WhenAll(told.Select(id => GrainOf(id).CatchUp()));
    }

    private async Task<ICustomerGrain?> Canonical()
    {
        var live = await Get(null);
        return live is null || live.State.Id == Id ? null : GrainOf(live.State.Id);
    }

    private async Task<Outcome<Customer>> AfterChange(Outcome<Customer> outcome)
    {
        if (outcome.Position is null)
        {
            return outcome;
        }

        await GrainOf(Id).CatchUp();
        return outcome with { Live = await Get(null) };
    }
}
