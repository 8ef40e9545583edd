using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Privacy;

/// <summary>Who was erased stays erased, whichever backup is restored.</summary>
public sealed class ErasureRegisterTests : IAsyncLifetime
{
    private const string Erased = "ER-1";
    private const string Other = "ER-2";
    private readonly PostgresFixture postgres = new();
    private readonly string register = Path.Combine(Path.GetTempPath(), "autocrm-erasures-" + Guid.NewGuid().ToString("N"));
    private readonly List<string> copies = [];

    public ValueTask InitializeAsync() => postgres.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var copy in copies)
        {
            await Execute(postgres.ConnectionString, $"DROP DATABASE {copy} WITH (FORCE)");
        }

        await postgres.DisposeAsync();
        File.Delete(register);
    }

    [Fact]
    public async Task A_backup_from_before_an_erasure_does_not_bring_the_erased_back()
    {
        await using (var silo = await Start(postgres.ConnectionString))
        {
            await Register(silo, Erased, Other);
            await silo.StopAsync();
        }

        var backup = await Backup();
        await using (var silo = await Start(postgres.ConnectionString))
        {
            Assert.Null((await Customer(silo, Erased).Erase(new() { Dealership = string.Empty, MutationId = "m1", Reason = ErasureReason.Request })).Rejection);
            await SiloFixture.Eventually(() => Registered.Read(CancellationToken.None), registered => registered.Customers.SetEquals([Erased]));
            await silo.StopAsync();
        }

        for (var start = 0; start < 2; start++)
        {
            await using var restored = await Start(backup);
            var erased = await SiloFixture.Eventually(() => Customer(restored, Erased).Get(null), live => live!.State.Party.Erased is not null);
            Assert.Equal(CustomerProfile.Empty, erased!.State.Profile);
            await SiloFixture.Eventually(() => Count(backup, $"customer_row WHERE id = '{Erased}' AND name IS NULL AND search = '{{}}'"), rows => rows == 1);
            Assert.Equal(0, await Count(backup, $"customer_key WHERE customer = '{Erased}' AND wrapped IS NOT NULL"));
            Assert.Equal(0, await Count(backup, $"customer_clue WHERE customer = '{Erased}'"));
            Assert.Equal(1, await Count(backup, "event_log WHERE type = 'autocrm.customer.erased.v1'"));
            Assert.Equal("Name of " + Other, (await Customer(restored, Other).Get(null))!.State.Profile.Name!.Value);
            await restored.StopAsync();
        }

        Assert.Single(await File.ReadAllLinesAsync(register));
    }

    [Fact]
    public async Task Lines_that_this_installation_has_not_signed_erase_nobody()
    {
        await using (var silo = await Start(postgres.ConnectionString))
        {
            await Register(silo, Erased, Other);
            await silo.StopAsync();
        }

        var foreign = new string('0', 64);
        await File.WriteAllTextAsync(register, $"{foreign} {Erased}\n{Other}\n{foreign[..10]}");

        await using var again = await Start(postgres.ConnectionString);
        await SiloFixture.Eventually(() => Task.FromResult(again.Services.GetRequiredService<ErasureKeeping>().HasLooked), looked => looked);
        Assert.Equal("Name of " + Erased, (await Customer(again, Erased).Get(null))!.State.Profile.Name!.Value);
        Assert.Equal(0, await Count(postgres.ConnectionString, "customer_key WHERE wrapped IS NULL"));
        await again.StopAsync();
    }

    [Fact]
    public async Task Many_who_write_at_once_lose_nobody_and_a_line_that_was_cut_off_takes_no_other_with_it()
    {
        await File.WriteAllTextAsync(register, new string('a', 70));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async n =>
        {
            var mine = Registered;
            for (var round = 0; round < 5; round++)
            {
                await mine.Add([$"C{n}-{round}", $"C0-{round}", "with blank " + n], CancellationToken.None);
            }
        }));

        var read = await Registered.Read(CancellationToken.None);

        Assert.Equal((8 * 5) + 8, read.Customers.Count);
        Assert.Contains("with blank 7", read.Customers);
        Assert.Equal(1, read.Unsigned);
    }

    [Fact]
    public async Task A_register_that_cannot_be_read_stops_the_silo()
    {
        Directory.CreateDirectory(register);
        try
        {
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Start(postgres.ConnectionString));
            Assert.Contains("AutoCrm:Privacy:ErasureRegister", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(register);
        }
    }

    private ErasureRegister Registered => new(register, SiloFixture.Master, TimeProvider.System);

    private Task<WebApplication> Start(string database) =>
        SiloFixture.Start(database, "--AutoCrm:Log:Partitions=4", $"--AutoCrm:Privacy:ErasureRegister={register}");

    private static ICustomerGrain Customer(WebApplication silo, string id) =>
        silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ICustomerGrain>(Subject.Customer(id).Key);

    private static async Task Register(WebApplication silo, params string[] customers)
    {
        await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0).Append([.. customers.Select(id =>
            SiloFixture.Event("autocrm.customer.registered.v1", $$"""{"name":"Name of {{id}}","emails":["{{id}}@example.com"]}""", customer: id, dealership: "D1"))]);
        foreach (var id in customers)
        {
            Assert.Equal("Name of " + id, (await SiloFixture.Eventually(() => Customer(silo, id).Get(null), live => live is not null))!.State.Profile.Name!.Value);
        }

        await using var database = NpgsqlDataSource.Create(silo.Configuration["ConnectionStrings:AutoCrm"]!);
        await SiloFixture.Carried(database);
    }

    private async Task<string> Backup()
    {
        var original = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
        var copy = original.Database + "_copy";
        var server = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString;
        await Execute(server, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{original.Database}'");
        await Execute(server, $"CREATE DATABASE {copy} TEMPLATE {original.Database}");
        copies.Add(copy);
        return new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Database = copy }.ConnectionString;
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> Count(string connectionString, string from)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = DataSources.Schema }.ConnectionString);
        await using var command = source.CreateCommand("SELECT count(*) FROM " + from);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
