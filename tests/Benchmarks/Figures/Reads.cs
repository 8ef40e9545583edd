using System.Globalization;
using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>(d) Reads of live state by GraphQL: as many as 16 callers get, and how long one takes at half of that.</summary>
internal sealed class Reads : IFigure
{
    private const int Callers = 16;

    public string Letters => "d";

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        await using (var lag = await bench.WatchFolding(cancellation))
        {
            using var client = bench.Client();
            await WarmUp.Run(bench, client, lag, cancellation);
        }

        var requests = QueryLoad.Requests(bench.System.Api, bench.System.Token, bench.Population("WA"), 0, bench.Options.Vehicles);
        var time = TimeSpan.FromSeconds(Math.Min(bench.Options.Seconds, 30));
        using var load = await QueryLoad.Open(bench.System.Api, Callers, cancellation);
        await load.For(TimeSpan.FromSeconds(5), requests, cancellation);

        var cpu = bench.System.Cpu.Read();
        var (perSecond, latencies) = await load.For(time, requests, cancellation);
        var used = bench.System.Cpu.Read() - cpu;
        bench.Report.Add("d", $"reads/s of vehicle(vin), {Callers} callers", perSecond, latencies.Sum().ToString(), used, latencies.Count);

        var half = perSecond / 2;
        var open = (await load.AtRate(half, time, requests, cancellation)).Sum();
        bench.Report.Add("d", "ms for a read, p99, open loop", open.P99, string.Create(CultureInfo.InvariantCulture, $"{open} at {half:#,0} reads/s"));
    }
}
