using AutoCrm.Actors.Silo.Tests.Crashes;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Recalls;

/// <summary>Silos end one after another amid the walk of a campaign; the next one goes on, and nobody is left out.</summary>
public sealed class RecallCrashTests : IAsyncLifetime
{
    private const int Vehicles = 200;
    private readonly List<Task> ending = [];
    private RecalledFleet? started;

    private RecalledFleet Fleet => started!;

    public async ValueTask InitializeAsync() => started = await RecalledFleet.Prepare();

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(ending);
        await Fleet.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_ends_amid_the_walk_every_vehicle_has_the_recall_and_its_end_once()
    {
        await Fleet.Start(RecalledFleet.Settings(pause: "00:10:00"));
        await Fleet.Append([.. Enumerable.Range(0, Vehicles).Select(RecalledFleet.Built)]);
        await Fleet.Append(RecalledFleet.Golfs("R1"));
        await SiloFixture.Carried(Fleet.Database);
        await Fleet.Stop();

        await CrashAt(Step.BeforeAppend, 2);
        var reached = await Fleet.Derived();
        Assert.InRange(reached, 1, (Vehicles / 2) - 1);
        await CrashAt(Step.Appended, 3);
        Assert.InRange(await Fleet.Derived(), reached + 1, (Vehicles / 2) - 1);

        await Fleet.Start([.. RecalledFleet.Settings(), "--AutoCrm:ClusterId=last"]);
        await Fleet.Settled();
        Assert.Equal(Vehicles / 2, await Fleet.Derived());
        Assert.Equal(Vehicles / 2, await Fleet.Scalar(
            "SELECT count(DISTINCT vin) FROM event_log WHERE type = 'autocrm.recall.opened.v1' AND source = 'urn:autocrm:derived'"));
        Assert.Equal("R1:Open", await Fleet.Recalls(Vehicles - 2));

        await Fleet.Append(SiloFixture.Event("autocrm.recall.cancelled.v1", """{"campaign":"R1"}"""));
        await Fleet.Settled();
        Assert.Equal(Vehicles / 2, await Fleet.Derived("cancelled"));
    }

    private async Task CrashAt(Step step, int time)
    {
        var prepared = await CrashingSilo.Prepare(Fleet.Database, Fleet.ConnectionString, step, time);
        var silo = await CrashingSilo.Start(Fleet.Database, Fleet.ConnectionString, prepared, _ => { }, RecalledFleet.Settings());
        await SiloFixture.Eventually(() => Task.FromResult(prepared.Crash.HasCrashed), crashed => crashed);
        ending.Add(CrashingSilo.End(silo));
    }
}
