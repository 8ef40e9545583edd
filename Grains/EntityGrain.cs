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
    private TState? state;
    private long revision;
    private long durableRevision;
    private AppliedOffsets applied = new();
    private readonly AppliedOffsets searched = new();
    private Task? loading;
    private readonly List<(Position Position, string Reason)> quarantined = [];

    /// <summary>The version of the fold; a snapshot of another version is not used.</summary>
    protected abstract int FoldVersion { get; }

    public async Task Apply(EventBatch batch)
    {
        await Loaded();
        Fold(batch.Events);
        await MakeDurable();
        SnapshotWhenDue();
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
        await Loaded();
        if (atLeast is not null && atLeast.Epoch == services.Log.Epoch)
        {
            await CatchUpTo(atLeast.Positions);
        }

        return Current();
    }

    private Live<TState>? Current() => state is null || revision == 0
        ? null
        : new Live<TState>(state, revision, PositionToken.Of(services.Log.Epoch, applied.Positions));

    /// <summary>The state of an actor of which nothing is known.</summary>
    protected abstract TState Unborn(string id);

    /// <summary>The pure fold.</summary>
    protected abstract TState Apply(TState current, LoggedEvent happened);

    /// <summary>The row that makes the state searchable.</summary>
    protected abstract TRow Project(TState current, long atRevision);

    private Task Loaded()
    {
        if (loading is null || loading.IsFaulted || loading.IsCanceled)
        {
            loading = Load();
        }

        return loading;
    }

    private async Task Load()
    {
        var first = await services.Histories.ReadFirst(subject);
        if (!first.Complete && await ReadSnapshot() is { } snapshot)
        {
            state = snapshot.State;
            revision = snapshot.Revision;
            applied = new AppliedOffsets(snapshot.Applied);
        }
        else
        {
            Fold(first.Events);
        }

        if (!first.Complete)
        {
            await CatchUp();
        }
    }

    private async Task CatchUpTo(ImmutableArray<Position> positions)
    {
        if (positions.All(position => applied.Covers(position) || searched.Covers(position)))
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
        HistoryPage page;
        do
        {
            page = await services.Histories.ReadAfter(subject, applied);
            Fold(page.Events);
        }
        while (!page.Complete);
    }

    private void Fold(IEnumerable<LoggedEvent> events)
    {
        foreach (var happened in events)
        {
            if (!applied.Covers(happened.Position) || services.Weaknesses.SkipAppliedCheck)
            {
                FoldOne(happened);
            }
        }
    }

    private void FoldOne(LoggedEvent happened)
    {
        applied.Advance(happened.Position);
        if (happened.Payload is UnreadablePayload unreadable)
        {
            Quarantine(happened, unreadable.Reason);
            return;
        }

        try
        {
            state = Apply(state ?? Unborn(subject.Id), happened);
            revision++;
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

    private async Task MakeDurable()
    {
        // Kept twice is kept once: another batch may be here at the same time, and a failed write is tried by the next.
        while (quarantined is [var aside, ..])
        {
            await services.Quarantine.Keep(subject, aside.Position, aside.Reason);
            quarantined.Remove(aside);
        }

        while (state is not null && durableRevision < revision)
        {
            var row = Project(state, revision);
            await rows.Write(row);
            durableRevision = Math.Max(durableRevision, row.Revision);
        }
    }
}
