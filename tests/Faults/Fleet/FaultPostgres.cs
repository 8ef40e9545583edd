using AutoCrm.Actors.Cli;
using AutoCrm.Actors.Cli.Postgres;
using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;
using Npgsql;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>A PostgreSQL of the run's own, which writes durably, and may be crashed.</summary>
internal sealed class FaultPostgres : IAsyncDisposable
{
    private const string DefaultName = "postgres";

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
    private readonly PostgresBinaries binaries;
    private readonly PostgresAccount account;
    private readonly PostgresPlace place;
    private readonly PostgresServer server;
    private readonly CutDisk? disk;

    private FaultPostgres(PostgresBinaries binaries, PostgresAccount account, PostgresPlace place, CutDisk? disk = null)
    {
        (this.binaries, this.account, this.place, this.disk) = (binaries, account, place, disk);
        server = new PostgresServer(binaries, account, place);
    }

    public int Port => place.Port;

    /// <summary>Creates one and starts it.</summary>
    /// <param name="folder">Where its data is, if not on a disk of its own, and its log.</param>
    /// <param name="cancellation">Ends the waiting for its start.</param>
    /// <param name="name">The name of its folder.</param>
    /// <param name="disk">The disk of its data, which may lose its power.</param>
    /// <param name="flushes">Whether it waits until what it has written is on the disk.</param>
    public static async Task<FaultPostgres> Start(
        string folder, CancellationToken cancellation, string name = DefaultName, CutDisk? disk = null, bool flushes = true)
    {
        var binaries = PostgresLocator.OfMachine.Find()
            ?? throw new OperatorException("The fault tests need PostgreSQL on the machine.");
        var port = LoopbackPort.Choose();
        var place = new PostgresPlace(
            Path.Combine(disk?.Path ?? folder, name),
            Path.Combine(folder, name + ".log"),
            port,
            Guid.NewGuid().ToString("N"),
            flushes ? Settings : Settings + "\nfsync = off");
        var postgres = new FaultPostgres(binaries, PostgresAccount.Choose(), place, disk);
        postgres.server.Create();
        await postgres.server.Start(cancellation);
        return postgres;
    }

    /// <summary>A copy as a backup makes it (<c>pg_basebackup</c>), beside this one and not started yet.</summary>
    /// <param name="name">The name of its folder.</param>
    /// <param name="asStandby">Whether it is to follow this one; otherwise it goes its own way.</param>
    public FaultPostgres Copy(string name, bool asStandby = false)
    {
        var beside = Path.GetDirectoryName(place.Data)!;
        var copy = place with { Data = Path.Combine(beside, name), Log = Path.Combine(beside, name + ".log"), Port = LoopbackPort.Choose() };
        Directory.CreateDirectory(copy.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        account.TakeOver(copy.Data);
        var source = string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"host=127.0.0.1 port={place.Port} user={PostgresServer.Role} password={place.Password}");
        string[] standby = asStandby ? ["-R"] : [];
        var answer = account.Run(binaries["pg_basebackup"], ["-d", source, "-D", copy.Data, "-X", "stream", "-c", "fast", .. standby]);
        return answer.Succeeded
            ? new FaultPostgres(binaries, account, copy)
            : throw new OperatorException($"The copy of PostgreSQL failed: {answer.Text}");
    }

    /// <summary>Makes a folder PostgreSQL's own.</summary>
    public void TakeOver(string folder) => account.TakeOver(folder);

    /// <summary>The connection string of a database, straight or through a proxy.</summary>
    public string ConnectionString(string database, int? port = null) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString(database)) { Port = port ?? Port }.ConnectionString;

    public void CreateDatabase(string name) => server.CreateDatabase(name);

    /// <summary><c>pg_ctl stop -m immediate</c>: what is not on disk is gone.</summary>
    public Task Crash() => Abort(server.Postmaster);

    /// <summary>
    /// The power goes and comes back: what was not flushed is gone, and no process ends in order. Where its disk cannot
    /// lose its power, it crashes.
    /// </summary>
    public async Task CutPower()
    {
        if (disk is null)
        {
            await Crash();
            return;
        }

        // Asked before: afterwards nothing can be read there.
        var postmaster = server.Postmaster;
        disk.Cut();
        await Abort(postmaster);
        await disk.Restore(Bound);
    }

    /// <summary>Starts it again; it recovers from its write-ahead log.</summary>
    public async Task Recover()
    {
        if (server.Postmaster is null)
        {
            await server.Start(CancellationToken.None);
        }
    }

    /// <summary>Makes a standby a primary of its own, as a failover does.</summary>
    public void Promote()
    {
        var answer = account.Run(binaries["pg_ctl"], ["promote", "-D", place.Data, "-w"]);
        if (!answer.Succeeded)
        {
            throw new OperatorException($"The standby was not promoted: {answer.Text}");
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

    // Its own processes it ends itself, also those that wait for one that is gone.
    private static async Task Abort(ProcessIdentity? postmaster)
    {
        if (postmaster is not null)
        {
            Signals.AskPostgresToAbort(postmaster);
            await ProcessStop.HasGone(postmaster, Bound, TimeProvider.System, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (server.Postmaster is { } postmaster)
        {
            await ProcessStop.StopPostgres(postmaster, Bound, TimeProvider.System, CancellationToken.None);
        }
    }
}
