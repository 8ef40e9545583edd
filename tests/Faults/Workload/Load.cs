using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.History;

namespace AutoCrm.Actors.Faults.Workload;

/// <summary>How many clients of which kind.</summary>
internal sealed record LoadPlan(int Writers = 4, int Readers = 2, int Watchers = 2);

/// <summary>The clients of one cycle.</summary>
internal sealed class Load : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource giveUp = new();
    private readonly CancellationTokenSource leave = new();
    private readonly List<Task> writing;
    private readonly List<Task> others;

    private Load(RunningFleet fleet, Recorder recorder, LoadPlan plan, int seed, int cycle)
    {
        writing = [.. Enumerable.Range(0, plan.Writers)
            .Select(n => new Writer(fleet, recorder, Freshest, new EventMaker(seed, cycle, n), n).Run(stop.Token, giveUp.Token))];
        Watchers = [.. Enumerable.Range(0, plan.Watchers).Select(n => new Watcher(fleet, recorder, EventMaker.HotVin(cycle, n), 200 + n))];
        others = [.. Enumerable.Range(0, plan.Readers).Select(n => new Reader(fleet, recorder, Freshest, 100 + n).Run(stop.Token))];
        others.AddRange(Watchers.Select(watcher => watcher.Run(leave.Token)));
    }

    /// <summary>What was acknowledged about whom.</summary>
    public Freshest Freshest { get; } = new();

    public IReadOnlyList<Watcher> Watchers { get; }

    public static Load Start(RunningFleet fleet, Recorder recorder, LoadPlan plan, int seed, int cycle) =>
        new(fleet, recorder, plan, seed, cycle);

    /// <summary>No new batches; what is under way is retried until it is acknowledged, or until the bound.</summary>
    public async Task Drain(TimeSpan bound)
    {
        await stop.CancelAsync();
        giveUp.CancelAfter(bound);
        await Task.WhenAll(writing);
    }

    /// <summary>Everybody leaves.</summary>
    public async Task End()
    {
        await leave.CancelAsync();
        await Task.WhenAll(others);
    }

    public void Dispose()
    {
        stop.Dispose();
        giveUp.Dispose();
        leave.Dispose();
    }
}
