using System.Threading.Channels;
using AutoCrm.Actors.Cli.Simulation;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Simulation;

/// <summary>After the history each report is sent when its time comes, and not before.</summary>
public sealed class LiveRunTests
{
    private const int Speed = 3_600;
    private static readonly DateTimeOffset Until = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SimulationPlan Plan = new(7, 3, 1_500, Until.AddYears(-8), Until);
    private static readonly DateTimeOffset End = Until.AddDays(3);

    private readonly AwaitedClock time = new(End.AddDays(1));
    private readonly List<(DateTimeOffset Now, LifeStep Step)> sent = [];
    private readonly DateTimeOffset began;

    public LiveRunTests() => began = time.GetUtcNow();

    private DateTimeOffset Now => Until + ((time.GetUtcNow() - began) * Speed);

    [Fact]
    public async Task Each_report_is_sent_once_or_as_often_as_it_is_repeated_in_order_and_never_before_its_time()
    {
        var run = new LiveRun(Plan, Speed, time);
        await Live(run, time, CancellationToken.None);

        var expected = Enumerable.Range(0, Plan.Dealerships)
            .SelectMany(dealership => DealershipHistory.Live(Plan, Plan.LivesOf(dealership), Until, End)).OrderBy(one => one.Sent).Select(one => (one.Step.At, one.Step.Vin, one.Step.Customer)).ToArray();
        Assert.True(expected.Length > 20, $"{expected.Length} reports in three days");
        Assert.Equal(expected, sent.Select(one => (one.Step.At, one.Step.Vin, one.Step.Customer)));
        Assert.All(sent, one => Assert.InRange(one.Now, one.Step.Sent, DateTimeOffset.MaxValue));
        Assert.True(sent.Select(one => one.Now).Distinct().Count() > 3, "They are not sent all at once.");
        Assert.Equal(End, run.Reached);
    }

    [Fact]
    public void What_the_history_has_sent_is_not_sent_again_but_what_happens_late_is()
    {
        var lives = Plan.LivesOf(0).ToArray();
        var history = DealershipHistory.Of(Plan, lives, 0).ToHashSet();
        var live = DealershipHistory.Live(Plan, lives, Until, Until.AddDays(60)).ToArray();

        Assert.DoesNotContain(live, one => history.Contains(one.Step));
        Assert.Contains(live, one => one.Sent > one.Step.At);
        Assert.All(lives.SelectMany(life => life.Steps).Where(step => step.At > Until && step.Sent < Until.AddDays(60)), step => Assert.Contains(live, one => one.Step == step));
    }

    [Fact]
    public async Task It_never_outruns_the_clock()
    {
        var clock = new AwaitedClock(Until.AddHours(30));
        using var stop = new CancellationTokenSource();
        var run = new LiveRun(Plan, 100_000, clock);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Live(run, clock, stop.Token, () =>
        {
            if (clock.GetUtcNow() > Until.AddHours(34))
            {
                stop.Cancel();
            }
        }));

        Assert.InRange(run.Reached, Until.AddHours(30), clock.GetUtcNow());
        Assert.True(sent.Count > 3, "What was due before is sent at once.");
        Assert.All(sent, one => Assert.InRange(one.Step.Sent, Until, run.Reached));
    }

    [Fact]
    public async Task It_stops_when_it_is_asked_to()
    {
        var run = new LiveRun(Plan, Speed, time);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Live(run, time, stop.Token, () =>
        {
            if (Now > Until.AddDays(1))
            {
                stop.Cancel();
            }
        }));

        Assert.InRange(run.Reached, Until.AddHours(1), End.AddHours(-1));
        Assert.All(sent, one => Assert.InRange(one.Step.Sent, Until, run.Reached));
    }

    private async Task Live(LiveRun run, AwaitedClock clock, CancellationToken cancellation, Action? meanwhile = null)
    {
        var running = run.Run(End, (steps, _) =>
        {
            sent.AddRange(steps.Select(step => (Now, step)));
            return Task.CompletedTask;
        }, cancellation);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await clock.IsWaitedFor(running, limit.Token))
        {
            meanwhile?.Invoke();
            clock.Advance(ReferenceEquals(clock, time) ? TimeSpan.FromMilliseconds(500) : TimeSpan.FromMinutes(10));
        }

        await running;
    }

    /// <summary>Stands still while a day is made, however long that takes: it goes on when it is waited for.</summary>
    private sealed class AwaitedClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private readonly Channel<ITimer> timers = Channel.CreateUnbounded<ITimer>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            timers.Writer.TryWrite(timer);
            return timer;
        }

        public async Task<bool> IsWaitedFor(Task running, CancellationToken limit)
        {
            var waited = timers.Reader.ReadAsync(limit).AsTask();
            var ended = running.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await await Task.WhenAny(ended, waited);
            return !running.IsCompleted;
        }
    }
}
