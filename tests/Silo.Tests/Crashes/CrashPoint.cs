using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using Npgsql;
using Orleans.Storage;

namespace AutoCrm.Actors.Silo.Tests.Crashes;

/// <summary>Between which steps a silo ends.</summary>
public enum Step
{
    /// <summary>Nothing is appended yet.</summary>
    BeforeAppend,

    /// <summary>The append is committed and nobody knows.</summary>
    Appended,

    /// <summary>The state is folded, its row is not on its way yet.</summary>
    Folded,

    /// <summary>The row is collected for the next statement.</summary>
    RowCollected,

    /// <summary>The rows are durable, nobody has confirmed them.</summary>
    RowDurable,

    /// <summary>Everything is confirmed, the checkpoint is as before.</summary>
    BeforeCheckpoint,

    /// <summary>The checkpoint has been handed over to be saved.</summary>
    CheckpointMoved,

    /// <summary>The snapshot is due and not written.</summary>
    BeforeSnapshot,

    /// <summary>The snapshot is written, its actor does not know.</summary>
    SnapshotWritten,
}

/// <summary>
/// Ends a silo's life at the n-th time of a step. What a killed process would never have done must not reach the
/// database: the silo's role may not log in any more and its sessions are gone before the step goes on.
/// </summary>
internal sealed class CrashPoint(string connectionString, string role, Step step, int time)
{
    private readonly Lock gate = new();
    private int times;

    public bool HasCrashed { get; private set; }

    public override string ToString() => $"{step} {time}";

    public void At(Step reached)
    {
        lock (gate)
        {
            if (HasCrashed)
            {
                throw new IOException("The silo has crashed.");
            }

            if (reached != step || ++times != time)
            {
                return;
            }

            using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            connection.Open();
            using var command = new NpgsqlCommand(
                $"ALTER ROLE {role} NOLOGIN; SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{role}'", connection);
            command.ExecuteNonQuery();
            HasCrashed = true;
            throw new IOException("The silo crashes.");
        }
    }
}

internal sealed class CrashingLog(IEventLog inner, CrashPoint crash) : IEventLog
{
    public Guid Epoch => inner.Epoch;

    public Task<AppendReply> Append(ImmutableArray<NewEvent> events) => Append(() => inner.Append(events));

    public Task<AppendReply> AppendTogether(ImmutableArray<NewEvent> events) => Append(() => inner.AppendTogether(events));

    private async Task<AppendReply> Append(Func<Task<AppendReply>> append)
    {
        crash.At(Step.BeforeAppend);
        var reply = await append();
        crash.At(Step.Appended);
        return reply;
    }

    public Task<DecisionReply> AppendDecision(Decision decision) => inner.AppendDecision(decision);

    public Task<DecisionReply?> FindDecision(string source, string id, Guid command) => inner.FindDecision(source, id, command);

    public Task<ImmutableArray<LoggedEvent>> ReadPartition(int partition, long after, int most, CancellationToken cancellation) =>
        inner.ReadPartition(partition, after, most, cancellation);

    public Task<long> ReadHead(int partition, CancellationToken cancellation) => inner.ReadHead(partition, cancellation);

    public Task<bool> Reaches(Position position) => inner.Reaches(position);
}

internal sealed class CrashingWriter<TRow>(IReadModelWriter<TRow> inner, CrashPoint crash) : IReadModelWriter<TRow>
    where TRow : IReadModelRow
{
    public Guid Id => inner.Id;

    public RowTicket Write(RowSlot slot, TRow row)
    {
        crash.At(Step.Folded);
        var ticket = inner.Write(slot, row);
        crash.At(Step.RowCollected);
        return ticket;
    }

    public async Task<ImmutableArray<string>> Durable(RowTicket ticket)
    {
        var refused = await inner.Durable(ticket);
        crash.At(Step.RowDurable);
        return refused;
    }

    public Task Overwrite(TRow row) => inner.Overwrite(row);
}

internal sealed class CrashingCheckpoints(ICheckpoints inner, CrashPoint crash) : ICheckpoints
{
    public Task<long> Read(int partition, CancellationToken cancellation) => inner.Read(partition, cancellation);

    public void Advance(int partition, long offset)
    {
        crash.At(Step.BeforeCheckpoint);
        inner.Advance(partition, offset);
        crash.At(Step.CheckpointMoved);
    }
}

internal sealed class CrashingSnapshots(IGrainStorage inner, CrashPoint crash) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => ((ILifecycleParticipant<ISiloLifecycle>)inner).Participate(observer);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        crash.At(Step.BeforeSnapshot);
        await inner.WriteStateAsync(stateName, grainId, grainState);
        crash.At(Step.SnapshotWritten);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => inner.ClearStateAsync(stateName, grainId, grainState);
}
