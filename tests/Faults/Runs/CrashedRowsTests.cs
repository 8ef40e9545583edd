using System.Globalization;
using System.Text;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.Workload;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>
/// PostgreSQL crashes right after rows and checkpoints were written: the rows are there when it comes back, because what a
/// silo has confirmed it never writes again, and the checkpoints, which are not waited for, are so soon after it.
/// </summary>
public sealed class CrashedRowsTests(FaultFixture fixture)
{
    private const int Crashes = 4;
    private const int Vehicles = 40;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Rows_that_were_confirmed_outlive_a_crash_of_the_database()
    {
        await using var fleet = await fixture.Start(new FleetPlan { Silos = 1, Apis = 1 });
        using var endpoint = new Endpoint(fleet, client: 0);
        for (var crash = 1; crash <= Crashes; crash++)
        {
            await Send(endpoint, crash);
            await Until(fleet, written: crash * Vehicles);

            await fleet.Postgres.Crash();
            await fleet.Postgres.Recover();
            fleet.Straight.Clear();

            await Until(fleet, written: crash * Vehicles);
        }
    }

    private static async Task Send(Endpoint endpoint, int crash)
    {
        var lines = Enumerable.Range(0, Vehicles).Select(n => string.Create(CultureInfo.InvariantCulture, $$$$"""{"specversion":"1.0","id":"{{{{crash}}}}-{{{{n}}}}","source":"/crashes","type":"autocrm.vehicle.odometer-read.v1","time":"2026-11-23T08:00:00Z","dealership":"D1","vin":"WVWZZZCRSH{{{{crash}}}}{{{{n:000000}}}}","data":{"odometer":{"value":{{{{n + 1}}}},"unit":"km"}}}"""));
        var body = Encoding.UTF8.GetBytes($"[{string.Join(',', lines)}]");
        using var bound = new CancellationTokenSource(Bound);
        while ((await endpoint.Post(body)).Answer is null)
        {
            await Task.Delay(50, bound.Token);
        }
    }

    // Rows and checkpoint: only then nobody brings the events to their actors again.
    private static async Task Until(RunningFleet fleet, int written)
    {
        using var bound = new CancellationTokenSource(Bound);
        var (rows, folded) = (0L, false);
        while (rows < written || !folded)
        {
            Assert.False(bound.IsCancellationRequested, $"{rows} of {written} rows are there, and the log is {(folded ? "folded" : "not folded")}.");
            (rows, folded) = await Read(fleet);
            await Task.Delay(5, CancellationToken.None);
        }
    }

    private static async Task<(long Rows, bool Folded)> Read(RunningFleet fleet)
    {
        try
        {
            var isQuiet = await new DatabaseReader(fleet.Straight, fleet.MasterKeyText).IsQuiet();
            await using var command = fleet.Straight.CreateCommand("SELECT count(*) FROM vehicle_row");
            return ((long)(await command.ExecuteScalarAsync())!, isQuiet);
        }
        catch (NpgsqlException)
        {
            return (0, false);
        }
    }
}
