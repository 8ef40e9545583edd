using System.Diagnostics;
using Npgsql;

namespace AutoCrm.Actors.Benchmarks.Measuring;

/// <summary>How far the log and the folding had come at a moment. A checkpoint moves only when rows are durable, so what is folded is searchable.</summary>
internal readonly record struct FoldSample(long At, long Appended, long Folded)
{
    public long Lag => Appended - Folded;
}

/// <summary>Samples the heads of the log and the checkpoints, ten times a second.</summary>
internal sealed class FoldLag : IAsyncDisposable
{
    private const string Select =
        """
        SELECT sum(head_offset)::bigint, sum(coalesce(log_offset, 0))::bigint
        FROM autocrm.partition_head LEFT JOIN autocrm.partition_checkpoint USING (partition)
        """;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly NpgsqlDataSource database;
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly List<FoldSample> samples = [];
    private readonly Task sampling;

    private FoldLag(NpgsqlDataSource database, FoldSample first)
    {
        this.database = database;
        samples.Add(first);
        sampling = Sample();
    }

    /// <summary>The latest sample.</summary>
    public FoldSample Now
    {
        get
        {
            lock (gate)
            {
                return samples[^1];
            }
        }
    }

    public static async Task<FoldLag> Start(NpgsqlDataSource database, CancellationToken cancellation) =>
        new(database, await Read(database, cancellation));

    /// <summary>The samples between two times of the clock of <see cref="Stopwatch"/>.</summary>
    public IReadOnlyList<FoldSample> Between(long from, long to)
    {
        lock (gate)
        {
            return [.. samples.Where(sample => sample.At >= from && sample.At <= to)];
        }
    }

    public double FoldedPerSecond(long from, long to)
    {
        var window = Between(from, to);
        return window.Count < 2 ? 0 : (window[^1].Folded - window[0].Folded) / Stopwatch.GetElapsedTime(window[0].At, window[^1].At).TotalSeconds;
    }

    /// <summary>
    /// Which part accepted events are of all that was folded since, once everything is. What actors tell of themselves
    /// follows closely, so that each count of folded events holds as large a part of it.
    /// </summary>
    public async Task<double> ShareOf(long accepted, long before, CancellationToken cancellation)
    {
        await Task.Delay(2 * Pause, cancellation);
        return (double)accepted / (Now.Folded - before);
    }

    /// <summary>Waits until everything in the log is folded.</summary>
    /// <exception cref="TimeoutException">It was not within the bound.</exception>
    public async Task Drained(TimeSpan bound, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while ((await Read(database, cancellation)).Lag > 0)
        {
            if (Stopwatch.GetElapsedTime(began) > bound)
            {
                throw new TimeoutException($"{Now.Lag} events were not folded within {bound.TotalSeconds:0} s.");
            }

            await Task.Delay(Pause / 4, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await sampling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private static async Task<FoldSample> Read(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Select);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new FoldSample(Stopwatch.GetTimestamp(), reader.GetInt64(0), reader.GetInt64(1));
    }

    private async Task Sample()
    {
        while (true)
        {
            await Task.Delay(Pause, stop.Token);
            try
            {
                var sample = await Read(database, stop.Token);
                lock (gate)
                {
                    samples.Add(sample);
                }
            }
            catch (NpgsqlException) when (!stop.IsCancellationRequested)
            {
                // The database is restarting: the gap shows in the samples.
            }
        }
    }
}
