using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Measuring;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>Brings every actor of the ordinary workload into memory, and everything on the way through the compiler.</summary>
internal static class WarmUp
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(8);

    /// <returns>The ordinary workload, the same one each time: its odometers only rise.</returns>
    public static async Task<Workload> Run(Bench bench, EventClient client, FoldLag lag, CancellationToken cancellation)
    {
        if (bench.IsWarm)
        {
            return bench.Ordinary;
        }

        Bench.Notices.Step($"Warming up: {bench.Options.Vehicles:#,0} vehicles and {bench.Options.Customers:#,0} customers");
        var batch = bench.Options.Batch;
        var all = TimeSpan.FromMinutes(5);
        await new Saturation(client, lag).Run(bench.Ordinary.Each(0, bench.Options.Vehicles, batch), all, cancellation);
        await new Saturation(client, lag).Run(bench.Ordinary.Random(int.MaxValue, batch), Time, cancellation);
        await lag.Drained(all, cancellation);
        bench.IsWarm = true;
        return bench.Ordinary;
    }
}
