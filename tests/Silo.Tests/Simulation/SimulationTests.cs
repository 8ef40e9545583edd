using System.Globalization;
using AutoCrm.Actors.Grains;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Simulation;

/// <summary>
/// Hundreds of seeds of log, delivery, fold, row, checkpoint and snapshot; thousands with <c>AUTOCRM_SIMULATION_SEEDS</c>.
/// A seed that fails is named and does the same again.
/// </summary>
public sealed class SimulationTests
{
    private const string Variable = "AUTOCRM_SIMULATION_SEEDS";
    private static readonly int Seeds = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? "400", CultureInfo.InvariantCulture);

    [Fact]
    public void Whatever_is_dropped_doubled_reordered_or_killed_everything_is_the_fold_of_the_log()
    {
        var failures = Enumerable.Range(1, Seeds).Select(seed => (Seed: seed, SimulatedRun.Of(seed).Failure)).Where(run => run.Failure is not null).ToList();

        Assert.True(failures.Count == 0, $"{failures.Count} of {Seeds} seeds: {string.Join('\n', failures.Take(5).Select(f => $"seed {f.Seed}: {f.Failure}"))}");
    }

    [Fact]
    public void The_same_seed_does_the_same()
    {
        var traces = Enumerable.Range(1, 20).Select(seed => (First: SimulatedRun.Of(seed), Again: SimulatedRun.Of(seed))).ToList();

        Assert.All(traces, run => Assert.Equal(run.First, run.Again));
        Assert.Equal(20, traces.Select(run => run.First.Trace).Distinct().Count());
    }

    [Fact]
    public void Without_the_contiguity_check_gaps_are_folded_over() => Finds(new Weaknesses { SkipContiguityCheck = true });

    [Fact]
    public void Without_the_applied_check_events_count_twice() => Finds(new Weaknesses { SkipAppliedCheck = true });

    [Fact]
    public void Without_the_sweep_what_was_dropped_last_stays_unseen() => Finds(new Weaknesses { SkipSweep = true });

    [Fact]
    public void If_who_is_dead_may_move_checkpoints_they_pass_what_has_no_row() => Finds(lacks: Rule.DeadAreRefused, within: 200);

    [Fact]
    public void If_new_carriers_are_not_noticed_what_they_bring_hides_what_others_got() => Finds(lacks: Rule.CarriersAreKnown, within: 200);

    [Fact]
    public void If_rows_are_taken_away_that_others_rely_on_checkpoints_pass_what_has_no_row() => Finds(lacks: Rule.RowsAreReliedOn, within: 200);

    // A defence that is off must show within a few seeds; otherwise the seeds would prove nothing.
    private static void Finds(Weaknesses? weaknesses = null, Rule? lacks = null, int within = 30) =>
        Assert.Contains(Enumerable.Range(1, within), seed => SimulatedRun.Of(seed, weaknesses, lacks).Failure is not null);
}
