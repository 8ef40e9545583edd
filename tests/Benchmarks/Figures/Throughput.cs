using System.Globalization;
using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Measuring;
using AutoCrm.Actors.Benchmarks.Running;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>(a) Events a second that are acknowledged, folded by customer, vehicle and dealership, and searchable; warm and cold.</summary>
internal sealed class Throughput : IFigure
{
    // A machine that others use, too, is not equally fast all the time: a rate that was possible just before may not be.
    private static readonly double[] Shares = [0.97, 0.92, 0.85, 0.75];
    private const int MostColdSeconds = 20;
    private const int MostNewActors = 4_000_000;

    public string Letters => "a";

    public async Task Measure(Bench bench, CancellationToken cancellation)
    {
        using var client = bench.Client();
        await using var lag = await bench.WatchFolding(cancellation);
        var run = new Run(bench, client, lag, cancellation);
        await run.Warm();
        await run.Cold();
        await RowTotals.Check(bench, cancellation);
    }

    private sealed class Run(Bench bench, EventClient client, FoldLag lag, CancellationToken cancellation)
    {
        private readonly BenchOptions options = bench.Options;

        public async Task Warm()
        {
            var workload = await WarmUp.Run(bench, client, lag, cancellation);
            var capacity = await Capacity(workload.Random(int.MaxValue, options.Batch), SaturationTime(options.Seconds));
            var window = await Sustained(capacity, options.Seconds, events => workload.Random(events, options.Batch));
            bench.SustainedRate = window.Folded;
            Tell("a", "events/s acknowledged, folded and searchable, warm", window, capacity);
        }

        /// <summary>Every event is about a customer and a vehicle of which nobody has heard before.</summary>
        public async Task Cold()
        {
            var population = new Population("CA", options.Dealerships, MostNewActors, MostNewActors);
            var workload = new Workload(population, bench.Numbers, seed: 2, loyal: true);
            var seconds = Math.Min(options.Seconds, MostColdSeconds);
            var met = 0;
            var capacity = await Capacity(Next(MostNewActors / 4), SaturationTime(seconds));
            var window = await Sustained(capacity, seconds, Next);
            Tell("a", "events/s, cold: every event's customer and vehicle is new", window, capacity);

            IEnumerable<EventBody> Next(int events)
            {
                foreach (var body in workload.Each(met, events, options.Batch))
                {
                    met += body.Events;
                    yield return body;
                }
            }
        }

        private async Task<double> Capacity(IEnumerable<EventBody> bodies, TimeSpan time)
        {
            if (options.Rate is { } rate)
            {
                return rate / Shares[0];
            }

            var capacity = await new Saturation(client, lag).Run(bodies, time, cancellation);
            Bench.Notices.Step(string.Create(CultureInfo.InvariantCulture, $"as fast as possible: {capacity:#,0} events/s"));
            return capacity;
        }

        private async Task<Window> Sustained(double capacity, int seconds, Func<int, IEnumerable<EventBody>> make)
        {
            var shares = options.Rate is null ? Shares : Shares[..1];
            Window? best = null;
            foreach (var share in shares)
            {
                var rate = capacity * share;
                var window = await Window.Run(client, lag, [.. make((int)(rate * seconds))], rate, bench.System.Cpu, cancellation);
                Bench.Notices.Step(Describe(window));
                best = window;
                if (window.IsSustained)
                {
                    break;
                }
            }

            return best!;
        }

        private void Tell(string letter, string name, Window window, double capacity) => bench.Report.Add(
            letter,
            name,
            window.Folded,
            string.Create(CultureInfo.InvariantCulture, $"{(window.IsSustained ? "sustained" : "NOT SUSTAINED")}, lag {window.EndLag:0.00} s at the end; as fast as possible {capacity:#,0}/s; acknowledged {window.Acknowledged}"),
            window.Cpu,
            window.Events);

        private static TimeSpan SaturationTime(int seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds / 2, 5, 15));

        private static string Describe(Window window) => string.Create(
            CultureInfo.InvariantCulture,
            $"{window.Offered:#,0} events/s offered, {window.Folded:#,0} folded, lag {window.EndLag:0.00} s at the end, growing by {window.Growth:0.000} s a second: {(window.IsSustained ? "sustained" : "not sustained")}");
    }
}
