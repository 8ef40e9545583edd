using System.Diagnostics;
using System.Globalization;
using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>(e) Actors a second that come into memory with their history, after a restart: by reads, and by events.</summary>
internal sealed class Activations : IFigure
{
    private const int Callers = 128;
    private const int JitReads = 1_000;

    public string Letters => "e";

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        await Fill(bench, cancellation);
        await bench.Restart([], cancellation);
        await ByReads(bench, cancellation);
        await bench.Restart([], cancellation);
        await ByEvents(bench, cancellation);
    }

    private static async Task Fill(Bench bench, CancellationToken cancellation)
    {
        using var client = bench.Client();
        await using var lag = await bench.WatchFolding(cancellation);
        await WarmUp.Run(bench, client, lag, cancellation);
    }

    private static async Task ByReads(Bench bench, CancellationToken cancellation)
    {
        var requests = QueryLoad.Requests(bench.System.Api, bench.System.Token, bench.Population("WA"), 0, bench.Options.Vehicles);
        using var load = await QueryLoad.Open(bench.System.Api, Callers, cancellation);
        // The first ones compile the code, and are read again and again for that.
        var first = Math.Min(JitReads, requests.Length / 10);
        await load.For(TimeSpan.FromSeconds(5), requests[..first], cancellation);
        var cpu = bench.System.Cpu.Read();
        var (perSecond, latencies) = await load.Once(requests[first..], cancellation);
        var used = bench.System.Cpu.Read() - cpu;
        bench.Report.Add(
            "e", "cold actors activated a second, by reads", perSecond, string.Create(CultureInfo.InvariantCulture, $"{latencies.Count:#,0} vehicles, {Callers} callers; {latencies.Sum()}"), used, latencies.Count);
    }

    private static async Task ByEvents(Bench bench, CancellationToken cancellation)
    {
        using var client = bench.Client();
        await using var lag = await bench.WatchFolding(cancellation);
        var others = new Workload(bench.Population("JA"), bench.Numbers, seed: 5);
        await new Saturation(client, lag).Run(others.Random(int.MaxValue, bench.Options.Batch), TimeSpan.FromSeconds(5), cancellation);
        await lag.Drained(TimeSpan.FromMinutes(1), cancellation);

        var bodies = bench.Ordinary.Each(0, bench.Options.Vehicles, bench.Options.Batch).ToList();
        var cpu = bench.System.Cpu.Read();
        var began = Stopwatch.GetTimestamp();
        await new Saturation(client, lag).Run(bodies, TimeSpan.FromMinutes(5), cancellation);
        await lag.Drained(TimeSpan.FromMinutes(5), cancellation);
        var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var used = bench.System.Cpu.Read() - cpu;
        var actors = bench.Options.Vehicles + bench.Options.Customers;
        bench.Report.Add(
            "e", "cold actors activated a second, by events", actors / elapsed, string.Create(CultureInfo.InvariantCulture, $"one event about each of {bench.Options.Vehicles:#,0} vehicles, and with that about {actors:#,0} actors at most; {elapsed:0.0} s until all were folded"), used, bench.Options.Vehicles);
    }
}
