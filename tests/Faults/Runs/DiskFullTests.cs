using System.Text;
using AutoCrm.Actors.Faults.Chaos;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.Nemesis;
using AutoCrm.Actors.Faults.Workload;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Faults.Runs;

/// <summary>The tables' disk fills up to the last byte and is freed again: refused meanwhile, nothing broken, no restart.</summary>
public sealed class DiskFullTests(FaultFixture fixture)
{
    private const string Database = "fleet_small";
    private const int Megabytes = 48;
    private static readonly TimeSpan Full = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_full_disk_refuses_events_and_breaks_nothing_and_all_goes_on_when_there_is_room()
    {
        var (disk, reason) = SmallDisk.Mount(fixture.Folder, Megabytes);
        Assert.SkipWhen(disk is null, $"No disk can be filled here: {reason}");
        using (disk)
        {
            await CreateDatabase(disk!);
            try
            {
                await Check(disk!);
            }
            finally
            {
                await Execute($"DROP DATABASE {Database} WITH (FORCE)", "DROP TABLESPACE small");
            }
        }
    }

    private async Task Check(SmallDisk disk)
    {
        var plan = new ChaosPlan
        {
            Seed = FaultCycleTests.Seed,
            Load = new(Writers: 3, Readers: 1, Watchers: 0),
            Fleet = new FleetPlan { Silos = 1, Apis = 1 },
        };
        await using var own = await fixture.Run(plan, database: Database);
        var run = own.Begin();

        var result = await run.Cycle(1, new Fault("disk-full", $"{Megabytes} MB", f => FillAndFree(f, disk)));

        Assert.True(result.Acknowledged > 0, "No batch was acknowledged.");
        Assert.Empty(result.Anomalies);
        Assert.Empty(await run.CheckAll());
        // One start each: nobody had to be restarted.
        Assert.Equal(1, Starts(own.Fleet.Silos[0].Process.Log));
        Assert.Equal(1, Starts(own.Fleet.Apis[0].Process.Log));
    }

    private static int Starts(string log) => log.Split('\n').Count(line => line.Contains("Application started", StringComparison.Ordinal));

    private static async Task FillAndFree(RunningFleet fleet, SmallDisk disk)
    {
        disk.Fill();
        try
        {
            using var client = new Endpoint(fleet, 0);
            await Answers(client, disk, (_, failure) => failure == "status 503");
            var until = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(until) < Full)
            {
                var (answer, _) = await client.Post(Note());
                Assert.Null(answer);
            }
        }
        finally
        {
            disk.Free();
        }

        using var again = new Endpoint(fleet, 0);
        await Answers(again, disk, (answer, _) => answer is not null);
    }

    private static async Task Answers(Endpoint client, SmallDisk disk, Func<System.Text.Json.JsonElement?, string?, bool> expected)
    {
        using var limit = new CancellationTokenSource(Bound);
        string? last = null;
        while (!limit.IsCancellationRequested)
        {
            var (answer, failure) = await client.Post(Note());
            if (expected(answer, failure))
            {
                return;
            }

            last = failure ?? "taken";
        }

        Assert.Fail($"Still {last} after {Bound.TotalSeconds} s, with {new DriveInfo(disk.Path).AvailableFreeSpace} bytes free.");
    }

    // Big enough that it does not fit into what is left of a page.
    private static byte[] Note() => Encoding.UTF8.GetBytes(
        $$$"""[{"specversion":"1.0","id":"{{{Guid.NewGuid():N}}}","source":"/disk","type":"com.example.note.v1","time":"2026-11-23T08:00:00Z","dealership":"D1","data":{"text":"{{{Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6000))}}}"}}]""");

    private async Task CreateDatabase(SmallDisk disk)
    {
        var place = Directory.CreateDirectory(Path.Combine(disk.Path, "tables")).FullName;
        fixture.Postgres.TakeOver(place);
        await Execute($"CREATE TABLESPACE small LOCATION '{place}'", $"CREATE DATABASE {Database} TABLESPACE small");
    }

    private async Task Execute(params string[] statements)
    {
        await using var connection = new NpgsqlConnection(fixture.Postgres.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
