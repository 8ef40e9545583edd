using System.Globalization;
using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Measuring;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>
/// Finds the highest constant rate that is sustained: first as fast as possible, to estimate it, then open-loop runs of
/// the full length, from a little below that upwards while they are sustained, or downwards until one is, and then
/// between the highest that is and the lowest that is not.
/// </summary>
internal sealed class SustainedLoad(Bench bench, EventClient client, FoldLag lag)
{
    // A machine that others use, too, is not equally fast all the time: what was possible just before may not be now.
    private const double First = 0.9;
    private const double Higher = 1.06;
    private const double CloseEnough = 1.04;
    private const int MostTries = 6;

    // More than is ever taken in a second while the highest rate is estimated.
    private const int MostPerSecond = 50_000;
    private readonly BenchOptions options = bench.Options;

    /// <summary>The ordinary workload, all of its actors in memory.</summary>
    public async Task<Window> Warm(string name, string? wanted, CancellationToken cancellation)
    {
        var workload = await WarmUp.Run(bench, client, lag, cancellation);
        return await Measure(name, wanted, options.Seconds, (events, _) => new(workload.Random(events, options.Batch)), cancellation);
    }

    /// <summary>Measures and reports.</summary>
    /// <param name="name">What the figure is called.</param>
    /// <param name="wanted">What is demanded of it.</param>
    /// <param name="seconds">The length of the window.</param>
    /// <param name="make">Makes requests that hold a number of events.</param>
    /// <param name="cancellation">Ends the run.</param>
    public async Task<Window> Measure(
        string name, string? wanted, int seconds, MakeRequests make, CancellationToken cancellation)
    {
        var capacity = await Capacity(make, seconds, cancellation);
        var window = await Highest(capacity, seconds, make, cancellation);
        bench.Report.Add(
            "a",
            name,
            window.Folded,
            string.Create(CultureInfo.InvariantCulture, $"{(window.IsSustained ? "sustained" : "NOT SUSTAINED")}, lag {window.EndLag:0.00} s at the end; {(options.Rate is null ? $"as fast as possible {capacity:#,0}/s" : "the rate was given")}; {window.Derived:0.00} events of the actors' own for each on top; {Describe(window.Counts)}, {window.AllFolded:#,0} folded{Unheard(window)}; acknowledged {window.Acknowledged}"),
            window.Cpu,
            window.Counts.Accepted,
            wanted);
        return window;
    }

    private async Task<double> Capacity(MakeRequests make, int seconds, CancellationToken cancellation)
    {
        if (options.Rate is { } rate)
        {
            return rate / First;
        }

        var time = TimeSpan.FromSeconds(Math.Clamp(seconds / 2, 5, 15));
        var bodies = await make((int)(MostPerSecond * time.TotalSeconds), cancellation);
        var capacity = await new Saturation(client, lag).Run(bodies, time, cancellation);
        Bench.Notices.Step(string.Create(CultureInfo.InvariantCulture, $"as fast as possible: {capacity:#,0} events/s"));
        return capacity;
    }

    private async Task<Window> Highest(double capacity, int seconds, MakeRequests make, CancellationToken cancellation)
    {
        var rate = capacity * First;
        if (options.Rate is not null)
        {
            return await Offer(rate);
        }

        Window? best = null, tooHigh = null;
        for (var tries = 0; tries < MostTries && !(tooHigh?.Offered < best?.Offered * CloseEnough); tries++)
        {
            var window = await Offer(rate);
            if (!window.IsSustained && window.HasKeptUp)
            {
                // A pause near its end looks like growth: what comes twice is growth.
                window = await Offer(rate);
            }

            (best, tooHigh) = window.IsSustained ? (window, tooHigh) : (best, window);
            rate = (best, tooHigh) switch
            {
                ({ } sustained, { } failed) => (sustained.Offered + failed.Offered) / 2,
                ({ } sustained, null) => sustained.Offered * Higher,

                // What an overloaded system still folds is nearer to what it sustains than what it was offered.
                _ => Math.Min(window.Offered * 0.95, window.Folded * 0.97),
            };
        }

        return best ?? tooHigh!;

        async Task<Window> Offer(double rate)
        {
            var bodies = await make((int)(rate * seconds), cancellation);
            var window = await Window.Run(client, lag, [.. bodies], rate, bench.System.Cpu, cancellation);
            Bench.Notices.Step(Describe(window));
            return window;
        }
    }

    private static string Describe(EventCounts counts) => string.Create(
        CultureInfo.InvariantCulture, $"{counts.Sent:#,0} sent, {counts.Accepted:#,0} accepted, {counts.Duplicates:#,0} duplicates");

    private static string Unheard(Window window) => window.Unheard == 0 ? string.Empty : string.Create(
        CultureInfo.InvariantCulture, $"; {window.Unheard:#,0} people and cars nobody had heard of before");

    private static string Describe(Window window) => string.Create(
        CultureInfo.InvariantCulture,
        $"{window.Offered:#,0} events/s offered, {window.Folded:#,0} folded, {window.Derived:0.00} derived for each, lag {window.EndLag:0.00} s at the end, growing by {window.Growth:0.000} s a second: {(window.IsSustained ? "sustained" : "not sustained")}; {window.Cpu.PerEvent(window.Counts.Accepted, Environment.ProcessorCount)}");
}
