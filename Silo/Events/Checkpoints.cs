using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Schema;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>Saves how far partitions are folded: the latest of all of them in one statement, and never backwards.</summary>
internal sealed partial class Checkpoints(
    DataSources databases, LogIncarnation incarnation, TimeProvider time, ILogger<Checkpoints> logger)
    : BackgroundService, ICheckpoints
{
    // A checkpoint beyond the head is of a log that was longer: it says nothing, and must not hold up the new ones.
    private const string Select =
        """
        WITH beyond AS (
            DELETE FROM partition_checkpoint c USING partition_head h
            WHERE c.partition = $1 AND h.partition = c.partition AND c.log_offset > h.head_offset)
        SELECT c.log_offset FROM partition_checkpoint c JOIN partition_head h USING (partition)
        WHERE partition = $1 AND c.epoch = $2 AND c.log_offset <= h.head_offset
        """;

    private const string Save =
        """
        INSERT INTO partition_checkpoint AS saved (partition, log_offset, epoch)
        SELECT p, o, $3 FROM unnest($1, $2) AS moved(p, o)
        ON CONFLICT (partition) DO UPDATE SET log_offset = excluded.log_offset, epoch = excluded.epoch
        WHERE saved.log_offset < excluded.log_offset OR saved.epoch <> excluded.epoch
        """;

    /// <summary>So long passes at least from one statement to the next: a checkpoint that comes a little later costs nobody anything.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    private readonly Dictionary<short, long> moved = [];
    private readonly SemaphoreSlim news = new(0, 1);

    public async Task<long> Read(int partition, CancellationToken cancellation)
    {
        await using var command = databases.Write.CreateCommand(Select);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)partition });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = incarnation.Epoch });
        return (long)(await command.ExecuteScalarAsync(cancellation) ?? 0L);
    }

    public void Advance(int partition, long offset)
    {
        lock (moved)
        {
            moved[(short)partition] = Math.Max(offset, moved.GetValueOrDefault((short)partition));
            if (news.CurrentCount == 0)
            {
                news.Release();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await news.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var began = time.GetTimestamp();
            await SaveMoved();
            await time.Keep(Pace, began, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await SaveMoved();
    }

    private async Task SaveMoved()
    {
        KeyValuePair<short, long>[] taken;
        lock (moved)
        {
            taken = [.. moved];
            moved.Clear();
        }

        if (taken.Length == 0)
        {
            return;
        }

        try
        {
            await using var command = databases.Write.CreateCommand(Save);
            command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(taken, t => t.Key) });
            command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(taken, t => t.Value) });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = incarnation.Epoch });
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException)
        {
            LogSaveFailed(logger, failure);
            Array.ForEach(taken, t => Advance(t.Key, t.Value));
            await Task.Delay(TimeSpan.FromMilliseconds(500), time, CancellationToken.None);
        }
    }

    [LoggerMessage(2301, LogLevel.Warning, "The checkpoints could not be saved; they are saved again.")]
    private static partial void LogSaveFailed(ILogger logger, Exception failure);
}
