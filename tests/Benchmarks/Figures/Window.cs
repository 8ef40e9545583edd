using System.Diagnostics;
using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Measuring;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>What happened in one measured open-loop run.</summary>
/// <param name="Offered">Events a second that were due.</param>
/// <param name="Folded">Accepted events a second that became durable, folded and searchable within the window.</param>
/// <param name="Growth">Seconds by which the lag grew in a second, over the second half of the window.</param>
/// <param name="EndLag">Seconds of offered events that were not folded at the end of the window.</param>
/// <param name="Acknowledged">From when a request was due to its answer.</param>
/// <param name="Cpu">CPU time of the window, until all was folded.</param>
/// <param name="Counts">How the offered events were answered.</param>
/// <param name="Unheard">How many people and cars of a simulation they were about of whom nobody had heard before.</param>
/// <param name="AllFolded">How many events were folded, until all were: the accepted ones, and what the actors told of themselves.</param>
internal sealed record Window(
    double Offered, double Folded, double Growth, double EndLag, Percentiles Acknowledged, CpuTime Cpu, EventCounts Counts, long Unheard, long AllFolded)
{
    private const double MostEndLag = 1;
    private const double MostGrowth = 0.02;

    /// <summary>Whether the lag was bounded and did not grow.</summary>
    public bool IsSustained => HasKeptUp && Growth <= MostGrowth;

    /// <summary>Whether the lag was bounded at the end.</summary>
    public bool HasKeptUp => EndLag <= MostEndLag;

    /// <summary>How many events the actors told of themselves for each accepted one; they are durable, folded and searchable, too.</summary>
    public double Derived => (double)(AllFolded - Counts.Accepted) / Counts.Accepted;

    /// <summary>Runs and measures.</summary>
    public static async Task<Window> Run(EventClient client, FoldLag lag, IReadOnlyList<EventBody> bodies, double rate, CpuMeter meter, CancellationToken cancellation)
    {
        var events = bodies.Sum(body => (long)body.Events);
        await lag.Drained(TimeSpan.FromMinutes(2), cancellation);
        GC.Collect();
        var (before, counted) = (lag.Now.Folded, client.Counts);
        var cpu = meter.Read();
        var began = Stopwatch.GetTimestamp();
        var acknowledged = await new OpenLoop(client).Run(bodies, rate, cancellation);
        await lag.Drained(TimeSpan.FromMinutes(5), cancellation);
        var used = meter.Read() - cpu;
        var counts = client.Counts - counted;
        counts.Check();
        var share = await lag.ShareOf(counts.Accepted, before, cancellation);
        var end = began + (long)(events / rate * Stopwatch.Frequency);
        var acceptedRate = rate * counts.Accepted / events;
        var lags = lag.Between(began, end)
            .Select(sample => (At: Stopwatch.GetElapsedTime(began, sample.At).TotalSeconds, sample.Folded))
            .Select(sample => (sample.At, Lag: sample.At - ((sample.Folded - before) * share / acceptedRate)))
            .ToArray();
        return new Window(
            rate,
            lag.FoldedPerSecond(began, end) * share,
            Slope(lags[(lags.Length / 2)..]),
            lags.LastOrDefault().Lag,
            acknowledged.Sum(),
            used,
            counts,
            bodies.Sum(body => (long)body.Unheard),
            (long)Math.Round(counts.Accepted / share));
    }

    // Least squares.
    private static double Slope((double At, double Lag)[] points)
    {
        if (points.Length < 2)
        {
            return 0;
        }

        var (meanAt, meanLag) = (points.Average(p => p.At), points.Average(p => p.Lag));
        return points.Sum(p => (p.At - meanAt) * (p.Lag - meanLag)) / points.Sum(p => (p.At - meanAt) * (p.At - meanAt));
    }
}
