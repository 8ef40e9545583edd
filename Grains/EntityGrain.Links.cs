using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Grains;

/// <summary>How an actor stands with others whose events make its state, too.</summary>
/// <param name="Ids">The ids whose events are folded; its own among them.</param>
/// <param name="Changes">Grows with every change of the links.</param>
/// <param name="Mark">Notes in a state what the links say.</param>
internal sealed record Linked<TState>(ImmutableArray<string> Ids, int Changes, Func<TState, TState> Mark);

// An actor whose subject has aliases folds their events, too. They are delivered to the aliases' actors, and the offsets
// of several subjects do not come in one order: so it takes what is delivered as news that there is something, and reads
// the events of all its ids from the log, where they stand in order. When the links change it folds everything anew; so
// a link that has ended leaves nothing behind. Who has no aliases pays nothing for this.
internal abstract partial class EntityGrain<TState, TRow>
{
    private Linked<TState>? linked;
    private bool linksAreOld;
    private Task? relinking;

    /// <summary>Whether an event changes whose events make the state.</summary>
    protected virtual bool IsLink(EventPayload payload) => false;

    /// <summary>Whether there has ever been a link.</summary>
    protected virtual bool IsLinked(TState current) => false;

    /// <summary>Whether a stored state holds events of others.</summary>
    protected virtual bool HoldsOthers(TState current) => false;

    /// <summary>Reads from the log how the links are.</summary>
    protected virtual Task<Linked<TState>> FindLinks() => throw new NotSupportedException("Only who has links is asked for them.");

    /// <summary>Whether something has to be done about events after they were folded, before they are confirmed.</summary>
    protected virtual bool HasAftermath(EventBatch batch) => false;

    /// <summary>Does it. It may be asked again for the same events, and for what was missed: then there is no batch.</summary>
    protected virtual Task Aftermath(EventBatch? batch) => Task.CompletedTask;

    /// <summary>The ids whose events are folded.</summary>
    protected ImmutableArray<string> Ids => linked?.Ids ?? [subject.Id];

    private bool FoldsOthers => linked is { Ids.Length: > 1 };

    private long RowRevision => AutoCrm.Actors.RowRevision.Of(folded.Revision, linked?.Changes ?? 0);

    private Task<HistoryPage> ReadNews(Folded<TState> of) => FoldsOthers
        ? services.Histories.ReadNews(subject.Kind, Ids, of.Applied, of.Revision)
        : services.Histories.ReadNews(subject, of.Applied, of.Revision);

    private Task<HistoryPage> ReadAfter(AppliedOffsets applied) =>
        FoldsOthers ? services.Histories.ReadAfter(subject.Kind, Ids, applied) : services.Histories.ReadAfter(subject, applied);

    private async Task<RowTicket> TakeFromLog(EventBatch batch)
    {
        if (!batch.Events.All(happened => folded.Applied.Covers(happened.Position)))
        {
            await CatchUp();
        }

        SnapshotWhenDue();
        return await ApplyAside(batch);
    }

    private Task Relinked() => !linksAreOld && relinking is null or { IsCompletedSuccessfully: true } ? Task.CompletedTask
        : relinking is { IsCompleted: false } ? relinking
        : relinking = Relink();

    private async Task Relink()
    {
        linksAreOld = true;
        while (linksAreOld && folded.State is { } state && IsLinked(state))
        {
            linksAreOld = false;
            try
            {
                var (before, found) = (Ids, await FindLinks());
                linked = found;
                if (!before.SequenceEqual(found.Ids))
                {
                    await FoldAnew();
                }

                // What was delivered meanwhile went into the state of before.
                await CatchUp();
                folded.State = found.Mark(folded.State!);
            }
            catch
            {
                linksAreOld = true;
                throw;
            }
        }

        linksAreOld = false;
    }
}
