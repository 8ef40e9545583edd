using System.Security.Cryptography;
using AutoCrm.Actors.Cli.Postgres;
using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Cli.Testing;

/// <summary>A PostgreSQL in a temporary folder, for the tests of one run.</summary>
internal sealed class ThrowAwayPostgres : IAsyncDisposable
{
    private const string Prefix = "autocrm-test-";
    private const string OwnerFile = "owner";
    private readonly string data;

    private ThrowAwayPostgres(string folder, PostgresServer server)
    {
        (Folder, Server) = (folder, server);
        data = DataIn(folder);
    }

    /// <summary>The temporary folder.</summary>
    public string Folder { get; }

    public PostgresServer Server { get; }

    /// <summary>Creates and starts one, after clearing what killed test runs left.</summary>
    public static async Task<ThrowAwayPostgres> Start(Notices notices, CancellationToken cancellation)
    {
        await ClearAbandoned();
        var binaries = new PostgresInstaller(PostgresLocator.OfMachine, notices).Get();
        var account = PostgresAccount.Choose();
        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        PrivateFile.WriteJson(Path.Combine(folder, OwnerFile), ProcessIdentity.Of(System.Environment.ProcessId)!);

        // PostgreSQL's user has to pass through.
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var place = new PostgresPlace(DataIn(folder), Path.Combine(folder, "postgres.log"), LoopbackPort.Choose(), password, PostgresServer.ThrowAway);
        var server = new PostgresServer(binaries, account, place);
        try
        {
            server.Create();
            await server.Start(cancellation);
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }

        notices.Step($"Tests use a throw-away PostgreSQL {binaries.Major} in {folder}");
        return new ThrowAwayPostgres(folder, server);
    }

    /// <summary>What the test programs find in their environment.</summary>
    public Dictionary<string, string> Environment(Home home)
    {
        var variables = new Dictionary<string, string>
        {
            ["AUTOCRM_TEST_POSTGRES"] = Server.ConnectionString("postgres"),
            ["AUTOCRM_ROOT"] = home.Root,
        };
        var data = Path.GetFullPath(Path.Combine(home.Root, "..", "shared", "data"));
        if (System.Environment.GetEnvironmentVariable("AUTOCRM_DATA") is null && Directory.Exists(data))
        {
            variables["AUTOCRM_DATA"] = data;
        }

        return variables;
    }

    public async ValueTask DisposeAsync() => await Remove(Folder, data);

    private static string DataIn(string folder) => Path.Combine(folder, "postgres");

    private static async Task ClearAbandoned()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            var owner = PrivateFile.ReadJson<ProcessIdentity>(Path.Combine(folder, OwnerFile));
            if (owner is { IsAlive: false })
            {
                await Remove(folder, DataIn(folder));
            }
        }
    }

    private static async Task Remove(string folder, string data)
    {
        if (new PostmasterFile(data).Running() is { } postmaster)
        {
            await ProcessStop.StopPostgres(postmaster, TimeSpan.FromSeconds(20), TimeProvider.System, CancellationToken.None);
        }

        Directory.Delete(folder, recursive: true);
    }
}
