using AutoCrm.Actors.Faults.Checking;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.Nemesis;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>
/// With a defence switched off the checker finds the fault that it guards against; with the same disturbances and every
/// defence on it finds nothing. Otherwise the fault cycles would prove nothing.
/// </summary>
[Collection(nameof(CalmTests))]
public sealed class NegativeControlTests(ControlRuns runs) : IClassFixture<ControlRuns>
{
    private const int MostShown = 20;
    private const int EnoughEvents = 600;

    private static readonly Fault Nothing = new("nothing", string.Empty, Busy);

    private static readonly Fault KillTheSilo = new("kill-silo", "the only one", async fleet =>
    {
        await Busy(fleet);
        await fleet.Silos[0].Process.Kill();
        fleet.Silos[0].Process.Start();
    });

    private static readonly Control NoDuplicateCheck = new(Nothing, ("SkipDuplicateCheck", "true"));
    private static readonly Control NoContiguityCheck = new(Nothing, ("SkipContiguityCheck", "true"), ("DropBatches", "0.3"));
    private static readonly Control NoAppliedCheck = new(KillTheSilo, ("SkipAppliedCheck", "true"));
    private static readonly Control NoRevisionGuard = new(Nothing, ("SkipRevisionGuard", "true"), ("SkipSweep", "true"), ("RepeatOldRows", "0.5"));
    private static readonly Control NoSweep = new(Nothing, ("SkipSweep", "true"), ("DropLastBatch", "true"));
    private static readonly Control Everything = new(Nothing, ("DropBatches", "0.3"), ("RepeatOldRows", "0.5"), ("DropLastBatch", "true"));

    internal static IEnumerable<Control> All => [NoDuplicateCheck, NoContiguityCheck, NoAppliedCheck, NoRevisionGuard, NoSweep, Everything];

    [Fact]
    public async Task Without_the_duplicate_check_an_event_is_in_the_log_twice() =>
        Assert.Contains(AnomalyKind.Duplicate, await Found(NoDuplicateCheck));

    [Fact]
    public async Task Without_the_contiguity_check_dropped_reads_leave_states_that_miss_events() =>
        Assert.Contains(await Found(NoContiguityCheck), IsHole);

    [Fact]
    public async Task Without_the_applied_check_a_redelivery_counts_twice() =>
        Assert.Contains(AnomalyKind.Miscounted, await Found(NoAppliedCheck));

    [Fact]
    public async Task Without_the_revision_guard_a_superseded_actor_overwrites_a_newer_row() =>
        Assert.Contains(await Found(NoRevisionGuard), IsHole);

    [Fact]
    public async Task Without_the_sweep_the_last_events_stay_unseen() =>
        Assert.Contains(AnomalyKind.Unseen, await Found(NoSweep));

    [Fact]
    public async Task With_every_defence_the_same_disturbances_together_leave_nothing() =>
        Assert.Empty(await Found(Everything));

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

    private async Task<List<AnomalyKind>> Found(Control control)
    {
        var anomalies = await runs.Of(control);
        foreach (var anomaly in anomalies.Take(MostShown))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{anomaly.Kind}: {anomaly.What}");
        }

        return [.. anomalies.Select(anomaly => anomaly.Kind).Distinct()];
    }
}
