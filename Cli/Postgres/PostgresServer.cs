using System.Globalization;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Postgres;

/// <summary>Where a private PostgreSQL lives.</summary>
/// <param name="Data">Its data directory.</param>
/// <param name="Log">Its log file.</param>
/// <param name="Port">Its port on 127.0.0.1.</param>
/// <param name="Password">The password of its only role.</param>
/// <param name="Configuration">Lines for its configuration file, written when it is created.</param>
internal sealed record PostgresPlace(string Data, string Log, int Port, string Password, string Configuration);

/// <summary>A private PostgreSQL: its data directory, its start and its stop.</summary>
internal sealed class PostgresServer(PostgresBinaries binaries, PostgresAccount account, PostgresPlace place)
{
    /// <summary>The only role, which owns everything in the instance.</summary>
    public const string Role = "autocrm";

    private const long Megabyte = 1 << 20;

    /// <summary>The settings of an instance that keeps data.</summary>
    /// <param name="memory">The machine's memory in bytes, of which the instance takes an eighth for its pages.</param>
    public static string Durable(long memory) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        # Written once, when the data directory was created: yours to change.
        max_connections = 100
        shared_buffers = {Math.Clamp(memory / Megabyte / 8, 256, 4096)}MB
        max_wal_size = 4GB
        checkpoint_timeout = 15min
        jit = off
        # An acknowledged event must survive a power cut.
        fsync = on
        full_page_writes = on
        synchronous_commit = on
        """);

    /// <summary>The settings of an instance that is thrown away.</summary>
    public const string ThrowAway =
        """
        max_connections = 400
        shared_buffers = 128MB
        fsync = off
        full_page_writes = off
        synchronous_commit = on
        jit = off
        """;

    private const string OwnFile = "autocrm.conf";
    private const string CreateLine =
        "umask 077; p=$(mktemp) && cat >\"$p\"; \"$1\" -D \"$2\" -U \"$3\" -A scram-sha-256 --pwfile=\"$p\" -E UTF8 --locale=C --no-sync; s=$?; rm -f \"$p\"; exit $s";

    /// <summary>The postmaster that runs on the data directory; null if none does.</summary>
    public ProcessIdentity? Postmaster => new PostmasterFile(place.Data).Running();

    /// <summary>The major version that made the data in a directory; null if there are none.</summary>
    public static int? MajorOf(string data)
    {
        var file = Path.Combine(data, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), out var major) ? major : null;
    }

    /// <summary>The connection string of a database of this instance.</summary>
    public string ConnectionString(string database) => ConnectionString(place.Port, place.Password, database);

    /// <summary>How to connect to a database of an instance of ours.</summary>
    public static string ConnectionString(int port, string password, string database) => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={port};Username={Role};Password={password};Database={database}");

    /// <summary>Creates the data directory if there is none.</summary>
    /// <returns>Whether it was created.</returns>
    public bool Create()
    {
        if (MajorOf(place.Data) is not null)
        {
            return false;
        }

        // Under another name until it is complete: a run that was killed half-way leaves nothing that looks finished.
        var fresh = place.Data + ".new";
        if (Directory.Exists(fresh))
        {
            Directory.Delete(fresh, recursive: true);
        }

        Directory.CreateDirectory(fresh, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        account.TakeOver(fresh);
        var answer = account.Run("/bin/sh", ["-c", CreateLine, "sh", binaries["initdb"], fresh, Role], place.Password);
        Demand(answer, "Creating the database's directory failed");
        File.WriteAllText(Path.Combine(fresh, OwnFile), $"{place.Configuration}\nwal_compression = {WalCompression(fresh)}\n");
        account.TakeOver(Path.Combine(fresh, OwnFile));
        File.AppendAllText(Path.Combine(fresh, "postgresql.conf"), $"\ninclude = '{OwnFile}'\n");
        // A power cut a moment later must not leave a half-written configuration.
        Demand(account.Run(binaries["initdb"], ["--sync-only", "-D", fresh]), "Flushing the database's directory failed");
        Directory.Move(fresh, place.Data);
        return true;
    }

    // The first change of a page after a checkpoint writes the whole page: its own method compresses it in 22 µs, LZ4 in
    // 2, to the same size. Not every PostgreSQL is built with it.
    private string WalCompression(string data) =>
        account.Run(binaries["postgres"], ["-D", data, "-C", "wal_compression", "-c", "wal_compression=lz4"]).Succeeded ? "lz4" : "on";

    /// <summary>Starts it and waits until it accepts connections. The data directory is repaired first.</summary>
    /// <returns>Whether a stale <c>postmaster.pid</c> had to be removed.</returns>
    public async Task<bool> Start(CancellationToken cancellation)
    {
        var repaired = await new PostmasterFile(place.Data).RemoveIfStale(account, TimeProvider.System, cancellation);
        File.AppendAllText(place.Log, string.Empty);
        account.TakeOver(place.Log);
        var options = string.Create(
            CultureInfo.InvariantCulture,
            $"-c listen_addresses=127.0.0.1 -c port={place.Port} -c unix_socket_directories=");
        var answer = account.Run(
            binaries["pg_ctl"], ["start", "-D", place.Data, "-l", place.Log, "-w", "-t", "120", "-o", options]);
        if (!answer.Succeeded)
        {
            throw new OperatorException(
                $"PostgreSQL did not start: {answer.Text}\n{string.Join('\n', LogFile.Tail(place.Log, 15))}");
        }

        return repaired;
    }

    /// <summary>Creates a database if the instance does not have it.</summary>
    public void CreateDatabase(string name)
    {
        var exists = Sql($"SELECT 1 FROM pg_database WHERE datname = '{name}'");
        if (exists.Output.Trim().Length == 0)
        {
            Demand(Sql($"CREATE DATABASE {name}"), $"Creating the database {name} failed");
        }
    }

    private ToolAnswer Sql(string statement)
    {
        var environment = new Dictionary<string, string> { ["PGPASSWORD"] = place.Password, ["LC_ALL"] = "C" };
        var answer = Tool.Run(
            binaries["psql"],
            ["-h", "127.0.0.1", "-p", place.Port.ToString(CultureInfo.InvariantCulture), "-U", Role, "-d", "postgres", "-XAtq", "-c", statement],
            environment: environment);
        Demand(answer, "The database does not answer");
        return answer;
    }

    private static void Demand(ToolAnswer answer, string what)
    {
        if (!answer.Succeeded)
        {
            throw new OperatorException($"{what}: {answer.Text}");
        }
    }
}
