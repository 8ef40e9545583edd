using AutoCrm.Actors.Faults.Nemesis;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>A short selection of fault cycles: real processes under load, a fault, and nothing lost, doubled or diverged.</summary>
public sealed class FaultCycleTests(FaultFixture fixture)
{
    public const int Seed = 20261123;

    private const string PowerCut = "power-cut";

    /// <summary>One of each kind that a short run can afford.</summary>
    public static TheoryData<string> Kinds =>
    [
        "kill-silo", "kill-api", "pause-silo", "crash-postgres", "terminate-backends", "stalled-writer", "cut-after-commit", "cut-receipts",
        "hold-database", "resets", PowerCut,
    ];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Nothing_is_lost_doubled_or_diverged(string kind)
    {
        Assert.SkipWhen(kind == PowerCut && fixture.NoPowerCuts is not null, $"No disk can lose its power here: {fixture.NoPowerCuts}");
        var run = await fixture.Shared();
        var cycle = 1 + Array.IndexOf([.. Kinds.Select(row => row.Data)], kind);

        var result = await run.Cycle(cycle, new Schedule(Seed, kind)[cycle]);

        Assert.True(result.Acknowledged > 0, "No batch was acknowledged.");
        Assert.Empty(result.Anomalies);
    }
}
