using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using AutoCrm.Actors.Cli.Postgres;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>The database of a system: the one that the operator configured, or a private one of its own.</summary>
/// <param name="ConnectionString">How the services connect.</param>
/// <param name="Address">Where it is, without the password.</param>
/// <param name="Own">The private instance; null if the operator configured a database.</param>
internal sealed record SystemDatabase(string ConnectionString, string Address, PrivatePostgres? Own)
{
    /// <summary>The variable that names a database to use instead of a private one.</summary>
    public const string Variable = "ConnectionStrings__AutoCrm";

    private const string Name = "autocrm";

    /// <summary>The database that the operator configured; null if none.</summary>
    public static SystemDatabase? Configured() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured
        ? new SystemDatabase(configured, AddressOf(configured), null)
        : null;

    /// <summary>Prepares and starts the private instance of a home.</summary>
    public static async Task<SystemDatabase> StartPrivate(Home home, Notices notices, CancellationToken cancellation)
    {
        var settings = PrivateFile.ReadJson<Settings>(home.SettingsFile) ?? new Settings();
        var existing = new[] { home.PostgresData, home.PostgresDataElsewhere }.FirstOrDefault(folder => PostgresServer.MajorOf(folder) is not null);
        var major = existing is null ? null : PostgresServer.MajorOf(existing);
        var binaries = new PostgresInstaller(PostgresLocator.OfMachine, notices).Get(major);
        var account = PostgresAccount.Choose();
        var data = existing ?? NewDataDirectory(home, account, notices);
        var port = LoopbackPort.Choose(settings.PostgresPort);
        PrivateFile.WriteJson(home.SettingsFile, settings with { PostgresPort = port });
        var password = PrivateFile.ReadOrCreate(home.PostgresPasswordFile, () => Convert.ToHexString(RandomNumberGenerator.GetBytes(24)));

        // Its log lies where its user can write, which is beside the data when those could not be in the home.
        var log = data == home.PostgresData ? home.Log("postgres") : Path.Combine(Path.GetDirectoryName(data)!, "postgres.log");
        var server = new PostgresServer(binaries, account, new PostgresPlace(data, log, port, password, PostgresServer.Durable(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)));
        notices.Step($"PostgreSQL {binaries.Major} from {binaries.Folder}, data in {data}{(account.User is { } user ? $", as user {user}" : string.Empty)}");
        server.Create();
        var own = new PrivatePostgres(server, data, log, notices);
        await own.Start(cancellation);
        server.CreateDatabase(Name);
        return new SystemDatabase(server.ConnectionString(Name), AddressOf("127.0.0.1", port, Name), own);
    }

    /// <summary>How to reach the database of a system that has been started in a home; null if none ever was.</summary>
    public static string? ConnectionStringOf(Home home)
    {
        if (Configured() is { } configured)
        {
            return configured.ConnectionString;
        }

        var settings = PrivateFile.ReadJson<Settings>(home.SettingsFile);
        return settings?.PostgresPort is { } port && File.Exists(home.PostgresPasswordFile)
            ? PostgresServer.ConnectionString(port, File.ReadAllText(home.PostgresPasswordFile).Trim(), Name)
            : null;
    }

    private static string NewDataDirectory(Home home, PostgresAccount account, Notices notices)
    {
        if (account.CanReach(home.Folder))
        {
            return home.PostgresData;
        }

        var elsewhere = Path.GetDirectoryName(home.PostgresDataElsewhere)!;
        notices.Warn($"PostgreSQL runs as user {account.User}, who may not enter {home.Folder}: its data are kept in {elsewhere}");
        Directory.CreateDirectory(elsewhere);
        File.WriteAllText(Path.Combine(elsewhere, "belongs-to"), home.Folder + "\n");
        return home.PostgresDataElsewhere;
    }

    private static string AddressOf(string connectionString)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        string Part(string name, string other, string otherwise) =>
            (parts.TryGetValue(name, out var value) || parts.TryGetValue(other, out value)) && value is string text ? text : otherwise;
        _ = int.TryParse(Part("Port", "Port", "5432"), out var port);
        return AddressOf(Part("Host", "Server", "localhost"), port, Part("Database", "DB", string.Empty));
    }

    private static string AddressOf(string host, int port, string database) =>
        string.Create(CultureInfo.InvariantCulture, $"postgresql://{host}:{port}/{database}");
}

/// <summary>The private PostgreSQL of a running system.</summary>
internal sealed class PrivatePostgres(PostgresServer server, string data, string log, Notices notices) : IWatched
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public string Name => "PostgreSQL";

    /// <summary>Its data directory.</summary>
    public string Data => data;

    /// <summary>Its log.</summary>
    public string Log => log;

    /// <summary>Its postmaster, once it has started.</summary>
    public ProcessIdentity? Postmaster { get; private set; }

    /// <summary>Called with each new postmaster.</summary>
    public Action<ProcessIdentity> Started { get; set; } = _ => { };

    public async Task Start(CancellationToken cancellation)
    {
        if (Postmaster is null)
        {
            LogFile.Rotate(log);
        }

        if (await server.Start(cancellation))
        {
            notices.Warn("A stale postmaster.pid, left by a killed PostgreSQL, was removed.");
        }

        Postmaster = server.Postmaster ?? throw new OperatorException("PostgreSQL ended right after its start.");
        Started(Postmaster);
    }

    public async Task<string> WaitForEnd(CancellationToken cancellation)
    {
        while (Postmaster is { IsAlive: true })
        {
            await Task.Delay(Look, TimeProvider.System, cancellation);
        }

        return "has ended";
    }
}
