using System.Diagnostics;
using System.Globalization;
using AutoCrm.Actors.Benchmarks.Measuring;
using AutoCrm.Actors.Benchmarks.Running;
using AutoCrm.Actors.Cli.Simulation;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>
/// Requests out of the simulator's lives, told before they are sent. Whoever must exist has been sent, as fast as
/// possible, when the requests are handed out; when the lives are over, others begin.
/// </summary>
internal sealed class SimulatedLoad
{
    // In the past of every clock, and the same in every run: the seed alone decides what is sent.
    private static readonly DateTimeOffset AllHaveCome = new(2018, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private const int YearsOfComing = 2;
    private const int DaysAfter = 2_922;

    private readonly Bench bench;
    private readonly EventClient client;
    private readonly FoldLag lag;
    private readonly SimulationPlan plan;
    private readonly Part goingOn;
    private readonly Part beginning;
    private int lives;

    public SimulatedLoad(Bench bench, EventClient client, FoldLag lag)
    {
        (this.bench, this.client, this.lag) = (bench, client, lag);
        var options = bench.Options;
        plan = new SimulationPlan((ulong)options.Seed, options.Dealerships, options.Customers, AllHaveCome.AddYears(-YearsOfComing), AllHaveCome) { DaysAfter = DaysAfter };
        goingOn = new Part(life => LifeCut.GoingOn(life, plan.Until), options.Customers);
        beginning = new Part(life => LifeCut.Beginning(life, plan), 0);
    }

    /// <summary>How the lives of people go on whose beginning the actors have folded.</summary>
    public ValueTask<IEnumerable<EventBody>> GoingOn(int events, CancellationToken cancellation) => Next(goingOn, events, cancellation);

    /// <summary>How the lives of people and cars begin of whom nobody has heard before.</summary>
    public ValueTask<IEnumerable<EventBody>> Beginning(int events, CancellationToken cancellation) => Next(beginning, events, cancellation);

    private async ValueTask<IEnumerable<EventBody>> Next(Part part, int events, CancellationToken cancellation)
    {
        if (part.Left < events)
        {
            await Renew(part, events, cancellation);
        }

        return part.Take(events, bench.Options.Batch);
    }

    private async Task Renew(Part part, int events, CancellationToken cancellation)
    {
        part.Forget();
        var began = Stopwatch.GetTimestamp();
        var cohort = LifeCohort.Tell(plan, lives, part.LeastLives, events, part.Cut, cancellation);
        lives += cohort.Lives;
        Bench.Notices.Step(string.Create(CultureInfo.InvariantCulture, $"{cohort.Lives:#,0} lives told in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s: {cohort.Before.Count:#,0} events to be sent before, {cohort.Measured.Count:#,0} to be measured"));
        // However long it takes: nobody may be measured whose beginning is missing.
        await new Saturation(client, lag).Run(part.Begin(cohort, bench.Options.Batch), TimeSpan.MaxValue, cancellation);
    }

    /// <summary>What is measured of lives, and how far it was sent.</summary>
    private sealed class Part(Func<Life, IEnumerable<CutReport>> cut, int leastLives)
    {
        private IReadOnlyList<ReportLine> lines = [];
        private int taken;

        public Func<Life, IEnumerable<CutReport>> Cut => cut;

        public int LeastLives => leastLives;

        public int Left => lines.Count - taken;

        public void Forget() => (lines, taken) = ([], 0);

        /// <returns>What is sent before.</returns>
        public IEnumerable<EventBody> Begin(LifeCohort cohort, int batch)
        {
            (lines, taken) = (cohort.Measured, 0);
            return LifeRequests.Of(cohort.Before, 0, cohort.Before.Count, batch);
        }

        public IEnumerable<EventBody> Take(int events, int batch)
        {
            foreach (var body in LifeRequests.Of(lines, taken, events, batch))
            {
                taken += body.Events;
                yield return body;
            }
        }
    }
}
