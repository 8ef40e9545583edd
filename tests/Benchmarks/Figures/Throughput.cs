using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>(a) Events a second that are acknowledged, folded by customer, vehicle and dealership, and searchable; warm and cold.</summary>
internal sealed class Throughput : IFigure
{
    private const int MostColdSeconds = 20;
    private const int MostNewActors = 4_000_000;

    public string Letters => "a";

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        using var client = bench.Client();
        await using var lag = await bench.WatchFolding(cancellation);
        var load = new SustainedLoad(bench, client, lag);
        var warm = await load.Warm("events/s acknowledged, folded and searchable, warm", "≥ 12,000", cancellation);
        bench.SustainedRate = warm.Folded;
        await Cold(bench, load, cancellation);
        await RowTotals.Check(bench, cancellation);
    }

    /// <summary>Every event is about a customer and a vehicle of which nobody has heard before.</summary>
    private static async Task Cold(Bench bench, SustainedLoad load, CancellationToken cancellation)
    {
        var options = bench.Options;
        var population = new Population("CA", options.Dealerships, MostNewActors, MostNewActors);
        var workload = new Workload(population, bench.Numbers, seed: 2, loyal: true);
        var met = 0;
        var seconds = Math.Min(options.Seconds, MostColdSeconds);
        var cold = await load.Measure("events/s, cold: every event's customer and vehicle is new", "≥ 60 % of warm", seconds, Next, cancellation);
        bench.Report.Add("a", "cold in % of warm", 100 * cold.Folded / bench.SustainedRate, string.Empty, wanted: "≥ 60");

        IEnumerable<EventBody> Next(int events)
        {
            foreach (var body in workload.Each(met, Math.Min(events, MostNewActors - met), options.Batch))
            {
                met += body.Events;
                yield return body;
            }
        }
    }
}
