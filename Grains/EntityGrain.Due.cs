using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains;

// What comes due. The row says when that is next, a sweeper asks then, and the actor derives the events from its state
// and the clock. Each has an identity that follows from its cause: derived twice, the log has it once.
internal abstract partial class EntityGrain<TState, TRow>
{
    /// <summary>The most events that one call derives; what is left is due still.</summary>
    private const int MostDueAtOnce = 100;

    /// <summary>When something comes due next; null if nothing does. A function of the state: it stands in the row.</summary>
    protected virtual DateTimeOffset? NextDue(TState current) => null;

    /// <summary>
    /// What has come due, the earliest first. Pure. An event that is folded must end what made it due; otherwise it is
    /// derived for ever, to no effect but the work.
    /// </summary>
    protected virtual IEnumerable<DueEvent> Due(TState current, DateTimeOffset now) => [];

    public async Task<DateTimeOffset?> DeriveDue()
    {
        // What was reported in time may be in the log and not here yet.
        await Complete();
        await CatchUp();
        if (folded.State is not { } state)
        {
            return null;
        }

        NewEvent[] due = [.. Due(state, services.Time.GetUtcNow()).Take(MostDueAtOnce).Select(e => e.Of(subject))];
        if (due.Length > 0)
        {
            await services.Log.Append([.. due]);
            await CatchUp();
        }
        else
        {
            // Whoever asks has read in the row that something is due. If nothing is, the row is not the actor's last one.
            writtenRevision = 0;
        }

        await MakeDurable();
        SnapshotWhenDue();
        return NextDue(folded.State);
    }
}
