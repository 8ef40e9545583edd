using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Rebuilding;
using AutoCrm.Actors.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Rebuilding;

/// <summary>Read models are rebuilt beside a working silo, and come out as its actors would have written them.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    private const int Vehicles = 2000;
    private readonly PostgresFixture postgres = new();
    private WebApplication? silo;
    private NpgsqlDataSource? database;

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        silo = await SiloFixture.Start(postgres.ConnectionString, "--AutoCrm:Log:Partitions=4");
        database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { SearchPath = "autocrm" });
        await Append(0);
        await Folded(1);
    }

    public async ValueTask DisposeAsync()
    {
        await silo!.StopAsync();
        await silo.DisposeAsync();
        await database!.DisposeAsync();
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task A_rebuild_gives_the_rows_that_were_there_and_repairs_those_that_were_not()
    {
        var before = await Contents();
        var shape = await Shape();
        await Execute("DELETE FROM vehicle_row WHERE vin LIKE '%7'");
        await Execute("UPDATE vehicle_row SET make = 'Trabant' WHERE vin LIKE '%3'");
        await Execute("UPDATE vehicle_row SET revision = 1000 WHERE vin LIKE '%4'");
        Assert.NotEqual(before, await Contents());

        var reports = await RebuildRun.Run(postgres.ConnectionString, CancellationToken.None);

        Assert.Equal(before, await Contents());
        Assert.Equal(shape, await Shape());
        Assert.Equal((Vehicles, Vehicles), reports.Where(r => r.Table == "vehicle_row").Select(r => (r.Rows, r.Events)).Single());
        await Append(1);
        await Folded(2);
    }

    [Fact]
    public async Task A_rebuild_under_load_loses_nothing_and_no_query_sees_less_than_before()
    {
        using var done = new CancellationTokenSource();
        var least = long.MaxValue;
        var watching = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                least = Math.Min(least, await Count("vehicle_row"));
            }
        });
        var loading = Task.Run(async () =>
        {
            for (var round = 1; round <= 4; round++)
            {
                await Append(round);
            }
        });

        await RebuildRun.Run(postgres.ConnectionString, CancellationToken.None);
        await loading;
        await Folded(5);
        await done.CancelAsync();
        await watching;

        Assert.Equal(Vehicles, least);
        var live = await Contents();
        await RebuildRun.Run(postgres.ConnectionString, CancellationToken.None);
        Assert.Equal(live, await Contents());
    }

    [Fact]
    public async Task A_rebuild_that_was_interrupted_goes_on_where_it_stopped()
    {
        var before = await Contents();
        // Somebody holds the table, so that the first rebuild comes as far as the exchange.
        await using var connection = await database!.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("LOCK TABLE vehicle_row IN ACCESS SHARE MODE", connection);
        await hold.ExecuteNonQueryAsync();
        using var interrupt = new CancellationTokenSource();
        var first = RebuildRun.Run(postgres.ConnectionString, interrupt.Token);
        await SiloFixture.Eventually(() => Scalar("SELECT count(*) FROM pg_tables WHERE tablename = 'rebuild_progress'"), n => n == 1);
        await SiloFixture.Eventually(() => Count("rebuild_progress WHERE table_name = 'vehicle_row' AND scanned"), n => n == 1);
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => first);
        await transaction.RollbackAsync();
        Assert.Equal(before, await Contents());

        var reports = await RebuildRun.Run(postgres.ConnectionString, CancellationToken.None);

        Assert.Equal(0, reports.Single(r => r.Table == "vehicle_row").Events);
        Assert.Equal(before, await Contents());
        Assert.Equal(0, await Count("rebuild_progress"));
    }

    private static string Vin(int n) => $"WVWZZZ1JZ3W{n:000000}";

    private async Task Append(int round)
    {
        var intake = silo!.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0);
        foreach (var part in Enumerable.Range(0, Vehicles).Chunk(500))
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

    private Task Folded(int revision) => SiloFixture.Eventually(
        () => Count($"vehicle_row WHERE revision = {revision}"), n => n == Vehicles);

    private async Task<string> Contents() => string.Join('\n', await Text("vehicle_row", "vin"), await Text("customer_row", "id"), await Text("dealership_row", "code"));

    private async Task<string> Text(string table, string key)
    {
        await using var command = database!.CreateCommand($"SELECT md5(string_agg(r::text, E'\\n' ORDER BY {key})) FROM {table} r");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task<string> Shape()
    {
        await using var command = database!.CreateCommand(
            """
            SELECT string_agg(line, E'\n' ORDER BY line) FROM (
                SELECT indexdef FROM pg_indexes WHERE schemaname = 'autocrm' AND tablename LIKE '%\_row'
                UNION ALL SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid::regclass::text LIKE '%\_row'
                UNION ALL SELECT relname || coalesce(reloptions::text, '') FROM pg_class WHERE relname LIKE '%\_row') AS shape(line)
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private Task<long> Count(string from) => Scalar("SELECT count(*) FROM " + from);

    private async Task<long> Scalar(string sql)
    {
        await using var command = database!.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task Execute(string sql)
    {
        await using var command = database!.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
