using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>(a) Events a second that are acknowledged, folded by customer, vehicle and dealership, and searchable; warm and cold.</summary>
internal sealed class Throughput : IFigure
{
    private const int MostNewActors = 4_000_000;
    private const string WantedWarm = "≥ 12,000";
    private const string WantedCold = "≥ 60 % of warm";

    public string Letters => "a";

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        using var client = bench.Client();
        await using var lag = await bench.WatchFolding(cancellation);
        var load = new SustainedLoad(bench, client, lag);
        var (warm, cold) = bench.Options.Load == LoadKind.Simulated
            ? await Simulated(load, new SimulatedLoad(bench, client, lag), bench.Options.Seconds, cancellation)
            : await Ordinary(load, bench, cancellation);
        bench.WarmRate = warm.Folded;
        bench.Report.Add("a", "cold in % of warm", 100 * cold.Folded / warm.Folded, string.Empty, wanted: "≥ 60");
        await RowTotals.Check(bench, cancellation);
    }

    private static async Task<(Window Warm, Window Cold)> Ordinary(SustainedLoad load, Bench bench, CancellationToken cancellation)
    {
        var warm = await load.Warm("events/s acknowledged, folded and searchable, warm", WantedWarm, cancellation);
        bench.SustainedRate = warm.Folded;
        return (warm, await Cold(bench, load, cancellation));
    }

    private static async Task<(Window Warm, Window Cold)> Simulated(SustainedLoad load, SimulatedLoad lives, int seconds, CancellationToken cancellation)
    {
        var warm = await load.Measure(
            "events/s acknowledged, folded and searchable, warm: simulated lives go on", WantedWarm, seconds, lives.GoingOn, cancellation);
        var cold = await load.Measure(
            "events/s, cold: simulated lives begin", WantedCold, seconds, lives.Beginning, cancellation);
        return (warm, cold);
    }

    /// <summary>Every event is about a customer and a vehicle of which nobody has heard before.</summary>
    private static async Task<Window> Cold(Bench bench, SustainedLoad load, CancellationToken cancellation)
    {
        var options = bench.Options;
        var population = new Population("CA", options.Dealerships, MostNewActors, MostNewActors);
        var workload = new Workload(population, bench.Numbers, seed: 2, loyal: true);
        var met = 0;
        return await load.Measure("events/s, cold: every event's customer and vehicle is new", WantedCold, options.Seconds, (events, _) => new(Next(events)), cancellation);

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
