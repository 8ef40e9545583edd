using AutoCrm.Actors.Faults.Chaos;
using AutoCrm.Actors.Faults.Checking;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.Nemesis;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>A run with something switched off, or disturbed.</summary>
/// <param name="Fault">What happens meanwhile.</param>
/// <param name="Weaknesses">What is off, and what disturbs.</param>
internal sealed record Control(Fault Fault, params (string Name, string Value)[] Weaknesses);

/// <summary>The runs of <see cref="NegativeControlTests"/>, some at a time: most of each is waiting for what does not come.</summary>
public sealed class ControlRuns(FaultFixture fixture) : IAsyncDisposable
{
    private const int AtATime = 3;

    // The sweep wakes a partition every five seconds, looks every five and acts at the second look.
    private static readonly TimeSpan MendedAfter = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FoldBound = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim places = new(AtATime);
    private Dictionary<Control, Task<IReadOnlyList<Anomaly>>> runs = [];

    public async ValueTask DisposeAsync()
    {
        await ((Task)Task.WhenAll(runs.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        places.Dispose();
    }

    /// <summary>What the checker finds in a run; with the first question all of them begin.</summary>
    internal Task<IReadOnlyList<Anomaly>> Of(Control control)
    {
        if (runs.Count == 0)
        {
            runs = NegativeControlTests.All.ToDictionary(one => one, Run);
        }

        return runs[control];
    }

    // One silo and one Api, a database of their own.
    private async Task<IReadOnlyList<Anomaly>> Run(Control control)
    {
        await places.WaitAsync();
        try
        {
            var plan = new ChaosPlan
            {
                Seed = FaultCycleTests.Seed,
                FoldBound = control.Weaknesses.Any(w => w.Name.StartsWith("Skip", StringComparison.Ordinal)) ? MendedAfter : FoldBound,
                Load = new(Writers: 3, Readers: 1, Watchers: 0),
                Fleet = new FleetPlan
                {
                    Silos = 1,
                    Apis = 1,
                    SiloVariables = control.Weaknesses.ToDictionary(w => $"AutoCrm__Weaken__{w.Name}", w => w.Value),
                },
            };
            await using var own = await fixture.Run(plan, await fixture.Calm());
            return (await own.Begin().Cycle(1, control.Fault)).Anomalies;
        }
        finally
        {
            places.Release();
        }
    }
}
