using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Grains;

/// <summary>Another actor on whose state a decision is made too.</summary>
internal abstract class Partner
{
    /// <summary>What is known of it, and of those whose events make its state.</summary>
    public IEnumerable<KnownSubject> Known => Subjects.Select(subject => new KnownSubject(subject, new AppliedOffsets(Applied?.Positions)));

    /// <summary>How many events it had folded; 0 if nothing is known of it.</summary>
    public abstract long Revision { get; }

    /// <summary>Its latest event, by occurrence.</summary>
    public abstract EventStamp? Last { get; }

    /// <summary>Whose events its state is made of.</summary>
    protected abstract IEnumerable<Subject> Subjects { get; }

    /// <summary>What it had folded.</summary>
    protected abstract PositionToken? Applied { get; }

    /// <summary>Asks it for its state as it has it in memory.</summary>
    public abstract Task Read();

    /// <summary>Asks it for its state with all that the log has about it.</summary>
    public abstract Task CatchUp();
}

/// <summary>A customer with whom a vehicle decides.</summary>
internal sealed class CustomerPartner(string id, IGrainFactory grains) : Partner
{
    private readonly ICustomerGrain grain = grains.GetGrain<ICustomerGrain>(Subject.Customer(id).Key);

    private Live<Customer>? live;

    public Customer? State => live?.State;

    public override long Revision => live?.Revision ?? 0;

    public override EventStamp? Last => live?.State.LastEvent;

    // Who asks an alias is answered by the customer that it stands for.
    protected override IEnumerable<Subject> Subjects =>
        (live is null ? [id] : live.State.Aliases.Prepend(live.State.Id).Append(id)).Distinct(StringComparer.Ordinal).Select(Subject.Customer);

    protected override PositionToken? Applied => live?.Applied;

    public override async Task Read() => live = await grain.Get(null);

    public override async Task CatchUp()
    {
        await grain.CatchUp();
        await Read();
    }
}
