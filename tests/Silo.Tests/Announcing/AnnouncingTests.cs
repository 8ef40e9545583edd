using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Announcing;

/// <summary>What actors tell of themselves reaches the log once, and everybody whom it concerns, also over a restart.</summary>
public sealed class AnnouncingTests : IAsyncLifetime
{
    private const string Vin = "WVWZZZ1JZ3W386752";
    private const string Detected = "autocrm.conflict.detected.v1";
    private const string StageChanged = "autocrm.customer.stage-changed.v1";
    private const string StateChanged = "autocrm.vehicle.state-changed.v1";
    private readonly SiloFixture silo = new(_ => { }, "--AutoCrm:Log:Partitions=8");
    private NpgsqlDataSource? database;

    public async ValueTask InitializeAsync()
    {
        await silo.InitializeAsync();
        database = NpgsqlDataSource.Create(silo.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await database!.DisposeAsync();
        await silo.DisposeAsync();
    }

    [Fact]
    public async Task Two_dealers_sell_one_vehicle_and_both_see_it_until_one_of_them_resolves_it()
    {
        await Sell();
        foreach (var code in new[] { "D1", "D2" })
        {
            var seen = await Eventually(code, dealership => dealership.OpenConflicts > 0 && dealership.Conflicts.Any(c => c.Kind == ConflictKinds.DoubleSale));
            Assert.Equal((Vin, null), seen.Conflicts.Where(c => c.Kind == ConflictKinds.DoubleSale).Select(c => (c.Vin, c.Customer)).Single());
        }

        var vehicle = await Vehicle.Get(null);
        var conflict = vehicle!.State.Conflicts.Single(c => c.Kind == ConflictKinds.DoubleSale);
        var outcome = await Vehicle.Do(new EventCommand
        {
            Name = "resolveVehicleConflict",
            MutationId = "m1",
            Dealership = "D1",
            Payload = new ConflictResolved { Conflict = conflict.Id, How = "The second one stands." },
        });
        Assert.Null(outcome.Rejection);

        foreach (var code in new[] { "D1", "D2" })
        {
            await Eventually(code, dealership => dealership.Conflicts.All(c => c.Id != conflict.Id));
        }

        Assert.Single((await Vehicle.Get(null))!.State.Resolutions);
    }

    [Fact]
    public async Task What_was_told_is_told_once_whatever_comes_again()
    {
        await Sell();
        await SiloFixture.Carried(database!);
        var (stages, states, conflicts) = (await Count(StageChanged), await Count(StateChanged), await Count(Detected));
        Assert.Equal((2, 1), (stages, states));

        // As after a crash that has lost the checkpoints: everything is delivered again, to actors that know nothing.
        await silo.Stop();
        await silo.Execute("UPDATE partition_checkpoint SET log_offset = 0");
        await silo.Start();
        await Append(Event("autocrm.customer.registered.v1", """{"name":"Probe"}""", "D1", "C-PROBE", null, 9));
        await SiloFixture.Carried(database!);

        Assert.Equal((stages, states, conflicts), (await Count(StageChanged), await Count(StateChanged), await Count(Detected)));
        Assert.Equal(0, await silo.Scalar<long>("SELECT count(*) FROM quarantine"));
    }

    [Fact]
    public async Task What_a_crash_kept_from_being_told_is_told_by_the_next_silo()
    {
        await silo.Execute(
            """
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '57P03'; END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON event_log FOR EACH ROW
                WHEN (NEW.source = 'urn:autocrm:derived') EXECUTE FUNCTION refuse();
            """);
        await Sell();
        await SiloFixture.Eventually(() => silo.Scalar<long>("SELECT count(*) FROM customer_row"), count => count == 2);
        Assert.Equal(0, await silo.Scalar<long>("SELECT coalesce(sum(log_offset), 0)::bigint FROM partition_checkpoint"));

        await silo.Stop();
        await silo.Execute("DROP TRIGGER refuse ON event_log");
        await silo.Start();

        await SiloFixture.Eventually(() => Count(StageChanged), count => count == 2);
        await SiloFixture.Eventually(() => Count(StateChanged), count => count == 1);
        await SiloFixture.Carried(database!);
        await Eventually("D2", dealership => dealership.Conflicts.Any(c => c.Kind == ConflictKinds.DoubleSale));
    }

    private IVehicleGrain Vehicle => silo.Grains.GetGrain<IVehicleGrain>(Subject.Vehicle(Vin).Key);

    private Task Sell() => Append(
        Event("autocrm.vehicle.delivered.v1", """{"orderId":"O1"}""", "D1", "C1", Vin, 1),
        Event("autocrm.vehicle.delivered.v1", """{"orderId":"O2"}""", "D2", "C2", Vin, 2));

    private static NewEvent Event(string type, string data, string dealership, string customer, string? vin, int day) =>
        SiloFixture.Event(type, data, vin, customer, dealership, time: $"2026-11-{day:00}T08:00:00Z");

    private async Task Append(params NewEvent[] events)
    {
        var reply = await silo.Append(events);
        Assert.All(reply.Results, result => Assert.Equal(AppendStatus.Appended, result.Status));
    }

    private async Task<Dealership> Eventually(string code, Func<Dealership, bool> isSo)
    {
        var grain = silo.Grains.GetGrain<IDealershipGrain>(Subject.Dealership(code).Key);
        return (await SiloFixture.Eventually(() => grain.Get(null), live => live is not null && isSo(live.State)))!.State;
    }

    private Task<long> Count(string type) => silo.Scalar<long>($"SELECT count(*) FROM event_log WHERE type = '{type}'");
}
