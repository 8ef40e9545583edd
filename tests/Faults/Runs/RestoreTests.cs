using AutoCrm.Actors.Faults.Chaos;
using AutoCrm.Actors.Faults.Checking;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.Nemesis;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>
/// A backup is restored in the place of a database that went on: the log is shorter, and rows, snapshots and checkpoints
/// are those of the longer one, as after a restore of single tables.
/// </summary>
public sealed class RestoreTests(FaultFixture fixture)
{
    private static readonly string[] Derived = ["vehicle_row", "customer_row", "dealership_row", "partition_checkpoint", "orleansstorage"];
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly Fault Nothing = new("nothing", string.Empty, _ => Task.Delay(TimeSpan.FromSeconds(2)));

    [Fact]
    public async Task What_is_of_the_longer_log_is_found_thrown_away_and_made_anew()
    {
        var plan = new ChaosPlan
        {
            Seed = FaultCycleTests.Seed,
            Load = new(Writers: 3, Readers: 1, Watchers: 0),
            Fleet = new FleetPlan
            {
                Silos = 1,
                Apis = 1,
                SweepPause = TimeSpan.FromMilliseconds(100),
            },
        };
        await using var own = await fixture.Run(plan);
        var (fleet, before) = (own.Fleet, own.Begin());
        Assert.Empty((await before.Cycle(1, Nothing)).Anomalies);
        await using var backup = fixture.Postgres.Copy("restored");
        Assert.Empty((await before.Cycle(2, Nothing)).Anomalies);
        var (epoch, events) = (await fleet.Epoch(), await Scalar(fleet, "SELECT count(*) FROM event_log"));

        await backup.Recover();
        await Keep(fleet, backup);
        var silo = fleet.Silos[0].Process;
        await fleet.Exchange(backup);

        // The silo notices by itself that its log has become shorter, and ends; its supervisor starts it again.
        Assert.Equal(3, await silo.Ended(Bound));
        await silo.Ready(RunningFleet.StartBound);
        Assert.True(await Scalar(fleet, "SELECT count(*) FROM event_log") < events);
        Assert.NotEqual(epoch, await fleet.Epoch());

        var after = own.Begin();
        await Clean(after);
        Assert.Empty((await after.Cycle(3, Nothing)).Anomalies);
        Assert.Empty(await after.CheckAll());
    }

    // Until the sweep has gone over all rows.
    private static async Task Clean(ChaosRun run)
    {
        var began = TimeProvider.System.GetTimestamp();
        List<Anomaly> wrong;
        do
        {
            wrong = await run.CheckAll();
        }
        while (wrong.Count > 0 && TimeProvider.System.GetElapsedTime(began) < Bound);
        Assert.Empty(wrong);
    }

    // What the backup holds of these tables is exchanged for what the longer log has made.
    private static async Task Keep(RunningFleet fleet, FaultPostgres backup)
    {
        await using var target = NpgsqlDataSource.Create(backup.ConnectionString(fleet.Database) + ";Search Path=autocrm");
        await using var to = await target.OpenConnectionAsync();
        await using var from = await fleet.Straight.OpenConnectionAsync();
        foreach (var table in Derived)
        {
            await using (var truncate = new NpgsqlCommand($"TRUNCATE {table}", to))
            {
                await truncate.ExecuteNonQueryAsync();
            }

            await using var read = await from.BeginRawBinaryCopyAsync($"COPY {table} TO STDOUT (FORMAT binary)");
            await using var write = await to.BeginRawBinaryCopyAsync($"COPY {table} FROM STDIN (FORMAT binary)");
            await read.CopyToAsync(write);
        }
    }

    private static async Task<long> Scalar(RunningFleet fleet, string sql)
    {
        await using var command = fleet.Straight.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
