using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Rebuilding;

/// <summary>What somebody does to the rows is found and put right without anybody asking.</summary>
public sealed class DriftSweepTests
{
    [Fact]
    public async Task Rows_that_were_deleted_altered_or_made_up_are_put_right()
    {
        await using var fleet = await Fleet.Start(vehicles: 300, "--AutoCrm:Sweep:Pause=00:00:00.050");
        var before = await fleet.Contents();

        await fleet.Execute("DELETE FROM vehicle_row WHERE vin LIKE '%7'");
        await fleet.Execute("UPDATE vehicle_row SET make = 'Trabant' WHERE vin LIKE '%3'");
        await fleet.Execute("UPDATE vehicle_row SET revision = 1000 WHERE vin LIKE '%4'");
        await fleet.Execute("UPDATE vehicle_row SET revision = 0 WHERE vin LIKE '%5'");
        await fleet.Execute("INSERT INTO vehicle_row SELECT 'AAA', revision, make, model, model_year, odometer_km, sales, conflicts, dealerships, last_event_at FROM vehicle_row LIMIT 1");
        await fleet.Execute("INSERT INTO vehicle_row SELECT 'ZZZ', revision, make, model, model_year, odometer_km, sales, conflicts, dealerships, last_event_at FROM vehicle_row LIMIT 1");
        await fleet.Execute("UPDATE customer_row SET stage = 'Unknown'");
        await fleet.Execute("UPDATE customer_row SET revision = revision + 1 WHERE id LIKE '%5'");
        await fleet.Execute("DELETE FROM dealership_row");

        await SiloFixture.Eventually(fleet.Contents, contents => contents == before);
    }

    [Fact]
    public async Task An_actor_with_a_long_history_writes_its_lost_row_itself()
    {
        await using var fleet = await Fleet.Start(vehicles: 2400, "--AutoCrm:Sweep:Pause=00:00:00.050");
        var before = await fleet.Contents();

        await fleet.Execute("DELETE FROM dealership_row");

        await SiloFixture.Eventually(fleet.Contents, contents => contents == before);
    }

    [Fact]
    public async Task A_row_of_a_long_history_that_counts_more_or_fewer_events_than_the_log_is_put_right()
    {
        await using var fleet = await Fleet.Start(vehicles: 2400, "--AutoCrm:Sweep:Pause=00:00:00.050");
        await fleet.AppendReadings(150, Fleet.Vin(1), first: 0);
        await fleet.AppendInteractions(150, "C5");
        await fleet.AppendInteractions(150, "C6", direction: "unknown to the fold");
        await SiloFixture.Carried(fleet.Database);
        var before = await fleet.Contents();

        await fleet.Execute("UPDATE dealership_row SET revision = revision + 1000 WHERE code IN ('D2', 'D3')");
        await fleet.Execute("UPDATE dealership_row SET revision = revision - 1 WHERE code = 'D4'");
        await fleet.Execute($"UPDATE vehicle_row SET revision = revision + 1 WHERE vin = '{Fleet.Vin(1)}'");
        await fleet.Execute("UPDATE customer_row SET revision = revision + 1 WHERE id IN ('C5', 'C6')");

        await SiloFixture.Eventually(fleet.Contents, contents => contents == before);
    }
}
