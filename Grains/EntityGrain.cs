using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Grains;

/// <summary>
/// An actor whose state is the fold of its own events. The log is the truth: whatever is in memory or stored can be
/// thrown away and is read again from there.
/// </summary>
internal abstract partial class EntityGrain<TState, TRow>(EntityServices services, IReadModelWriter<TRow> rows)
    : Grain, IEntityGrain
    where TState : class
    where TRow : IReadModelRow
{
    private Subject subject;
    private Folded<TState> folded = new();
    private long writtenRevision;
    private RowTicket written;
    private readonly RowSlot slot = new();
    private readonly AppliedOffsets searched = new();
    private Task? loading;
    private readonly List<(Position Position, string Reason)> quarantined = [];

    /// <summary>The id of the subject.</summary>
    protected string Id => subject.Id;

    /// <summary>The histories in the log.</summary>
    protected ISubjectHistory Histories => services.Histories;

    /// <summary>The log.</summary>
    protected IEventLog Log => services.Log;

    /// <summary>The version of the fold; a snapshot of another version is not used.</summary>
    protected abstract int FoldVersion { get; }

    // Nothing is awaited here as a rule: a call that ends at once costs a third of one that has to be resumed.
    public Task<RowTicket> Apply(EventBatch batch) => IsComplete(batch) ? Take(batch) : ApplyOnceComplete(batch);

    private Task<RowTicket> Take(EventBatch batch)
    {
        if (FoldsOthers)
        {
            return TakeFromLog(batch);
        }

        Fold(folded, batch.Events);
        SnapshotWhenDue();
        if (!linksAreOld && linked is null)
        {
            Announce();
        }

        return quarantined.Count == 0 && !slot.IsOutdated && !linksAreOld && linked is null && !HasAftermath(batch)
            ? Task.FromResult(WriteRow())
            : ApplyAside(batch);
    }

    public async Task<RowAnswer> Confirm(RowTicket ticket)
    {
        LeaveIfMoved();
        await services.Announcements.Told();
        return ticket.Writer == rows.Id ? new RowAnswer(true, await rows.Durable(ticket)) : new RowAnswer(false, []);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // No I/O here: the stream's handshake activates actors, and a slow activation would hold up its partition.
        subject = Subject.OfKey(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        await SnapshotBeforeLeaving();

    protected async Task<Live<TState>?> Read(PositionToken? atLeast)
    {
        await Complete();
        if (atLeast is not null && atLeast.Epoch == services.Log.Epoch)
        {
            await CatchUpTo(atLeast.Positions);
        }

        return Current();
    }

    /// <summary>The state as it is in memory.</summary>
    protected Live<TState>? Current() => folded is { State: { } state, Revision: > 0 and var revision }
        ? new Live<TState>(state, revision, PositionToken.Of(services.Log.Epoch, folded.Applied.Positions))
        : null;

    /// <summary>The state of an actor of which nothing is known.</summary>
    protected abstract TState Unborn(string id);

    /// <summary>The pure fold.</summary>
    protected abstract TState Apply(TState current, LoggedEvent happened);

    /// <summary>A state that puts off what looks at all events together, because more than one is folded.</summary>
    protected virtual TState PutOff(TState current) => current;

    /// <summary>The same with what was put off.</summary>
    protected virtual TState Settle(TState current) => current;

    /// <summary>The row that makes the state searchable.</summary>
    protected abstract TRow Project(TState current, long atRevision);

    private Task Loaded(EventBatch? known = null)
    {
        if (loading is null || loading.IsFaulted || loading.IsCanceled)
        {
            loading = Load(known);
        }

        return loading;
    }

    private async Task Load(EventBatch? known)
    {
        var began = services.Time.GetTimestamp();
        var first = await services.Histories.ReadFirst(subject, known?.Events ?? []);
        if (!first.Complete && await ReadSnapshot() is { } snapshot && !HoldsOthers(snapshot.State!))
        {
            folded = new() { State = snapshot.State, Revision = snapshot.Revision, Applied = new(snapshot.Applied) };
        }
        else
        {
            Fold(folded, first.Events);
        }

        if (!first.Complete)
        {
            await CatchUp();
        }

        linksAreOld = folded.State is { } loaded && IsLinked(loaded);
        await Relinked();
        slot.Include(RowRevision);
        completeAt = Math.Max(completeAt, began);
    }

    private async Task CatchUpTo(ImmutableArray<Position> positions)
    {
        if (positions.All(position => folded.Applied.Covers(position) || searched.Covers(position)))
        {
            return;
        }

        await CatchUp();
        // Most events are not about this actor: what was searched once is not searched again.
        foreach (var position in positions)
        {
            searched.Advance(position);
        }
    }

    private async Task CatchUp()
    {
        var began = services.Time.GetTimestamp();
        Folded<TState> into;
        do
        {
            // What was read for a state that another has taken the place of meanwhile is not for that one.
            into = folded;
            var page = await ReadNews(into);
            Fold(into, page.Events);
            while (!page.Complete)
            {
                page = await ReadAfter(into.Applied);
                Fold(into, page.Events);
            }
        }
        while (into != folded);

        completeAt = Math.Max(completeAt, began);
    }

    private void Fold(Folded<TState> into, ImmutableArray<LoggedEvent> events)
    {
        foreach (var happened in events)
        {
            if (!into.Applied.Covers(happened.Position) || services.Weaknesses.SkipAppliedCheck)
            {
                into.State = events.Length > 1 && into.State is { } current ? PutOff(current) : into.State;
                FoldOne(into, happened);
            }
        }

        into.State = into.State is { } all ? Settle(all) : null;
    }

    private void FoldOne(Folded<TState> into, LoggedEvent happened)
    {
        into.Applied.Advance(happened.Position);
        if (happened.Payload is UnreadablePayload unreadable)
        {
            Quarantine(happened, unreadable.Reason);
            return;
        }

        try
        {
            into.State = Apply(into.State ?? Unborn(subject.Id), happened);
            into.Revision++;
            linksAreOld |= IsLink(happened.Payload);
        }
#pragma warning disable CA1031 // One event that a fold cannot take must not hold up the others: it is kept aside.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Quarantine(happened, failure.GetType().Name);
        }
    }

    private void Quarantine(LoggedEvent happened, string reason)
    {
        LogQuarantined(services.Logger, subject.Kind, happened.Position, happened.Type, reason);
        quarantined.Add((happened.Position, reason));
    }

    private async Task<RowTicket> ApplyAside(EventBatch batch)
    {
        await KeepAside();
        await Relinked();
        await RenewIfOutdated();
        Announce();
        var ticket = WriteRow();
        await Aftermath(batch);
        return ticket;
    }

    private async Task MakeDurable()
    {
        ImmutableArray<string> refused;
        do
        {
            await KeepAside();
            await Relinked();
            await RenewIfOutdated();
            refused = await rows.Durable(WriteRow());
            if (refused.Contains(Id))
            {
                // Perhaps a row of an activation that came before this one: its own is written again, so that it is sure.
                writtenRevision = 0;
            }
        }
        while (slot.IsOutdated || refused.Contains(Id));
    }

    private RowTicket WriteRow()
    {
        var revision = RowRevision;
        if (folded.State is { } state && writtenRevision < revision)
        {
            written = rows.Write(slot, Project(state, revision));
            writtenRevision = revision;
        }

        return written;
    }

    private async Task KeepAside()
    {
        // Kept twice is kept once: another batch may be here at the same time, and a failed write is tried by the next.
        while (quarantined is [var aside, ..])
        {
            await services.Quarantine.Keep(subject, aside.Position, aside.Reason);
            quarantined.Remove(aside);
        }
    }
}
