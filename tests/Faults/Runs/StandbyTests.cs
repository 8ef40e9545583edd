using AutoCrm.Actors.Faults.Fleet;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>The log is read and written on the primary only: a hot standby is refused, at the start and later, until it is promoted.</summary>
[Collection(nameof(CalmTests))]
public sealed class StandbyTests(FaultFixture fixture)
{
    private static readonly TimeSpan EndBound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_silo_does_not_start_on_a_standby_ends_when_its_database_becomes_one_and_goes_on_with_another_epoch_when_it_is_promoted()
    {
        var primary = await fixture.Calm();
        await using var fleet = await fixture.Start(new FleetPlan { Silos = 1, Apis = 0 }, primary);
        var silo = fleet.Silos[0];
        await using var standby = primary.Copy("standby", asStandby: true);
        await standby.Recover();

        await fleet.Exchange(standby);
        var running = await silo.Process.Ended(EndBound);
        var saidWhileRunning = silo.Process.Log;
        silo.Process.Start();
        var started = await silo.Process.Ended(EndBound);

        Assert.Equal(3, running);
        Assert.Contains("it is a standby", saidWhileRunning, StringComparison.Ordinal);
        Assert.NotNull(started);
        Assert.NotEqual(0, started);
        Assert.Contains("The database is a standby.", silo.Process.Log[saidWhileRunning.Length..], StringComparison.Ordinal);
        var epoch = await fleet.Epoch();
        standby.Promote();
        silo.Process.Start();
        await silo.Process.Ready(RunningFleet.StartBound);
        Assert.NotEqual(epoch, await fleet.Epoch());
    }
}
