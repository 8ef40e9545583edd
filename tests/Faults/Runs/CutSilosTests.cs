using AutoCrm.Actors.Faults.Nemesis;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>
/// Silos that are cut from each other, from the database, or from both, for longer than it takes to give one up. Other
/// shapes than the first: <c>AUTOCRM_CUTS=FromDatabase,FromBoth,OneWay</c>, or <c>./autocrm chaos --only cut-silos</c>.
/// </summary>
public sealed class CutSilosTests(FaultFixture fixture)
{
    private const int Cut = 32_000;

    // The number of a cycle decides what its clients send: none comes twice on the fleet that the fault cycles use, too.
    private const int AfterTheOthers = 1000;

    public static TheoryData<string> Shapes =>
        [.. (Environment.GetEnvironmentVariable("AUTOCRM_CUTS") ?? nameof(SiloCut.FromPeers)).Split(',')];

    [Theory, MemberData(nameof(Shapes))]
    public async Task Cut_silos_acknowledge_one_truth_and_who_was_given_up_leaves(string shape)
    {
        var run = await fixture.Shared();
        var ended = 0;
        var kind = Enum.Parse<SiloCut>(shape);
        var cut = NetworkFaults.CutSilos(0, Cut, kind);

        var result = await run.Cycle(AfterTheOthers + (int)kind, cut with
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

        await using var active = fixture.SharedFleet.Straight.CreateCommand("SELECT count(*) FROM orleansmembershiptable WHERE status = 3");
        Assert.Equal(2L, await active.ExecuteScalarAsync());
    }
}
