using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>From an appended event to live actors, rows and snapshots.</summary>
public sealed class PathTests(SiloFixture silo)
{
    [Fact]
    public async Task A_delivery_reaches_the_vehicle_the_customer_and_the_dealership()
    {
        var (vin, customer, dealership) = Names();
        var reply = await silo.Append(SiloFixture.Event(
            "autocrm.vehicle.delivered.v1",
            """{"price":{"amount":13500,"currency":"USD"},"odometer":{"value":12,"unit":"km"},"orderId":"O-1","make":"Toyota","model":"Camry"}""",
            vin,
            customer,
            dealership));
        var token = PositionToken.Of(reply.Epoch, reply.Results.Select(r => r.Position));

        var vehicle = await silo.Grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Get(token);
        var buyer = await silo.Grains.GetGrain<ICustomerGrain>(Subject.Customer(customer).Key).Get(token);
        var seller = await silo.Grains.GetGrain<IDealershipGrain>(Subject.Dealership(dealership).Key).Get(token);

        Assert.Equal(("Toyota", 12m, 1L), (vehicle!.State.Make!.Value, vehicle.State.Odometer!.Km, vehicle.Revision));
        Assert.Equal(CustomerStage.OwnerNew, buyer!.State.Stage);
        Assert.Equal(1, seller!.State.Deliveries);
        Assert.Equal(token.Positions, vehicle.Applied.Positions);
    }

    [Fact]
    public async Task Rows_appear_without_anybody_asking_the_actor()
    {
        var (vin, customer, dealership) = Names();
        await silo.Append(SiloFixture.Event(
            "autocrm.vehicle.auctioned.v1", """{"price":{"amount":1,"currency":"USD"},"make":"Saab"}""", vin, customer, dealership));

        await SiloFixture.Eventually(() => silo.Scalar<string>("SELECT make FROM vehicle_row WHERE vin = $1", vin), make => make == "Saab");
        await SiloFixture.Eventually(() => silo.Scalar<long>("SELECT auctions FROM dealership_row WHERE code = $1", dealership), n => n == 1);
    }

    [Fact]
    public async Task The_checkpoint_follows_and_is_never_ahead_of_the_head()
    {
        var (vin, _, dealership) = Names();
        var reply = await silo.Append(SiloFixture.Event(
            "autocrm.vehicle.odometer-read.v1", """{"odometer":{"value":5,"unit":"mi"}}""", vin, dealership: dealership));
        var position = reply.Results[0].Position;

        await SiloFixture.Eventually(
            () => silo.Scalar<long>("SELECT log_offset FROM partition_checkpoint WHERE partition = $1", (short)position.Partition),
            offset => offset >= position.Offset);
        Assert.Equal(0, await silo.Scalar<long>(
            "SELECT count(*) FROM partition_checkpoint c JOIN partition_head h USING (partition) WHERE c.log_offset > h.head_offset"));
    }

    [Fact]
    public async Task An_actor_with_a_long_history_writes_a_snapshot_and_reads_on_from_it()
    {
        var (vin, _, dealership) = Names();
        var readings = Enumerable.Range(1, 600).Select(n => SiloFixture.Event(
            "autocrm.vehicle.odometer-read.v1",
            $$$"""{"odometer":{"value":{{{n * 100}}},"unit":"km"}}""",
            vin,
            dealership: dealership,
            time: $"2026-01-{1 + (n / 24):00}T{n % 24:00}:00:00Z")).ToArray();
        await silo.Append(readings);
        await SiloFixture.Eventually(() => silo.Scalar<long>("SELECT revision FROM vehicle_row WHERE vin = $1", vin), r => r == 600);
        await SiloFixture.Eventually(
            () => silo.Scalar<long>("SELECT count(*) FROM orleansstorage WHERE grainidextensionstring = $1", "vehicle:" + vin), n => n == 1);
        var grain = silo.Grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key);
        var before = await grain.Get(null);

        await grain.Cast<Orleans.Core.Internal.IGrainManagementExtension>().DeactivateOnIdle();
        var after = await SiloFixture.Eventually(() => grain.Get(null), live => live is not null);

        Assert.Equal(600, after!.Revision);
        Assert.Equal(before!.State.Odometer, after.State.Odometer);
        Assert.Equal(before.State.Readings, after.State.Readings);
    }

    [Fact]
    public async Task A_damaged_snapshot_is_thrown_away_and_replaced()
    {
        var (vin, _, dealership) = Names();
        NewEvent Reading(int n) => SiloFixture.Event(
            "autocrm.vehicle.odometer-read.v1", $$$"""{"odometer":{"value":{{{n * 10}}},"unit":"km"}}""", vin, dealership: dealership);
        await silo.Append([.. Enumerable.Range(1, 550).Select(Reading)]);
        var stored = () => silo.Scalar<long>("SELECT count(*) FROM orleansstorage WHERE grainidextensionstring = $1", "vehicle:" + vin);
        await SiloFixture.Eventually(stored, n => n == 1);
        var grain = silo.Grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key);
        await grain.Cast<Orleans.Core.Internal.IGrainManagementExtension>().DeactivateOnIdle();
        await silo.Scalar<long>(
            "UPDATE orleansstorage SET payloadbinary = set_byte(payloadbinary, 40, 255) WHERE grainidextensionstring = $1 RETURNING 1::bigint",
            "vehicle:" + vin);

        var rebuilt = await grain.Get(null);
        await silo.Append([.. Enumerable.Range(551, 150).Select(Reading)]);

        Assert.Equal(550, rebuilt!.State.Readings.Length);
        await SiloFixture.Eventually(
            () => silo.Scalar<int>("SELECT version FROM orleansstorage WHERE grainidextensionstring = $1", "vehicle:" + vin), v => v > 1);
    }

    [Fact]
    public async Task An_event_of_an_unknown_type_is_kept_and_changes_no_state()
    {
        var (vin, _, dealership) = Names();
        var reply = await silo.Append(SiloFixture.Event("com.example.sunroof-opened.v1", """{"percent":40}""", vin, dealership: dealership));
        var token = PositionToken.Of(reply.Epoch, reply.Results.Select(r => r.Position));

        var vehicle = await silo.Grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Get(token);

        Assert.Equal(1, vehicle!.Revision);
        Assert.Null(vehicle.State.Make);
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_is_quarantined_and_nothing_waits_for_it()
    {
        var (vin, _, dealership) = Names();
        var reply = await silo.Append(
            SiloFixture.Event("autocrm.vehicle.odometer-read.v1", """{"odometer":"far"}""", vin, dealership: dealership),
            SiloFixture.Event("autocrm.vehicle.odometer-read.v1", """{"odometer":{"value":7,"unit":"km"}}""", vin, dealership: dealership));

        await SiloFixture.Eventually(() => silo.Scalar<long>("SELECT revision FROM vehicle_row WHERE vin = $1", vin), r => r == 1);
        Assert.Equal(
            reply.Results[0].Position.Offset,
            await silo.Scalar<long>("SELECT log_offset FROM quarantine WHERE kind = 2 AND key = $1", vin));
    }

    [Fact]
    public async Task An_event_is_quarantined_also_when_the_table_refuses_it_at_first()
    {
        var (vin, _, dealership) = Names();
        // A sequence is not rolled back, so that the trigger refuses exactly twice.
        await silo.Scalar<object>(
            $"""
            CREATE SEQUENCE refusals;
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.key = '{vin}' AND nextval('autocrm.refusals') <= 2 THEN RAISE EXCEPTION 'not now'; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON quarantine FOR EACH ROW EXECUTE FUNCTION refuse();
            """);
        await silo.Append(
            SiloFixture.Event("autocrm.vehicle.odometer-read.v1", """{"odometer":"far"}""", vin, dealership: dealership),
            SiloFixture.Event("autocrm.vehicle.odometer-read.v1", """{"odometer":{"value":7,"unit":"km"}}""", vin, dealership: dealership));

        await SiloFixture.Eventually(() => silo.Scalar<long>("SELECT revision FROM vehicle_row WHERE vin = $1", vin), r => r == 1);
        Assert.Equal(1, await silo.Scalar<long>("SELECT count(*) FROM quarantine WHERE kind = 2 AND key = $1", vin));
    }

    private static (string Vin, string Customer, string Dealership) Names()
    {
        var name = Guid.NewGuid().ToString("N").ToUpperInvariant();
        return ("1" + name[..16], "C-" + name, "D-" + name);
    }
}
