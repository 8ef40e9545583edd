using AutoCrm.Actors.Faults.Chaos;
using AutoCrm.Actors.Faults.Checking;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.History;
using AutoCrm.Actors.Faults.Nemesis;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>
/// With a defence switched off the checker finds the fault that it guards against; with the same disturbances and every
/// defence on it finds nothing. Otherwise the fault cycles would prove nothing.
/// </summary>
public sealed class NegativeControlTests(FaultFixture fixture)
{
    // The sweep wakes a partition every five seconds, looks every five and acts at the second look.
    private static readonly TimeSpan MendedAfter = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FoldBound = TimeSpan.FromSeconds(30);

    private const int MostShown = 20;
    private const int EnoughEvents = 600;

    private static readonly Fault Nothing = new("nothing", string.Empty, Busy);

    private static readonly Fault KillTheSilo = new("kill-silo", "the only one", async fleet =>
    {
        await Busy(fleet);
        await fleet.Silos[0].Process.Kill();
        fleet.Silos[0].Process.Start();
    });

    [Fact]
    public async Task Without_the_duplicate_check_an_event_is_in_the_log_twice() =>
        Assert.Contains(AnomalyKind.Duplicate, await Run(Nothing, ("SkipDuplicateCheck", "true")));

    [Fact]
    public async Task Without_the_contiguity_check_dropped_reads_leave_states_that_miss_events() => Assert.Contains(
        await Run(Nothing, ("SkipContiguityCheck", "true"), ("DropBatches", "0.3")), IsHole);

    [Fact]
    public async Task Without_the_applied_check_a_redelivery_counts_twice() =>
        Assert.Contains(AnomalyKind.Miscounted, await Run(KillTheSilo, ("SkipAppliedCheck", "true")));

    [Fact]
    public async Task Without_the_revision_guard_a_superseded_actor_overwrites_a_newer_row() => Assert.Contains(
        await Run(Nothing, ("SkipRevisionGuard", "true"), ("SkipSweep", "true"), ("RepeatOldRows", "0.5")), IsHole);

    [Fact]
    public async Task Without_the_sweep_the_last_events_stay_unseen() => Assert.Contains(
        AnomalyKind.Unseen, await Run(Nothing, ("SkipSweep", "true"), ("DropLastBatch", "true")));

    [Fact]
    public async Task With_every_defence_the_same_disturbances_together_leave_nothing() =>
        Assert.Empty(await Run(Nothing, ("DropBatches", "0.3"), ("RepeatOldRows", "0.5"), ("DropLastBatch", "true")));

    // A defence shows only when there is enough to defend, and how fast that comes depends on the machine.
    private static async Task Busy(RunningFleet fleet)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        await using var events = fleet.Straight.CreateCommand("SELECT sum(head_offset)::bigint FROM partition_head");
        while (await events.ExecuteScalarAsync() is not >= (long)EnoughEvents && !bound.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private static bool IsHole(AnomalyKind kind) =>
        kind is AnomalyKind.Unseen or AnomalyKind.Miscounted or AnomalyKind.NonMonotonic or AnomalyKind.RowDiverged or AnomalyKind.Diverged;

    // One silo and one Api, a database of their own, and as many cycles as there are repeats of what the seed draws.
    private async Task<IReadOnlyList<AnomalyKind>> Run(Fault fault, params (string Weakness, string Value)[] weaknesses)
    {
        var plan = new ChaosPlan
        {
            Seed = FaultCycleTests.Seed,
            FoldBound = weaknesses.Any(w => w.Weakness.StartsWith("Skip", StringComparison.Ordinal)) ? MendedAfter : FoldBound,
            Load = new(Writers: 3, Readers: 1, Watchers: 0),
            Fleet = new FleetPlan
            {
                Silos = 1,
                Apis = 1,
                SiloVariables = weaknesses.ToDictionary(w => $"AutoCrm__Weaken__{w.Weakness}", w => w.Value),
            },
        };
        await using var fleet = await fixture.Start(plan.Fleet);
        using var recorder = new Recorder(null, TimeProvider.System);
        var result = await new ChaosRun(plan, fleet, recorder, TimeProvider.System).Cycle(1, fault);
        foreach (var anomaly in result.Anomalies.Take(MostShown))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{anomaly.Kind}: {anomaly.What}");
        }

        return [.. result.Anomalies.Select(anomaly => anomaly.Kind).Distinct()];
    }
}
