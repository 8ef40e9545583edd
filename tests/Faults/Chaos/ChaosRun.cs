using AutoCrm.Actors.Faults.Checking;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.History;
using AutoCrm.Actors.Faults.Nemesis;
using AutoCrm.Actors.Faults.Workload;

namespace AutoCrm.Actors.Faults.Chaos;

/// <summary>Many cycles on one fleet: load, a fault, heal, wait until everything is folded, check everything.</summary>
internal sealed class ChaosRun(ChaosPlan plan, RunningFleet fleet, Recorder recorder, TimeProvider time)
{
    private static readonly TimeSpan WatchBound = TimeSpan.FromSeconds(25);

    private Observer? observer;

    /// <summary>Told of each result.</summary>
    public Action<CycleResult> Done { get; init; } = _ => { };

    /// <summary>Runs the plan's schedule.</summary>
    public async Task<List<CycleResult>> Run(CancellationToken cancellation)
    {
        var schedule = new Schedule(plan.Seed, plan.Only);
        var began = time.GetTimestamp();
        var results = new List<CycleResult>();
        for (var cycle = plan.From; Continues(cycle, began) && !cancellation.IsCancellationRequested; cycle++)
        {
            results.Add(await Cycle(cycle, schedule[cycle]));
        }

        return results;
    }

    /// <summary>One cycle with a given fault.</summary>
    public async Task<CycleResult> Cycle(int cycle, Fault fault)
    {
        observer ??= await Observer.Begin(fleet);
        var began = time.GetTimestamp();
        var before = observer.Log.Events.Count;
        recorder.Add(new Disturbed($"cycle {cycle}: {fault.Name} {fault.Details}"));
        using var load = Load.Start(fleet, recorder, plan.Load, plan.Seed, cycle);
        await Task.Delay(plan.Around);
        await fault.Strike(fleet);
        await fleet.Heal();
        recorder.Add(new Disturbed($"cycle {cycle}: healed"));
        var healed = time.GetTimestamp();
        await Task.Delay(plan.Around);
        await load.Drain(plan.AckBound);
        var final = await observer.Settle(plan.FoldBound);
        var folded = time.GetElapsedTime(healed);
        var unwatched = await observer.Watched(load.Watchers, WatchBound);
        await load.End();
        final = await observer.AskActors(final, () => load.Freshest.Subjects, plan.FoldBound);
        var history = recorder.Take();
        List<Anomaly> anomalies =
        [
            .. HistoryChecker.Check(history, observer.Log), .. StateChecker.Check(observer.Log, observer.Oracle, final), .. unwatched,
        ];
        var result = new CycleResult(
            cycle,
            fault.Name,
            fault.Details,
            history.OfType<Acknowledged>().Count(),
            observer.Log.Events.Count - before,
            history.OfType<Unknown>().Count(),
            history.OfType<Seen>().Count(),
            history.OfType<Missed>().Count(),
            Math.Round(folded.TotalSeconds, 2),
            Math.Round(time.GetElapsedTime(began).TotalSeconds, 2),
            anomalies);
        Done(result);
        return result;
    }

    /// <summary>Reads everything once more: the whole log, every actor and every row.</summary>
    public async Task<List<Anomaly>> CheckAll()
    {
        observer ??= await Observer.Begin(fleet);
        var rewritten = await observer.ReadAgain();
        var final = await observer.AskActors(await observer.Settle(plan.FoldBound), () => [.. observer.Oracle.Subjects], plan.FoldBound);
        return [.. rewritten, .. StateChecker.Check(observer.Log, observer.Oracle, final)];
    }

    private bool Continues(int cycle, long began) =>
        (plan.Cases == 0 || cycle < plan.From + plan.Cases)
        && (plan.Duration == TimeSpan.Zero || time.GetElapsedTime(began) < plan.Duration);
}
