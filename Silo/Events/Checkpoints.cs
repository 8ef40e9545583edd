using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Owners;
using AutoCrm.Actors.Silo.Schema;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>
/// Saves how far partitions are folded: the latest of all of them in one statement, and never backwards. Nobody waits
/// until it is durable; what a crash of the database may have taken is saved once more a little later.
/// </summary>
internal sealed partial class Checkpoints(
    DataSources databases, LogIncarnation incarnation, ILocalSiloDetails here, TimeProvider time, ILogger<Checkpoints> logger)
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

    // What is committed without a wait is after the rows in the database's own log: no crash keeps it and takes them.
    // Who is dead to the others and runs on brings events to actors that nobody else asks: they are not folded by that.
    private const string Save =
        $"""
        WITH eased AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
        INSERT INTO partition_checkpoint AS saved (partition, log_offset, epoch)
        SELECT p, o, $3 FROM unnest($1, $2) AS moved(p, o), eased
        WHERE NOT EXISTS (SELECT FROM OrleansMembershipTable m WHERE {MemberNames.OfRow} = $4 AND m.Status = 6)
        ON CONFLICT (partition) DO UPDATE SET log_offset = excluded.log_offset, epoch = excluded.epoch
        WHERE saved.log_offset < excluded.log_offset OR saved.epoch <> excluded.epoch
        """;

    /// <summary>So long passes at least from one statement to the next: a checkpoint that comes a little later costs nobody anything.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    /// <summary>So long after it was saved a checkpoint is saved again at the earliest. PostgreSQL makes such commits durable within 0.6 s.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private readonly Dictionary<short, long> moved = [];
    private readonly SemaphoreSlim news = new(0, 1);
    private Dictionary<short, long> saved = [];
    private Dictionary<short, long> savedBefore = [];
    private long savedAgain;

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
            await ((Task)news.WaitAsync(Again, stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var began = time.GetTimestamp();
            await SaveMoved();
            await SaveAgain();
            await time.Keep(Pace, began, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await SaveMoved();
    }

    private async Task SaveMoved()
    {
        Dictionary<short, long> taken;
        lock (moved)
        {
            taken = new(moved);
            moved.Clear();
        }

        await SaveAll(taken);
    }

    // A partition in which nothing happens any more moves its checkpoint no more.
    private async Task SaveAgain()
    {
        if (time.GetElapsedTime(savedAgain) >= Again)
        {
            savedAgain = time.GetTimestamp();
            var taken = savedBefore;
            (savedBefore, saved) = (saved, []);
            await SaveAll(taken);
        }
    }

    private async Task SaveAll(Dictionary<short, long> taken)
    {
        if (taken.Count == 0)
        {
            return;
        }

        try
        {
            await using var command = databases.Write.CreateCommand(Save);
            command.Parameters.Add(new NpgsqlParameter { Value = taken.Keys.ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = taken.Values.ToArray() });
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = incarnation.Epoch });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = here.SiloAddress.MemberName() });
            if (await command.ExecuteNonQueryAsync(CancellationToken.None) > 0)
            {
                NoteSaved(taken);
            }
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException)
        {
            LogSaveFailed(logger, failure);
            foreach (var (partition, offset) in taken)
            {
                Advance(partition, offset);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(500), time, CancellationToken.None);
        }
    }

    private void NoteSaved(Dictionary<short, long> taken)
    {
        foreach (var (partition, offset) in taken)
        {
            saved[partition] = Math.Max(offset, saved.GetValueOrDefault(partition));
        }
    }

    [LoggerMessage(2301, LogLevel.Warning, "The checkpoints could not be saved; they are saved again.")]
    private static partial void LogSaveFailed(ILogger logger, Exception failure);
}
