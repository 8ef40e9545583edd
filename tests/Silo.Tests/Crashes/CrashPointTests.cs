using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.ReadModels;
using AutoCrm.Actors.Silo.Rebuilding;
using AutoCrm.Actors.Silo.Snapshots;
using AutoCrm.Actors.Tests.Support;
using AutoCrm.Actors.Vehicles;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Storage;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Crashes;

/// <summary>
/// A silo ends between any two of its steps, one after another on one database. After each end the checkpoints cover
/// nothing that is not in the rows, no row knows more than the log, and the next silo goes on from there.
/// </summary>
public sealed class CrashPointTests : IAsyncLifetime
{
    private const int Vehicles = 3;
    private const int Dealerships = 6;
    private const int BatchSize = 60;
    private const int FewestBatches = 40;

    private readonly PostgresFixture postgres = new();
    private readonly List<Task> ending = [];
    private NpgsqlDataSource? database;
    private int sent;

    // The first and a later time of each step.
    private static IEnumerable<(Step Step, int Time)> Points =>
        Enum.GetValues<Step>().SelectMany(step => (int[])(step is Step.BeforeSnapshot or Step.SnapshotWritten ? [1] : [1, 5]), (step, time) => (step, time));

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { SearchPath = "autocrm", MaxPoolSize = 50 });
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(ending);
        await database!.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task Whatever_step_is_the_last_nothing_is_lost_and_no_checkpoint_is_ahead()
    {
        foreach (var (step, time) in Points)
        {
            var (role, crash) = await CrashingSilo.Prepare(database!, postgres.ConnectionString, step, time);
            var silo = await Start(role, crash);
            await AppendUntil(silo, crash);
            ending.Add(CrashingSilo.End(silo));

            Assert.Equal((0L, $"{step} {time}"), (await Scalar(AheadOf("vehicle_row", "vin", "vin")), crash.ToString()));
            Assert.Equal((0L, $"{step} {time}"), (await Scalar(AheadOf("customer_row", "id", "customer")), crash.ToString()));
            Assert.Equal((0L, $"{step} {time}"), (await Scalar(AheadOf("dealership_row", "code", "dealership")), crash.ToString()));
        }

        await AllIsFolded();
        TestContext.Current.TestOutputHelper?.WriteLine($"{Points.Count()} crash points, {sent} events");
    }

    // Subjects with events below the checkpoints that their rows lack, and rows with events that the log lacks.
    private static string AheadOf(string table, string key, string column) =>
        $"""
        SELECT count(*) FROM (
            SELECT {column} AS key, count(*) FILTER (WHERE e.log_offset <= coalesce(c.log_offset, 0)) AS confirmed, count(*) AS logged
            FROM event_log e LEFT JOIN partition_checkpoint c USING (partition) WHERE {column} IS NOT NULL GROUP BY {column}) s
        LEFT JOIN {table} r ON r.{key} = s.key
        WHERE coalesce(r.revision, 0) < s.confirmed OR r.revision > s.logged
        """;

    private async Task AllIsFolded()
    {
        await using var silo = await SiloFixture.Start(postgres.ConnectionString, "--AutoCrm:ClusterId=last", "--AutoCrm:Log:Partitions=4");
        Assert.True(await TrySend(silo));
        await SiloFixture.Carried(database!);
        var (stored, distinct) = (await Scalar("SELECT count(*) FROM event_log WHERE source = '/tests'"), await Scalar("SELECT count(DISTINCT id) FROM event_log WHERE source = '/tests'"));
        Assert.Equal((sent, sent), (stored, distinct));
        foreach (var (table, column) in new[] { ("vehicle_row", "vin"), ("customer_row", "customer"), ("dealership_row", "dealership") })
        {
            await SiloFixture.Eventually(() => Scalar($"SELECT sum(revision)::bigint - (SELECT count({column}) FROM event_log) FROM {table}"), n => n == 0);
        }

        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        var revisions = await Task.WhenAll(Enumerable.Range(0, Vehicles).Select(async n =>
            (await grains.GetGrain<IVehicleGrain>(Subject.Vehicle(Vin(n)).Key).Get(null))!.Revision));
        Assert.Equal(await Scalar("SELECT count(vin) FROM event_log"), revisions.Sum());
        await silo.StopAsync();

        var rows = await Contents();
        await RebuildRun.Run(postgres.ConnectionString, SiloFixture.Master, CancellationToken.None);
        Assert.Equal(await Contents(), rows);
    }

    private static string Vin(int n) => $"WVWZZZ1JZ3W{n:000000}";

    private Task<WebApplication> Start(string role, CrashPoint crash) => CrashingSilo.Start(
        database!,
        postgres.ConnectionString,
        (role, crash),
        services =>
        {
            services.AddSingleton<ICheckpoints>(provider => new CrashingCheckpoints(provider.GetRequiredService<Checkpoints>(), crash));
            AddWriter<VehicleRow>(services, crash);
            AddWriter<CustomerRow>(services, crash);
            AddWriter<DealershipRow>(services, crash);
            services.AddKeyedSingleton<IGrainStorage>(SealedSnapshots.Stored, (provider, name) =>
                new CrashingSnapshots(AdoNetGrainStorageFactory.Create(provider, (string)name!), crash));
        },
        "--AutoCrm:Log:Partitions=4");

    private static void AddWriter<TRow>(IServiceCollection services, CrashPoint crash)
        where TRow : IReadModelRow =>
        services.AddSingleton<IReadModelWriter<TRow>>(provider => new CrashingWriter<TRow>(provider.GetRequiredService<ReadModelWriter<TRow>>(), crash));

    private async Task AppendUntil(WebApplication silo, CrashPoint crash)
    {
        // A snapshot is due no later than when as many events have come again as the last one held.
        var most = FewestBatches + (sent / BatchSize);
        for (var batch = 0; batch < most && !crash.HasCrashed; batch++)
        {
            await TrySend(silo);
        }

        await SiloFixture.Eventually(() => Task.FromResult(crash.HasCrashed ? "crashed" : $"alive before {crash}, {sent} events sent"), state => state == "crashed");
    }

    // What became of a batch without an answer the next answer to the same batch tells, at the latest the next silo's.
    private async Task<bool> TrySend(WebApplication silo)
    {
        try
        {
            var intake = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0);
            var reply = await intake.Append([.. Enumerable.Range(sent, BatchSize).Select(Event)]);
            if (reply.Unavailable is not null)
            {
                return false;
            }

            Assert.All(reply.Results, result => Assert.True(result.Status is AppendStatus.Appended or AppendStatus.Duplicate));
            sent += BatchSize;
            return true;
        }
        catch (Exception unknown) when (unknown is IOException or OrleansException or TimeoutException)
        {
            return false;
        }
    }

    private static NewEvent Event(int n) => SiloFixture.Event(
        "autocrm.vehicle.odometer-read.v1",
        $$$"""{"odometer":{"value":{{{n + 1}}},"unit":"km"}}""",
        Vin(n % Vehicles),
        customer: $"C{n % 5}",
        dealership: $"D{n % Dealerships}",
        id: $"E{n}",
        time: $"2026-11-{1 + (n / 1440 % 28):00}T{n / 60 % 24:00}:{n % 60:00}:00Z");

    private async Task<string> Contents() => string.Join('\n', await Text("vehicle_row", "vin"), await Text("customer_row", "id"), await Text("dealership_row", "code"));

    private async Task<string> Text(string table, string key)
    {
        await using var command = database!.CreateCommand($"SELECT string_agg({SiloFixture.RowText("r")}, E'\\n' ORDER BY {key}) FROM {table} r");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task<long> Scalar(string sql)
    {
        await using var command = database!.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is long number ? number : -1;
    }
}
