using System.Globalization;
using AutoCrm.Actors.Benchmarks.History;
using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Measuring;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>Whether an event costs more when the log is long: (a) with a short history, and again with a long one.</summary>
internal sealed class HistoryCost(long events)
{
    private const long Short = 100_000;
    private static readonly TimeSpan ForThePast = TimeSpan.FromSeconds(30);

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        var before = await With("HA", Short, bench, cancellation);
        var after = await With("HB", events, bench, cancellation);
        var change = (after.Folded / before.Folded) - 1;
        var perEvent = (after.CpuPerEvent / before.CpuPerEvent) - 1;
        bench.Report.Add(
            "a",
            string.Create(CultureInfo.InvariantCulture, $"% by which (a) changes with {events:#,0} more events in the log"),
            change * 100,
            string.Create(CultureInfo.InvariantCulture, $"{before.Folded:#,0}/s with {Short:#,0} events, {after.Folded:#,0}/s then; CPU time per event changes by {perEvent:0.0%}"),
            wanted: "≥ -15");
    }

    // What is told of actors with a past speaks of the dealerships of that past, which have no snapshots here: they read
    // all of it once.
    private static async Task Settle(Bench bench, EventClient client, FoldLag lag, CancellationToken cancellation)
    {
        var workload = await WarmUp.Run(bench, client, lag, cancellation);
        await new Saturation(client, lag).Run(workload.Random(int.MaxValue, bench.Options.Batch), ForThePast, cancellation);
    }

    private static async Task<(double Folded, double CpuPerEvent)> With(string code, long history, Bench bench, CancellationToken cancellation)
    {
        await using (var stopped = await bench.System.StopAllButPostgres(cancellation))
        {
            await new LogFill(stopped.Database, TimeProvider.System.GetUtcNow().AddDays(-300)).Add(bench.Population(code), history, cancellation);
        }

        await bench.Start(cancellation);
        bench.Ordinary = new Workload(bench.Population(code), bench.Numbers, seed: 9);
        using var client = bench.Client();
        await using var lag = await bench.WatchFolding(cancellation);
        await Settle(bench, client, lag, cancellation);
        var name = string.Create(CultureInfo.InvariantCulture, $"events/s after {history:#,0} events of history, warm");
        var window = await new SustainedLoad(bench, client, lag).Warm(name, null, cancellation);
        await RowTotals.Check(bench, cancellation);
        var cpu = window.Cpu;
        return (window.Folded, (cpu.Silo + cpu.Api + cpu.Postgres) / window.Counts.Accepted);
    }
}
