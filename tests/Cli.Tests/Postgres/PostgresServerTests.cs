using System.Diagnostics;
using AutoCrm.Actors.Cli.Postgres;
using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Postgres;

public sealed class PostgresServerTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly PostgresAccount account = PostgresAccount.Choose();
    private readonly PostgresServer server;

    public PostgresServerTests()
    {
        var binaries = PostgresLocator.OfMachine.Find() ?? throw new InvalidOperationException("These tests need PostgreSQL 15 or newer.");
        var place = new PostgresPlace(Data, folder["postgres.log"], LoopbackPort.Choose(), "secret", PostgresServer.ThrowAway);
        server = new PostgresServer(binaries, account, place);
    }

    private string Data => folder["data directory"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Stop();
        folder.Dispose();
    }

    [Fact]
    public async Task A_private_instance_listens_on_loopback_only_and_demands_the_password()
    {
        server.Create();
        await server.Start(Cancellation);
        server.CreateDatabase("autocrm");
        server.CreateDatabase("autocrm");

        Assert.Equal("127.0.0.1", await Ask("SHOW listen_addresses"));
        Assert.Equal(string.Empty, await Ask("SHOW unix_socket_directories"));
        Assert.Equal("UTF8", await Ask("SHOW server_encoding"));
        Assert.Equal("C", await Ask("SHOW lc_collate"));
        Assert.Equal("scram-sha-256", await Ask("SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules"));
        var wrong = server.ConnectionString("autocrm").Replace("secret", "guess", StringComparison.Ordinal);
        await Assert.ThrowsAsync<PostgresException>(() => Ask("SELECT 1", wrong));
    }

    [Fact]
    public async Task Its_log_is_compressed_by_the_cheapest_method_that_it_has()
    {
        server.Create();
        await server.Start(Cancellation);
        server.CreateDatabase("autocrm");

        var has = await Ask("SELECT CASE WHEN 'lz4' = ANY(enumvals) THEN 'lz4' ELSE 'pglz' END FROM pg_settings WHERE name = 'wal_compression'");
        Assert.Equal(has, await Ask("SHOW wal_compression"));
    }

    [Fact]
    public async Task Data_survive_a_restart_and_a_killed_postmaster()
    {
        server.Create();
        await server.Start(Cancellation);
        server.CreateDatabase("autocrm");
        await Ask("CREATE TABLE kept AS SELECT 42 AS answer");
        await Stop();
        Assert.False(server.Create());
        await server.Start(Cancellation);

        Signals.ForceToStop(server.Postmaster!);
        await WaitUntilGone();
        await server.Start(Cancellation);

        Assert.Equal("42", await Ask("SELECT answer::text FROM kept"));
    }

    [Fact]
    public async Task A_postmaster_file_whose_number_belongs_to_a_stranger_now_is_repaired()
    {
        server.Create();
        await server.Start(Cancellation);
        server.CreateDatabase("autocrm");
        var file = Path.Combine(Data, "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(file, Cancellation);
        Signals.ForceToStop(server.Postmaster!);
        await WaitUntilGone();
        using var stranger = StartAsPostgres("sleep 300");
        await File.WriteAllLinesAsync(file, [stranger.Id.ToString(), .. lines.Skip(1)], Cancellation);
        account.TakeOver(file);

        Assert.Null(server.Postmaster);
        Assert.True(await server.Start(Cancellation));

        Assert.Equal("1", await Ask("SELECT '1'"));
        Assert.False(stranger.HasExited);
        stranger.Kill();
    }

    [Fact]
    public async Task A_creation_that_was_killed_half_way_is_done_again()
    {
        Directory.CreateDirectory(Path.Combine(Data + ".new", "base"));
        await File.WriteAllTextAsync(Path.Combine(Data + ".new", "PG_VERSION"), "15\n", Cancellation);

        Assert.True(server.Create());
        await server.Start(Cancellation);

        server.CreateDatabase("autocrm");
        Assert.Equal("1", await Ask("SELECT '1'"));
    }

    [Fact]
    public async Task A_start_that_fails_tells_what_PostgreSQL_said()
    {
        server.Create();
        await File.AppendAllTextAsync(Path.Combine(Data, "autocrm.conf"), "no_such_setting = 1\n", Cancellation);

        var failure = await Assert.ThrowsAsync<OperatorException>(() => server.Start(Cancellation));

        Assert.Contains("no_such_setting", failure.Message, StringComparison.Ordinal);
    }

    private async Task<string> Ask(string sql, string? connectionString = null)
    {
        await using var connection = new NpgsqlConnection((connectionString ?? server.ConnectionString("autocrm")) + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation) as string ?? string.Empty;
    }

    private async Task Stop()
    {
        if (server.Postmaster is { } postmaster)
        {
            await ProcessStop.StopPostgres(postmaster, TimeSpan.FromSeconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task WaitUntilGone()
    {
        for (var wait = 0; server.Postmaster is not null && wait < 100; wait++)
        {
            await Task.Delay(50, Cancellation);
        }
    }

    private Process StartAsPostgres(string line) => account.User is { } user
        ? Process.Start("setpriv", ["--reuid", user, "--regid", user, "--init-groups", "--", .. line.Split(' ')])
        : Process.Start(line.Split(' ')[0], line.Split(' ')[1..]);
}
