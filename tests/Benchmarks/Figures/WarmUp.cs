using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Measuring;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>Brings every actor of the ordinary workload into memory, and everything on the way through the compiler.</summary>
internal static class WarmUp
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(8);

    public static async Task<Workload> Run(Bench bench, EventClient client, FoldLag lag, CancellationToken cancellation)
    {
        Bench.Notices.Step($"Warming up: {bench.Options.Vehicles:#,0} vehicles and {bench.Options.Customers:#,0} customers");
        var workload = new Workload(bench.Population("WA"), bench.Numbers, seed: 1);
        var batch = bench.Options.Batch;
        var each = workload.Each(0, bench.Options.Vehicles, batch);
        var all = TimeSpan.FromMinutes(5);
        await new Saturation(client, lag).Run(each, all, cancellation);
        await new Saturation(client, lag).Run(workload.Random(int.MaxValue, batch), Time, cancellation);
        await lag.Drained(all, cancellation);
        return workload;
    }
}
