using System.Diagnostics;
using AutoCrm.Actors.Benchmarks.Measuring;
using AutoCrm.Actors.Cli;
using AutoCrm.Actors.Cli.Postgres;
using AutoCrm.Actors.Cli.Running;
using AutoCrm.Actors.Cli.Tokens;
using Npgsql;

namespace AutoCrm.Actors.Benchmarks.Running;

/// <summary>The product's real processes, started by the product's own <c>up</c> in a home of their own.</summary>
internal sealed class BenchSystem : IAsyncDisposable
{
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(1);
    private readonly BenchOptions options;
    private readonly bool isThrowAway;
    private int? postmaster;

    public BenchSystem(BenchOptions options)
    {
        this.options = options;
        isThrowAway = options.Home is null;
        var folder = options.Home ?? AbandonedSystems.NewHome();
        Root = Home.FromEnvironment().Root;
        Home = new Home(Root, folder);
        Home.Create();
        // PostgreSQL's user has to pass through.
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        Cpu = new CpuMeter(() => PidsOf(state => state.Silos), () => PidsOf(state => state.Apis), () => postmaster);
    }

    public string Root { get; }

    public Home Home { get; }

    public CpuMeter Cpu { get; }

    public Uri Api { get; private set; } = new("http://127.0.0.1");

    public string Token { get; private set; } = string.Empty;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public IReadOnlyList<int> Silos => PidsOf(state => state.Silos);

    /// <summary>Starts everything and waits until it is ready.</summary>
    /// <param name="arguments">More arguments for <c>up</c>.</param>
    /// <param name="environment">More variables for the processes.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        await Autocrm(["up", "--detach", "--port", "0", .. arguments], environment, cancellation);
        Api = new Uri(new StateFile(Home).Read().Api ?? throw new OperatorException("The system has no address."));
        Token = TokenIssuer.Of(Home, TimeProvider.System).Issue(new TokenSubject(TokenSubject.Headquarters), TokenLifetime);
        Database = NpgsqlDataSource.Create(ConnectionString() + ";Application Name=autocrm-bench;Max Auto Prepare=20;Command Timeout=600");
        postmaster = await FindPostmaster(cancellation);
    }

    /// <summary>Stops all processes in order; what is stored stays.</summary>
    public async Task Stop()
    {
        if (Database is { } database)
        {
            await database.DisposeAsync();
        }

        await Autocrm(["down"], new Dictionary<string, string>(), CancellationToken.None);
    }

    /// <summary>Stops everything and starts the database alone.</summary>
    public async Task<LonePostgres> StopAllButPostgres(CancellationToken cancellation)
    {
        await Stop();
        return new LonePostgres(options.Connection is { } given
            ? new SystemDatabase(given, string.Empty, null)
            : await SystemDatabase.StartPrivate(Home, Notices.ToError, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        if (isThrowAway && !options.Keep)
        {
            Directory.Delete(Home.Folder, recursive: true);
        }
        else
        {
            AbandonedSystems.Disown(Home.Folder);
            Notices.ToError.Step($"Kept: {Home.Folder}");
        }
    }

    /// <summary>Runs a command of the product for this system.</summary>
    /// <exception cref="OperatorException">It did not end well.</exception>
    public Task Autocrm(string[] arguments, CancellationToken cancellation) =>
        Autocrm(arguments, new Dictionary<string, string>(), cancellation);

    private IReadOnlyList<int> PidsOf(Func<RunningState, IReadOnlyList<ServiceState>> services) =>
        [.. services(new StateFile(Home).Read()).Select(service => service.Process.Id)];

    private string ConnectionString()
    {
        if (options.Connection is { } given)
        {
            return given;
        }

        var port = PrivateFile.ReadJson<Settings>(Home.SettingsFile)?.PostgresPort;
        var password = PrivateFile.Read(Home.PostgresPasswordFile)?.Trim();
        return FormattableString.Invariant($"Host=127.0.0.1;Port={port};Username={PostgresServer.Role};Password={password};Database=autocrm");
    }

    // Whichever PostgreSQL is used: its process is the parent of our session's, if it runs on this machine.
    private async Task<int?> FindPostmaster(CancellationToken cancellation)
    {
        await using var command = Database.CreateCommand("SELECT pg_backend_pid()");
        var session = (int)(await command.ExecuteScalarAsync(cancellation))!;
        var name = $"/proc/{session}/comm";
        return File.Exists(name) && (await File.ReadAllTextAsync(name, cancellation)).StartsWith("postgres", StringComparison.Ordinal)
            ? CpuMeter.ParentOf(session)
            : null;
    }

    private async Task Autocrm(string[] arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(DotnetHost.Path, [Home.Binary("Cli"), .. arguments])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["AUTOCRM_ROOT"] = Root;
        start.Environment[Leftovers.HomeVariable] = Home.Folder;
        start.Environment.Remove(SystemDatabase.Variable);
        if (options.Connection is { } connection)
        {
            start.Environment[SystemDatabase.Variable] = connection;
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
        {
            throw new OperatorException($"autocrm {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}");
        }
    }
}
