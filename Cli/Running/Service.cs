using System.Globalization;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>What every service of a system is given.</summary>
internal sealed record ServiceSettings(Home Home, string ConnectionString, string SigningKey, string MasterKey);

/// <summary>One service process of the system: a Silo or an Api.</summary>
/// <param name="settings">What it is given.</param>
/// <param name="project">Whose program it runs.</param>
/// <param name="name">What the operator knows it as.</param>
/// <param name="ports">Chooses its ports, at each start, because another program may have taken the old ones.</param>
internal sealed class Service(ServiceSettings settings, string project, string name, Func<ServicePorts> ports) : IWatched, IDisposable
{
    private const string AdminPort = "AutoCrm__AdminPort";

    /// <summary>How much a process allocates between two collections, in bytes; the runtime reads it only from here.</summary>
    private const string GarbageBudget = "DOTNET_GCgen0size";
    private const string ErasureRegister = "AutoCrm__Privacy__ErasureRegister";
    private const string HeadsFile = "AutoCrm__Log__HeadsFile";
    private BackgroundProcess? process;

    public string Name => name;

    public string Log => settings.Home.Log(name.ToLowerInvariant().Replace(' ', '-'));

    /// <summary>The process that runs now, or ran last.</summary>
    public ServiceState? State { get; private set; }

    /// <summary>Called with each new process.</summary>
    public Action<ServiceState> Started { get; set; } = _ => { };

    /// <summary>The silos of a system; all of them have the same rank.</summary>
    public static IReadOnlyList<Service> Silos(ServiceSettings settings, int count)
    {
        var kept = new KeptPorts(settings.Home);
        return [.. Enumerable.Range(1, count).Select(number => new Service(settings, "Silo", number == 1 ? "Silo" : $"Silo {number}", () =>
        {
            var ports = kept.Of(number);
            return new(new() { ["AutoCrm__SiloPort"] = ports.Silo, ["AutoCrm__GatewayPort"] = ports.Gateway }, ports);
        }))];
    }

    public static Service Api(ServiceSettings settings, int port) =>
        new(settings, "Api", "Api", () => new(new() { ["AutoCrm__Port"] = port }, null));

    public Task Start(CancellationToken cancellation)
    {
        var binary = settings.Home.Binary(project);
        if (!File.Exists(binary))
        {
            throw new OperatorException($"{binary} is missing: start the system with the launcher ./autocrm, which builds it.");
        }

        var adminPort = LoopbackPort.Choose();
        var chosen = ports();
        var environment = chosen.Variables.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(CultureInfo.InvariantCulture));
        environment[AdminPort] = adminPort.ToString(CultureInfo.InvariantCulture);
        environment[SystemDatabase.Variable] = settings.ConnectionString;
        environment["AutoCrm__Auth__SigningKey"] = settings.SigningKey;
        environment[MasterKeyFile.Variable] = settings.MasterKey;
        environment[Leftovers.HomeVariable] = settings.Home.Folder;
        if (project == "Silo")
        {
            // Per heap, of which there is one per core. Folding makes much short-lived garbage: with the default, a quarter of a silo's time went into collecting it.
            SetUnlessChosen(environment, GarbageBudget, "0x8000000");
            SetUnlessChosen(environment, ErasureRegister, settings.Home.ErasureRegister);
            SetUnlessChosen(environment, HeadsFile, settings.Home.LogHeadsFile);
        }

        process?.Dispose();

        // Only once a run: what a service that keeps ending said first is what explains it.
        if (State is null)
        {
            LogFile.Rotate(Log);
        }

        process = BackgroundProcess.Start([DotnetHost.Path, binary], Log, environment, Path.GetDirectoryName(binary)!);
        State = new ServiceState(process.Identity, adminPort) { Name = name, Ports = chosen.Silo };
        Started(State);
        return Task.CompletedTask;
    }

    private static void SetUnlessChosen(Dictionary<string, string> environment, string name, string value)
    {
        if (Environment.GetEnvironmentVariable(name) is null)
        {
            environment[name] = value;
        }
    }

    public async Task<string> WaitForEnd(CancellationToken cancellation)
    {
        var code = await process!.WaitForExit(cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"(pid {process.Identity.Id}) ended with exit code {code}");
    }

    public void Dispose() => process?.Dispose();
}

/// <summary>The ports that a service is started with, besides the one of its health checks.</summary>
/// <param name="Variables">The variables that tell it.</param>
/// <param name="Silo">Those of a silo.</param>
internal sealed record ServicePorts(Dictionary<string, int> Variables, SiloPorts? Silo);

/// <summary>The program that runs .NET assemblies.</summary>
internal static class DotnetHost
{
    /// <summary>The one that runs this program, otherwise the one on PATH.</summary>
    public static string Path { get; } =
        Environment.ProcessPath is { } running && System.IO.Path.GetFileName(running) == "dotnet"
            ? running
            : Tool.Find("dotnet") ?? throw new OperatorException("dotnet is not on PATH.");
}
