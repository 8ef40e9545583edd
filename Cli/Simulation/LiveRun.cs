namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>
/// Lets life go on from the end of the history, faster than the clock until it has caught up with it: the system takes no
/// report of what is still to come. It always goes on at the same point, so a second run repeats what the first one sent.
/// </summary>
/// <param name="plan">What is simulated.</param>
/// <param name="speed">How much faster than the clock.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveRun(SimulationPlan plan, double speed, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>Up to when everything was sent.</summary>
    public DateTimeOffset Reached { get; private set; } = plan.Until;

    /// <summary>Sends each report when its time has come, until the end or until it is cancelled.</summary>
    /// <param name="until">When life ends; at most <see cref="SimulationPlan.Horizon"/>.</param>
    /// <param name="send">Takes reports that are due.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task Run(DateTimeOffset until, Func<IEnumerable<LifeStep>, CancellationToken, Task> send, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var next = DayAfter(plan.Until, cancellation);
        for (var from = plan.Until; from < until; from = from.AddDays(1))
        {
            // The next day is made while this one is lived.
            var day = await next;
            next = from.AddDays(1) < until ? DayAfter(from.AddDays(1), cancellation) : next;
            for (var (sent, end) = (0, from.AddDays(1)); Reached < end;)
            {
                var now = Earlier(plan.Until + (time.GetElapsedTime(began) * speed), time.GetUtcNow());
                var due = day.Skip(sent).TakeWhile(one => one.Sent <= now).ToArray();
                await send(due.Select(one => one.Step), cancellation);
                (sent, Reached) = (sent + due.Length, Earlier(now, end));
                await Task.Delay(Tick, time, cancellation);
            }
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private Task<(DateTimeOffset Sent, LifeStep Step)[]> DayAfter(DateTimeOffset from, CancellationToken cancellation) => Task.Run(
        () => Enumerable.Range(0, plan.Dealerships)
            .SelectMany(dealership => DealershipHistory.Live(plan, plan.LivesOf(dealership), from, from.AddDays(1)))
            .OrderBy(one => one.Sent)
            .ToArray(),
        cancellation);
}
