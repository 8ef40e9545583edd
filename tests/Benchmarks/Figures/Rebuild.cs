using System.Diagnostics;
using System.Globalization;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>(h) Events a second that a rebuild of every read model folds, from the command to its end, beside a system that is idle.</summary>
internal sealed class Rebuild : IFigure
{
    private const int SecondsOfEvents = 20;

    public string Letters => "h";

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        using (var client = bench.Client())
        {
            await using var lag = await bench.WatchFolding(cancellation);
            var workload = await WarmUp.Run(bench, client, lag, cancellation);
            await new Load.Saturation(client, lag).Run(
                workload.Random(int.MaxValue, bench.Options.Batch), TimeSpan.FromSeconds(SecondsOfEvents), cancellation);
            await lag.Drained(TimeSpan.FromMinutes(2), cancellation);
        }

        var events = await Events(bench, cancellation);
        var began = Stopwatch.GetTimestamp();
        await bench.System.Autocrm(["rebuild"], cancellation);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await RowTotals.Check(bench, cancellation);
        bench.Report.Add(
            "h",
            "events/s of a rebuild of all read models",
            events / seconds,
            string.Create(CultureInfo.InvariantCulture, $"{events:#,0} events, each folded by customer, vehicle and dealership, in {seconds:0.0} s"));
    }

    private static async Task<long> Events(Bench bench, CancellationToken cancellation)
    {
        await using var command = bench.System.Database.CreateCommand("SELECT sum(head_offset)::bigint FROM autocrm.partition_head");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
