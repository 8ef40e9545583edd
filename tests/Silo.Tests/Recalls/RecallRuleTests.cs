using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Silo.Rebuilding;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Recalls;

/// <summary>A recall by a rule reaches every vehicle that fits, whichever comes first.</summary>
public sealed class RecallRuleTests : IAsyncLifetime
{
    private const int Vehicles = 60;
    private RecalledFleet? started;

    private RecalledFleet Fleet => started!;

    public async ValueTask InitializeAsync()
    {
        started = await RecalledFleet.Prepare();
        await Fleet.Start(RecalledFleet.Settings());
    }

    public async ValueTask DisposeAsync() => await Fleet.DisposeAsync();

    [Fact]
    public async Task Vehicles_that_are_known_when_it_is_opened_have_it_and_a_repeat_adds_nothing()
    {
        await Fleet.Append([.. Enumerable.Range(0, Vehicles).Select(RecalledFleet.Built)]);
        await Fleet.Settled();
        var opened = RecalledFleet.Golfs("R1", $$""","vins":["{{RecalledFleet.Vin(0)}}","{{RecalledFleet.Vin(1)}}"]""");
        await Fleet.Append(opened);
        await Fleet.Settled();

        await AssertRecalled("R1:Open", n => n < Vehicles && (n % 2 == 0 || n == 1));
        // A listed vehicle that fits has one event.
        Assert.Equal((Vehicles / 2) + 1, await Fleet.Derived());

        var repeat = await Fleet.Append(opened);
        await Fleet.Execute("UPDATE recall_opening SET walking = true, walked = ''");
        await Fleet.Settled();
        Assert.Equal(AppendStatus.Duplicate, Assert.Single(repeat.Results).Status);
        Assert.Equal((Vehicles / 2) + 1, await Fleet.Derived());
    }

    [Fact]
    public async Task Vehicles_that_become_known_or_are_described_later_have_it_too()
    {
        await Fleet.Append(RecalledFleet.Golfs("R1"), RecalledFleet.Built(100, "\"make\":\"volkswagen \",\"model\":\"GOLF\""), RecalledFleet.Built(102, string.Empty));
        await Fleet.Settled();
        Assert.Equal(0, await Fleet.Derived());

        await Fleet.Append([
            .. Enumerable.Range(0, Vehicles).Select(RecalledFleet.Built),
            SiloFixture.Event("autocrm.vehicle.planned.v1", """{"modelYear":2018}""", RecalledFleet.Vin(100), time: "2026-10-01T08:00:00Z"),
        ]);
        await Fleet.Settled();

        await AssertRecalled("R1:Open", n => n is 100 || (n < Vehicles && n % 2 == 0));
        Assert.Equal((Vehicles / 2) + 1, await Fleet.Derived());
        Assert.Equal(Vehicles / 2, await Fleet.Scalar(
            "SELECT count(DISTINCT vin) FROM event_log WHERE type = 'autocrm.vehicle.state-changed.v1' AND position('StopSale'::bytea in data) > 0 AND vin < 'WVWZZZ1JZ3W000100'"));
    }

    [Fact]
    public async Task A_delivery_under_its_stop_sale_is_refused()
    {
        const string Customer = "C1";
        await Fleet.Append(
            RecalledFleet.Built(0),
            SiloFixture.Event("autocrm.order.placed.v1", """{"orderId":"O1"}""", customer: Customer, dealership: "D1"),
            SiloFixture.Event("autocrm.vehicle.allocated.v1", """{"orderId":"O1"}""", RecalledFleet.Vin(0), Customer, "D1"),
            RecalledFleet.Golfs("R1"));
        await Fleet.Settled();

        var refused = await Fleet.Grains.GetGrain<IVehicleGrain>(Subject.Vehicle(RecalledFleet.Vin(0)).Key).Do(new EventCommand
        {
            Name = "deliverVehicle", Dealership = "D1", MutationId = "m", Other = Customer, Payload = new VehicleDelivered { OrderId = "O1" },
        });

        Assert.Equal(CommandRejections.StopSale, refused.Rejection?.Code);
    }

    [Fact]
    public async Task A_cancelled_campaign_ends_at_all_whom_it_has_reached_and_reaches_nobody_more()
    {
        await Fleet.Append([.. Enumerable.Range(0, Vehicles).Select(RecalledFleet.Built)]);
        await Fleet.Append(
            RecalledFleet.Golfs("R1", $$""","vins":["{{RecalledFleet.Vin(1)}}"]"""),
            RecalledFleet.Golfs("R2"),
            SiloFixture.Event("autocrm.recall.opened.v1", """{"campaign":"R1"}""", RecalledFleet.Vin(3), time: "2026-11-20T08:00:00Z"),
            Cancelled("R1", "2026-11-19T08:00:00Z"));
        await Fleet.Settled();
        await AssertRecalled("R1:Open R2:Open", n => n < Vehicles && n % 2 == 0);
        Assert.Equal(("R1:Open", "R1:Open"), (await Fleet.Recalls(1), await Fleet.Recalls(3)));

        await Fleet.Append(Cancelled("R1", "2026-11-21T08:00:00Z"), Cancelled("R1", "2026-11-22T08:00:00Z"));
        await Fleet.Settled();
        await Fleet.Append(RecalledFleet.Built(100), RecalledFleet.Golfs("R1", time: "2026-11-20T09:00:00Z"));
        await Fleet.Settled();

        await AssertRecalled("R1:Cancelled R2:Open", n => n < Vehicles && n % 2 == 0);
        Assert.Equal(("R1:Cancelled", "R1:Cancelled"), (await Fleet.Recalls(1), await Fleet.Recalls(3)));
        Assert.Equal("R2:Open", await Fleet.Recalls(100));
        Assert.Equal((Vehicles / 2) + 2, await Fleet.Derived("cancelled"));

        await Fleet.Append(RecalledFleet.Golfs("R1", time: "2026-11-23T08:00:00Z"));
        await Fleet.Settled();
        Assert.Equal("R1:Open R2:Open", await Fleet.Recalls(0));
        Assert.Equal("R1:Open R2:Open", await Fleet.Recalls(100));
    }

    [Fact]
    public async Task After_a_rebuild_the_rows_are_looked_at_anew_and_later_vehicles_still_have_it()
    {
        await Fleet.Append(RecalledFleet.Built(0), RecalledFleet.Built(2));
        await SiloFixture.Carried(Fleet.Database);
        await Fleet.Execute($"UPDATE vehicle_row SET make = 'Trabant' WHERE vin = '{RecalledFleet.Vin(2)}'");
        await Fleet.Append(RecalledFleet.Golfs("R1"));
        await Fleet.Settled();
        Assert.Equal(1, await Fleet.Derived());

        await RebuildRun.Run(Fleet.ConnectionString, SiloFixture.Master, CancellationToken.None);
        await SiloFixture.Eventually(() => Fleet.Derived(), n => n == 2);
        await Fleet.Append(RecalledFleet.Built(4));
        await SiloFixture.Eventually(() => Fleet.Derived(), n => n == 3);
    }

    private static NewEvent Cancelled(string campaign, string time) =>
        SiloFixture.Event("autocrm.recall.cancelled.v1", $$"""{"campaign":"{{campaign}}"}""", time: time);

    private async Task AssertRecalled(string state, Func<int, bool> fits)
    {
        foreach (var n in Enumerable.Range(0, 103).Where(n => n < Vehicles || n >= 100))
        {
            var recalls = await Fleet.Recalls(n);
            Assert.True(recalls == state == fits(n), $"Vehicle {n} has the recalls '{recalls}'.");
        }
    }
}
