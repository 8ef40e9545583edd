using System.Globalization;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>What every service of a system is given.</summary>
internal sealed record ServiceSettings(Home Home, string ConnectionString, string SigningKey);

/// <summary>One service process of the system: a Silo or an Api.</summary>
/// <param name="settings">What it is given.</param>
/// <param name="project">Whose program it runs.</param>
/// <param name="ports">Chooses the variables of its ports, at each start, because another program may have taken the old ones.</param>
internal sealed class Service(ServiceSettings settings, string project, Func<Dictionary<string, int>> ports) : IWatched, IDisposable
{
    private const string AdminPort = "AutoCrm__AdminPort";
    private BackgroundProcess? process;

    public string Name => project;

    public string Log => settings.Home.Log(project.ToLowerInvariant());

    /// <summary>The process that runs now, or ran last.</summary>
    public ServiceState? State { get; private set; }

    /// <summary>Called with each new process.</summary>
    public Action<ServiceState> Started { get; set; } = _ => { };

    public static Service Silo(ServiceSettings settings) => new(settings, "Silo", () =>
    {
        // The same ones if they are free: a silo that starts at the address of a killed one replaces it in the cluster
        // at once, where one at another address first waits until the others have given the killed one up.
        var file = settings.Home.SettingsFile;
        var kept = PrivateFile.ReadJson<Settings>(file) ?? new Settings();
        kept = kept with { SiloPort = LoopbackPort.Choose(kept.SiloPort), GatewayPort = LoopbackPort.Choose(kept.GatewayPort) };
        PrivateFile.WriteJson(file, kept);
        return new() { ["AutoCrm__SiloPort"] = kept.SiloPort!.Value, ["AutoCrm__GatewayPort"] = kept.GatewayPort!.Value };
    });

    public static Service Api(ServiceSettings settings, int port) => new(settings, "Api", () => new() { ["AutoCrm__Port"] = port });

    public Task Start(CancellationToken cancellation)
    {
        var binary = settings.Home.Binary(project);
        if (!File.Exists(binary))
        {
            throw new OperatorException($"{binary} is missing: start the system with the launcher ./autocrm, which builds it.");
        }

        var adminPort = LoopbackPort.Choose();
        var environment = ports().ToDictionary(pair => pair.Key, pair => pair.Value.ToString(CultureInfo.InvariantCulture));
        environment[AdminPort] = adminPort.ToString(CultureInfo.InvariantCulture);
        environment[SystemDatabase.Variable] = settings.ConnectionString;
        environment["AutoCrm__Auth__SigningKey"] = settings.SigningKey;
        environment[Leftovers.HomeVariable] = settings.Home.Folder;
        process?.Dispose();

        // Only once a run: what a service that keeps ending said first is what explains it.
        if (State is null)
        {
            LogFile.Rotate(Log);
        }

        process = BackgroundProcess.Start([DotnetHost.Path, binary], Log, environment, Path.GetDirectoryName(binary)!);
        State = new ServiceState(process.Identity, adminPort);
        Started(State);
        return Task.CompletedTask;
    }

    public async Task<string> WaitForEnd(CancellationToken cancellation)
    {
        var code = await process!.WaitForExit(cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"(pid {process.Identity.Id}) ended with exit code {code}");
    }

    public void Dispose() => process?.Dispose();
}

/// <summary>The program that runs .NET assemblies.</summary>
internal static class DotnetHost
{
    /// <summary>The one that runs this program, otherwise the one on PATH.</summary>
    public static string Path { get; } =
        Environment.ProcessPath is { } running && System.IO.Path.GetFileName(running) == "dotnet"
            ? running
            : Tool.Find("dotnet") ?? throw new OperatorException("dotnet is not on PATH.");
}
