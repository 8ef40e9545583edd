using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using Orleans.Storage;

namespace AutoCrm.Actors.Grains;

internal abstract partial class EntityGrain<TState, TRow>
{
    /// <summary>The least number of new events that is worth a snapshot when the actor leaves.</summary>
    private const long LeastEventsPerSnapshot = 100;

    /// <summary>The same while it lives: the tail of the history is read within milliseconds, and a snapshot says everything anew.</summary>
    private const long LeastEventsWhileAlive = 500;

    /// <summary>The most events that an activation has to read after its snapshot.</summary>
    private const long MostEventsPerSnapshot = 5000;

    private readonly GrainState<Snapshot<TState>> stored = new();
    private long snapshotRevision;
    private bool storedWasRead;
    private Task? snapshotting;

    /// <summary>The name under which snapshots are stored; part of the data format.</summary>
    protected virtual string StateName => typeof(TState).Name.ToLowerInvariant();

    private async Task<Snapshot<TState>?> ReadSnapshot()
    {
        storedWasRead = true;
        await services.Snapshots.ReadStateAsync(StateName, this.GetGrainId(), stored);
        var snapshot = stored.RecordExists ? stored.State : null;
        if (snapshot is null)
        {
            return null;
        }

        if (!snapshot.IsUsableFor(subject.Key, services.Log.Epoch, FoldVersion))
        {
            LogSnapshotDiscarded(services.Logger, subject.Kind, "damaged, foreign, or of another log or fold");
            return null;
        }

        if (await IsBeyondLog(snapshot.Applied))
        {
            LogSnapshotDiscarded(services.Logger, subject.Kind, "ahead of the log, which has been set back");
            return null;
        }

        snapshotRevision = snapshot.Revision;
        return snapshot;
    }

    private async Task<bool> IsBeyondLog(ImmutableArray<Position> positions)
    {
        foreach (var position in positions)
        {
            if (!await services.Log.Reaches(position))
            {
                return true;
            }
        }

        return false;
    }

    private void SnapshotWhenDue()
    {
        // As many new events as the last one held: however long a history is, an event pays for one more writing of itself.
        var due = Math.Clamp(snapshotRevision, LeastEventsWhileAlive, MostEventsPerSnapshot);
        if (folded.Revision - snapshotRevision >= due && snapshotting is null or { IsCompleted: true })
        {
            snapshotting = WriteSnapshot();
            snapshotting.Ignore();
        }
    }

    /// <summary>Writes the row, and the snapshot over an older one.</summary>
    protected async Task StoreNow()
    {
        await MakeDurable();
        if (!storedWasRead)
        {
            await ReadSnapshot();
        }

        if (stored.RecordExists)
        {
            await WriteSnapshot();
        }
    }

    private async Task SnapshotBeforeLeaving()
    {
        if (snapshotting is { } running)
        {
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        if (folded.Revision - snapshotRevision >= LeastEventsPerSnapshot)
        {
            await WriteSnapshot();
        }
    }

    /// <returns>Whether this activation is still the one that writes.</returns>
    private async Task<bool> WriteSnapshot()
    {
        if (!storedWasRead)
        {
            await ReadSnapshot();
        }

        var snapshot = new Snapshot<TState>
        {
            Key = subject.Key,
            Epoch = services.Log.Epoch,
            FoldVersion = FoldVersion,
            Revision = folded.Revision,
            Applied = PositionToken.Of(services.Log.Epoch, folded.Applied.Positions).Positions,
            State = folded.State,
        };
        try
        {
            stored.State = snapshot;
            await services.Snapshots.WriteStateAsync(StateName, this.GetGrainId(), stored);
            snapshotRevision = snapshot.Revision;
            return true;
        }
        catch (InconsistentStateException)
        {
            // Another activation of this actor has written: it goes on, this one leaves and loses nothing.
            LogSnapshotLost(services.Logger, subject.Kind);
            DeactivateOnIdle();
            return false;
        }
    }
}
