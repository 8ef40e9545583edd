using AutoCrm.Actors.Events;
using AutoCrm.Actors.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Rebuilding;

/// <summary>A silo on a database of its own, with vehicles, customers and dealerships that are easy to compare.</summary>
internal sealed class Fleet(int vehicles) : IAsyncDisposable
{
    private readonly PostgresFixture postgres = new();
    private WebApplication? silo;
    private NpgsqlDataSource? database;

    public string ConnectionString => postgres.ConnectionString;

    public NpgsqlDataSource Database => database!;

    public WebApplication Silo => silo!;

    public static async Task<Fleet> Start(int vehicles, params string[] settings)
    {
        var fleet = new Fleet(vehicles);
        await fleet.postgres.InitializeAsync();
        fleet.database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(fleet.ConnectionString) { SearchPath = "autocrm" });
        await fleet.StartSilo(settings);
        await fleet.Append(0);
        await fleet.Folded(1);
        return fleet;
    }

    public async Task StartSilo(params string[] settings) =>
        silo = await SiloFixture.Start(postgres.ConnectionString, ["--AutoCrm:Log:Partitions=4", .. settings]);

    public async Task StopSilo()
    {
        await Silo.StopAsync();
        await Silo.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopSilo();
        await Database.DisposeAsync();
        await postgres.DisposeAsync();
    }

    public static string Vin(int n) => $"WVWZZZ1JZ3W{n:000000}";

    public async Task Append(int round)
    {
        var intake = Silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0);
        foreach (var part in Enumerable.Range(0, vehicles).Chunk(500))
        {
            var reply = await intake.Append([.. part.Select(n => SiloFixture.Event(
                "autocrm.vehicle.delivered.v1",
                $$$"""{"price":{"amount":{{{n + 1}}},"currency":"USD"},"make":"Make {{{round}}}","odometer":{"value":{{{(round + 1) * 100}}},"unit":"km"}}""",
                Vin(n),
                customer: $"C{n % 700}",
                dealership: $"D{n % 20}",
                time: $"2026-11-0{round + 1}T08:00:00Z"))]);
            Assert.All(reply.Results, result => Assert.Equal(AppendStatus.Appended, result.Status));
        }
    }

    public async Task AppendReadings(int count, string vin, int first)
    {
        var intake = Silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0);
        await intake.Append([.. Enumerable.Range(first, count).Select(n => SiloFixture.Event(
            "autocrm.vehicle.odometer-read.v1", $$$"""{"odometer":{"value":{{{n + 100}}},"unit":"km"}}""", vin, dealership: "D1", time: $"2026-11-23T{n / 60:00}:{n % 60:00}:00Z"))]);
    }

    public async Task AppendInteractions(int count, string customer, string direction = "inbound")
    {
        var intake = Silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0);
        var reply = await intake.Append([.. Enumerable.Range(0, count).Select(n => SiloFixture.Event(
            "autocrm.customer.interaction-logged.v1", $$"""{"channel":"phone","direction":"{{direction}}"}""", customer: customer, dealership: "D1", time: $"2026-11-23T{n / 60:00}:{n % 60:00}:00Z"))]);
        Assert.All(reply.Results, result => Assert.Equal(AppendStatus.Appended, result.Status));
    }

    /// <summary>Waits until every vehicle has so many events, and the rows of all actors are durable.</summary>
    public async Task Folded(int revision)
    {
        await SiloFixture.Eventually(() => Count($"vehicle_row r WHERE {SiloFixture.Reported("r.vin", "vin")} = {revision}"), n => n == vehicles);
        await SiloFixture.Carried(Database);
    }

    public async Task<string> Contents() => string.Join('\n', await Text("vehicle_row", "vin"), await Text("customer_row", "id"), await Text("dealership_row", "code"));

    private async Task<string> Text(string table, string key)
    {
        await using var command = Database.CreateCommand($"SELECT coalesce(md5(string_agg({SiloFixture.RowText("r")}, E'\\n' ORDER BY {key})), '') FROM {table} r");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async Task<string> Shape()
    {
        await using var command = Database.CreateCommand(
            """
            SELECT string_agg(line, E'\n' ORDER BY line) FROM (
                SELECT indexdef FROM pg_indexes WHERE schemaname = 'autocrm' AND tablename LIKE '%\_row'
                UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid::regclass::text LIKE '%\_row' AND NOT tgisinternal
                UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid::regclass::text LIKE '%\_row'
                UNION ALL SELECT relname || coalesce(reloptions::text, '') FROM pg_class WHERE relname LIKE '%\_row') AS shape(line)
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public Task<long> Count(string from) => Scalar("SELECT count(*) FROM " + from);

    public async Task<long> Scalar(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is long number ? number : -1;
    }

    public async Task Execute(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
