using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Measuring;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>(c) From the sending of one event to the arrival of the change at a GraphQL subscriber, alone and under load.</summary>
internal sealed class ChangeLatency : IFigure
{
    private const int Watched = 50;
    private const int PerSecond = 20;
    private static readonly TimeSpan LastArrival = TimeSpan.FromSeconds(10);

    public string Letters => "c";

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        using var client = bench.Client();
        await using var lag = await bench.WatchFolding(cancellation);
        var background = await WarmUp.Run(bench, client, lag, cancellation);
        var half = await HalfOfMost(bench, client, lag, background, cancellation);
        var trickle = new Workload(new Population("LA", bench.Options.Dealerships, Watched, Watched), bench.Numbers, seed: 3);
        await Trickle(bench, trickle, seconds: 5, cancellation);
        await lag.Drained(TimeSpan.FromMinutes(1), cancellation);
        var cpu = bench.System.Cpu.Read();
        var (changes, acknowledged) = await Trickle(bench, trickle, bench.Options.Seconds, cancellation);
        Tell(bench, "at a trickle", changes, acknowledged, bench.System.Cpu.Read() - cpu, isDemanded: true);

        var bodies = background.Random((int)(half * (bench.Options.Seconds + 2)), bench.Options.Batch).ToList();
        cpu = bench.System.Cpu.Read();
        var load = new OpenLoop(client).Run(bodies, half, cancellation);
        (changes, acknowledged) = await Trickle(bench, trickle, bench.Options.Seconds, cancellation);
        await load;
        Tell(bench, string.Create(CultureInfo.InvariantCulture, $"beside {half:#,0} events/s, half of the maximum"), changes, acknowledged, bench.System.Cpu.Read() - cpu);
    }

    private static async Task<double> HalfOfMost(Bench bench, EventClient client, FoldLag lag, Workload workload, CancellationToken cancellation)
    {
        if (bench.SustainedRate == 0)
        {
            bench.SustainedRate = bench.Options.Rate
                ?? await new Saturation(client, lag).Run(workload.Random(int.MaxValue, bench.Options.Batch), TimeSpan.FromSeconds(10), cancellation);
            await lag.Drained(TimeSpan.FromMinutes(1), cancellation);
        }

        return bench.SustainedRate / 2;
    }

    private static void Tell(Bench bench, string when, Latencies changes, Latencies acknowledged, CpuTime cpu, bool isDemanded = false)
    {
        var sum = changes.Sum();
        var notes = string.Create(
            CultureInfo.InvariantCulture,
            $"max {sum.Max:0} ms of {sum.Count:#,0}, {PerSecond}/s on {Watched} watched vehicles; acknowledged {acknowledged.Sum()}");
        bench.Report.Add("c", $"ms from an event to its change at a subscriber, p50, {when}", sum.P50, notes, cpu, wanted: isDemanded ? "≤ 5" : null);
        bench.Report.Add("c", $"the same, p99, {when}", sum.P99, string.Empty, wanted: isDemanded ? "≤ 30" : null);
    }

    /// <summary>Single events at a constant rate, each about one of the watched vehicles.</summary>
    private static async Task<(Latencies Changes, Latencies Acknowledged)> Trickle(Bench bench, Workload workload, int seconds, CancellationToken cancellation)
    {
        var (changes, acknowledged) = (new Latencies(seconds * PerSecond), new Latencies(seconds * PerSecond));
        using var client = bench.Client(Watched);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bench.System.Token);
        var watches = new List<VehicleWatch>();
        try
        {
            for (var vehicle = 0; vehicle < Watched; vehicle++)
            {
                await client.Send(workload.Reading(vehicle).Body, cancellation);
                watches.Add(await VehicleWatch.Start(http, bench.System.Api, new Population("LA", 1, 1, 1).Vin(vehicle), changes));
            }

            await Send(workload, client, watches, acknowledged, seconds, cancellation);
            await Arrived(watches, cancellation);
        }
        finally
        {
            await Task.WhenAll(watches.Select(watch => watch.DisposeAsync().AsTask()));
        }

        return (changes, acknowledged);
    }

    private static async Task Send(
        Workload workload, EventClient client, List<VehicleWatch> watches, Latencies acknowledged, int seconds, CancellationToken cancellation)
    {
        var random = new Random(4);
        var running = new List<Task>();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < seconds * PerSecond; i++)
        {
            var vehicle = random.Next(Watched);
            var (body, km) = workload.Reading(vehicle);
            await OpenLoop.Until(began + (i * Stopwatch.Frequency / PerSecond), cancellation);
            watches[vehicle].Expect(km);
            running.Add(One(body));
        }

        await Task.WhenAll(running);

        async Task One(EventBody body)
        {
            var sent = Stopwatch.GetTimestamp();
            await client.Send(body, cancellation);
            acknowledged.Add(Stopwatch.GetElapsedTime(sent));
        }
    }

    private static async Task Arrived(List<VehicleWatch> watches, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        while (watches.Sum(watch => watch.Missing) is var missing and > 0)
        {
            if (Stopwatch.GetElapsedTime(began) > LastArrival)
            {
                throw new InvalidOperationException($"{missing} changes did not arrive within {LastArrival.TotalSeconds:0} s.");
            }

            await Task.Delay(20, cancellation);
        }
    }
}
