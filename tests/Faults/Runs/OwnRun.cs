using AutoCrm.Actors.Faults.Chaos;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.History;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>A run on a fleet that nobody else has.</summary>
internal sealed class OwnRun(RunningFleet fleet, ChaosPlan plan) : IAsyncDisposable
{
    private readonly Recorder recorder = new(null, TimeProvider.System);

    public RunningFleet Fleet => fleet;

    /// <summary>Begins to observe: again after the log has become another one.</summary>
    public ChaosRun Begin() => new(plan, fleet, recorder, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        recorder.Dispose();
    }
}
