using System.Globalization;
using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Measuring;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>(f) What an actor costs in memory, and whether a silo stays within its limit when a million are touched.</summary>
internal sealed class ActorMemory : IFigure
{
    private const int Live = 100_000;
    private const int Rounds = 3;
    private const int Touched = 1_000_000;
    private const long Limit = 2L * 1024 * 1024 * 1024;

    // What is not heap (code, stacks, buffers of the network) has to fit into the limit, too.
    private const long HeapLimit = Limit - (300L * 1024 * 1024);

    // The bytes of a vehicle's events are its own data; of a customer's the same, because each event is about both.
    private const string SelectOwn =
        "SELECT sum(length(data) + length(source) + length(id))::float8 / count(DISTINCT vin) FROM autocrm.event_log WHERE vin LIKE 'WVWZZZMA%'";

    public string Letters => "f";

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        await bench.Restart([], cancellation);
        await OneActor(bench, cancellation);
        await bench.Restart([], cancellation, new Dictionary<string, string>
        {
            ["DOTNET_GCHeapHardLimit"] = HeapLimit.ToString("x", CultureInfo.InvariantCulture),
        });
        await Million(bench, cancellation);
    }

    private static async Task OneActor(Bench bench, CancellationToken cancellation)
    {
        using var client = bench.Client();
        await using var lag = await bench.WatchFolding(cancellation);
        var saturation = new Saturation(client, lag);
        var silo = bench.System.Silos.Single();
        var few = new Workload(new Population("NA", bench.Options.Dealerships, 2_000, 2_000), bench.Numbers, seed: 6);
        await saturation.Run(few.Random(20_000, bench.Options.Batch), TimeSpan.FromMinutes(5), cancellation);
        await lag.Drained(TimeSpan.FromMinutes(1), cancellation);
        var before = await ManagedHeap.Collect(silo);
        var residentBefore = CpuMeter.ResidentOf(silo);

        var actors = new Workload(new Population("MA", bench.Options.Dealerships, Live / 2, Live / 2), bench.Numbers, seed: 7, loyal: true);
        for (var round = 0; round < Rounds; round++)
        {
            await saturation.Run(actors.Each(0, Live / 2, bench.Options.Batch), TimeSpan.FromMinutes(5), cancellation);
            await lag.Drained(TimeSpan.FromMinutes(2), cancellation);
        }

        var each = (await ManagedHeap.Collect(silo) - before) / (double)Live;
        var own = await Own(bench, cancellation);
        bench.Report.Add(
            "f",
            "bytes of memory per live actor, beyond its own data",
            each - own,
            string.Create(
                CultureInfo.InvariantCulture,
                $"managed heap after a full collection, {Live:#,0} actors with {Rounds} events each: {each:#,0} bytes an actor, less {own:#,0} of its events' data, ids and sources; resident {(CpuMeter.ResidentOf(silo) - residentBefore) / (double)Live:#,0} bytes an actor"),
            wanted: "≤ 6,144");
    }

    private static async Task Million(Bench bench, CancellationToken cancellation)
    {
        using var client = bench.Client();
        await using var lag = await bench.WatchFolding(cancellation);
        var silo = bench.System.Silos.Single();
        var most = 0L;
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = Watch();
        var actors = new Workload(new Population("TA", bench.Options.Dealerships, Touched / 2, Touched / 2), bench.Numbers, seed: 8, loyal: true);
        await new Saturation(client, lag).Run(actors.Each(0, Touched / 2, bench.Options.Batch), TimeSpan.FromMinutes(20), cancellation);
        await lag.Drained(TimeSpan.FromMinutes(5), cancellation);
        await done.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var survived = bench.System.Silos.Single() == silo;
        bench.Report.Add(
            "f",
            "MiB resident at most, of a silo in which a million actors are touched",
            most / 1024.0 / 1024,
            string.Create(CultureInfo.InvariantCulture, $"limit {Limit / 1024 / 1024:#,0} MiB, of which {HeapLimit / 1024 / 1024:#,0} for the managed heap; the silo {(survived ? "went on" : "DIED and was started again")}"),
            wanted: "≤ 2,048");

        async Task Watch()
        {
            while (true)
            {
                most = Math.Max(most, bench.System.Silos.Sum(CpuMeter.ResidentOf));
                await Task.Delay(250, done.Token);
            }
        }
    }

    private static async Task<double> Own(Bench bench, CancellationToken cancellation)
    {
        await using var command = bench.System.Database.CreateCommand(SelectOwn);
        return (double)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
