using System.Diagnostics;
using System.Globalization;
using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Running;
using Npgsql;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>(g) From the <c>kill -9</c> of one of three silos, under load, until the checkpoint of every partition moves again.</summary>
internal sealed class Recovery : IFigure
{
    private const int Rate = 1_000;
    private const int Seconds = 90;
    private const int BeforeKill = 20;
    private const string SelectHeads = "SELECT partition, head_offset FROM autocrm.partition_head";
    private const string SelectCheckpoints = "SELECT partition, log_offset FROM autocrm.partition_checkpoint";
    private static readonly string[] ThreeSilos = ["--silos", "3"];
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public string Letters => "g";

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        await bench.Restart(ThreeSilos, cancellation);
        using var client = bench.Client();
        await using var lag = await bench.WatchFolding(cancellation);
        await WarmUp.Run(bench, client, lag, cancellation);
        var bodies = bench.Ordinary.Random(Rate * Seconds, batch: 50).ToList();
        var load = new OpenLoop(client).Run(bodies, Rate, cancellation);
        await Task.Delay(TimeSpan.FromSeconds(BeforeKill), cancellation);

        Kill(bench.System.Silos[^1]);
        var killed = Stopwatch.GetTimestamp();
        var heads = await Read(bench.System.Database, SelectHeads, cancellation);
        var moved = await UntilAllMoved(bench.System.Database, heads, killed, cancellation);
        var acknowledged = (await load).Sum();
        await lag.Drained(TimeSpan.FromMinutes(2), cancellation);
        bench.Report.Add(
            "g",
            "s from the kill -9 of one of three silos until all partitions move",
            moved.Max(),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{heads.Count} partitions, half of them within {moved.Order().ElementAt(moved.Count / 2):0.0} s; {Rate:#,0} events/s went on: acknowledged {acknowledged}, {client.Counts.Refusals} requests refused and {client.Counts.Failures} failed, all repeated"));
    }

    private static void Kill(int silo)
    {
        using var process = Process.GetProcessById(silo);
        process.Kill();
    }

    /// <summary>When each partition had folded more than the log held at the kill, in seconds after it.</summary>
    private static async Task<List<double>> UntilAllMoved(
        NpgsqlDataSource database, Dictionary<short, long> heads, long killed, CancellationToken cancellation)
    {
        var waiting = new Dictionary<short, long>(heads);
        var moved = new List<double>();
        while (waiting.Count > 0)
        {
            if (Stopwatch.GetElapsedTime(killed) > TimeSpan.FromSeconds(Seconds * 2))
            {
                throw new InvalidOperationException($"{waiting.Count} partitions did not move again.");
            }

            foreach (var (partition, offset) in await Read(database, SelectCheckpoints, cancellation))
            {
                if (waiting.TryGetValue(partition, out var head) && offset > head)
                {
                    waiting.Remove(partition);
                    moved.Add(Stopwatch.GetElapsedTime(killed).TotalSeconds);
                }
            }

            await Task.Delay(Look, cancellation);
        }

        return moved;
    }

    private static async Task<Dictionary<short, long>> Read(NpgsqlDataSource database, string select, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(select);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var offsets = new Dictionary<short, long>();
        while (await reader.ReadAsync(cancellation))
        {
            offsets[reader.GetInt16(0)] = reader.GetInt64(1);
        }

        return offsets;
    }
}
