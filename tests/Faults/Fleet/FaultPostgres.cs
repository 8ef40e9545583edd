using AutoCrm.Actors.Cli;
using AutoCrm.Actors.Cli.Postgres;
using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;
using Npgsql;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>A PostgreSQL of the run's own, which writes durably, and may be crashed.</summary>
internal sealed class FaultPostgres : IAsyncDisposable
{
    private const string Settings =
        """
        max_connections = 400
        shared_buffers = 128MB
        jit = off
        fsync = on
        full_page_writes = on
        synchronous_commit = on
        log_min_messages = error
        """;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private readonly PostgresServer server;

    private FaultPostgres(PostgresServer server, int port) => (this.server, Port) = (server, port);

    public int Port { get; }

    public static async Task<FaultPostgres> Start(string folder, CancellationToken cancellation)
    {
        var binaries = PostgresLocator.OfMachine.Find()
            ?? throw new OperatorException("The fault tests need PostgreSQL on the machine.");
        var port = LoopbackPort.Choose();
        var place = new PostgresPlace(
            Path.Combine(folder, "postgres"), Path.Combine(folder, "postgres.log"), port, Guid.NewGuid().ToString("N"), Settings);
        var server = new PostgresServer(binaries, PostgresAccount.Choose(), place);
        server.Create();
        await server.Start(cancellation);
        return new FaultPostgres(server, port);
    }

    /// <summary>The connection string of a database, straight or through a proxy.</summary>
    public string ConnectionString(string database, int? port = null) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString(database)) { Port = port ?? Port }.ConnectionString;

    public void CreateDatabase(string name) => server.CreateDatabase(name);

    /// <summary><c>pg_ctl stop -m immediate</c>: what is not on disk is gone.</summary>
    public async Task Crash()
    {
        if (server.Postmaster is { } postmaster)
        {
            Signals.AskPostgresToAbort(postmaster);
            await ProcessStop.HasGone(postmaster, Bound, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Starts it again; it recovers from its write-ahead log.</summary>
    public async Task Recover()
    {
        if (server.Postmaster is null)
        {
            await server.Start(CancellationToken.None);
        }
    }

    /// <summary>Terminates some of the product's sessions.</summary>
    public async Task<int> TerminateBackends(string database, double share)
    {
        await using var connection = new NpgsqlConnection(ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*)::int FROM (
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = $1 AND application_name LIKE 'autocrm-%' AND random() < $2) AS ended
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = database });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = share });
        return (int)(await command.ExecuteScalarAsync() ?? 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (server.Postmaster is { } postmaster)
        {
            await ProcessStop.StopPostgres(postmaster, Bound, TimeProvider.System, CancellationToken.None);
        }
    }
}
