using System.Text.Json;
using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>The temporary folder of a run. What a run that was killed has left is cleared by the next one.</summary>
internal sealed class RunFolder : IDisposable
{
    private const string Prefix = "autocrm-faults-";
    private const string OwnerFile = "owner";

    private readonly Lock gate = new();

    private RunFolder(string path) => Path = path;

    public string Path { get; }

    public static async Task<RunFolder> Create()
    {
        foreach (var folder in Directory.GetDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
        {
            if (Read(System.IO.Path.Combine(folder, OwnerFile)) is { IsAlive: false })
            {
                await ClearAbandoned(folder);
            }
        }

        var path = Directory.CreateTempSubdirectory(Prefix).FullName;
        // PostgreSQL's user has to pass through.
        File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.OtherExecute);
        PrivateFile.WriteJson(System.IO.Path.Combine(path, OwnerFile), ProcessIdentity.Of(Environment.ProcessId)!);
        return new RunFolder(path);
    }

    /// <summary>Notes a process, so that it does not outlive a run that is killed.</summary>
    public void Note(ProcessIdentity process)
    {
        lock (gate)
        {
            File.AppendAllText(System.IO.Path.Combine(Path, "processes"), JsonSerializer.Serialize(process) + "\n");
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static async Task ClearAbandoned(string folder)
    {
        var noted = System.IO.Path.Combine(folder, "processes");
        foreach (var line in File.Exists(noted) ? await File.ReadAllLinesAsync(noted) : [])
        {
            if (JsonSerializer.Deserialize<ProcessIdentity>(line) is { } process)
            {
                Signals.ForceToStop(process);
            }
        }

        foreach (var postmaster in DataDirectories(folder).Select(data => new Cli.Postgres.PostmasterFile(data).Running()).OfType<ProcessIdentity>())
        {
            await ProcessStop.StopPostgres(postmaster, TimeSpan.FromSeconds(20), TimeProvider.System, CancellationToken.None);
        }

        Mount.Release(folder);
        Directory.Delete(folder, recursive: true);
    }

    // In the folder, or on a disk that is mounted there.
    private static IEnumerable<string> DataDirectories(string folder) =>
        Directory.GetDirectories(folder).SelectMany(one => (string[])[one, .. Inside(one)]);

    private static string[] Inside(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder);
        }
        catch (IOException)
        {
            // A disk whose power was cut when the run was killed.
            return [];
        }
    }

    private static ProcessIdentity? Read(string path) => PrivateFile.ReadJson<ProcessIdentity>(path);
}
