using AutoCrm.Actors.Faults.Chaos;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.Nemesis;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>
/// Silos that are cut from each other, from the database, or from both, for longer than it takes to give one up. Other
/// shapes than the first: <c>AUTOCRM_CUTS=FromDatabase,FromBoth,OneWay</c>, or <c>./autocrm chaos --only cut-silos</c>.
/// Most of it is waiting, so it has a fleet of its own and runs beside other tests.
/// </summary>
[Collection(nameof(CalmTests))]
public sealed class CutSilosTests(FaultFixture fixture)
{
    private const int Cut = 32_000;

    public static TheoryData<string> Shapes =>
        [.. (Environment.GetEnvironmentVariable("AUTOCRM_CUTS") ?? nameof(SiloCut.FromPeers)).Split(',')];

    [Theory, MemberData(nameof(Shapes))]
    public async Task Cut_silos_acknowledge_one_truth_and_who_was_given_up_leaves(string shape)
    {
        var plan = new ChaosPlan
        {
            Seed = FaultCycleTests.Seed, Load = new(Writers: 1, Readers: 1, Watchers: 1), Fleet = new FleetPlan { Silos = 2, Apis = 1 },
        };
        await using var own = await fixture.Run(plan, await fixture.Calm());
        var ended = 0;
        var kind = Enum.Parse<SiloCut>(shape);
        var cut = NetworkFaults.CutSilos(0, Cut, kind);

        var result = await own.Begin().Cycle(1, cut with
        {
            Strike = async struck =>
            {
                await cut.Strike(struck);
                ended = struck.Silos.Count(silo => !silo.Process.IsRunning);
            },
        });

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{shape}: {ended} silos given up, {result.Events} events, {result.Retries} retries, folded after {result.FoldedSeconds} s");
        Assert.True(result.Acknowledged > 0, "No batch was acknowledged.");
        Assert.Empty(result.Anomalies);
        if (shape == nameof(SiloCut.FromPeers))
        {
            Assert.Equal(1, ended);
        }

        Assert.Equal(2, await ActiveAtLast(own.Fleet));
    }

    // One that was cut from the database, too, may learn only afterwards that it was given up, and leaves then: whoever looks
    // after the processes starts it again.
    private static async Task<long> ActiveAtLast(RunningFleet fleet)
    {
        await using var command = fleet.Straight.CreateCommand("SELECT count(*) FROM orleansmembershiptable WHERE status = 3");
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await fleet.Heal();
            var active = (long)(await command.ExecuteScalarAsync())!;
            if (active == fleet.Silos.Count || TimeProvider.System.GetElapsedTime(began) > RunningFleet.StartBound)
            {
                return active;
            }

            await Task.Delay(500);
        }
    }
}
