using AutoCrm.Actors.Cli;
using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Benchmarks.Running;

/// <summary>Throw-away homes, each with a note of the benchmark that owns it: what a killed one leaves is cleared by the next.</summary>
internal static class AbandonedSystems
{
    private const string Prefix = "autocrm-bench-";
    private const string OwnerFile = "owner";

    /// <summary>Makes a home that this process owns.</summary>
    public static string NewHome()
    {
        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        PrivateFile.WriteJson(Path.Combine(folder, OwnerFile), ProcessIdentity.Of(Environment.ProcessId)!);
        return folder;
    }

    /// <summary>Lets a home stay when its owner has gone.</summary>
    public static void Disown(string folder) => File.Delete(Path.Combine(folder, OwnerFile));

    public static async Task Clear(string root)
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            if (PrivateFile.ReadJson<ProcessIdentity>(Path.Combine(folder, OwnerFile)) is not { IsAlive: false })
            {
                continue;
            }

            Notices.ToError.Warn($"Stopping and removing what a killed benchmark left: {folder}");
            await StopSystem(new Home(root, folder));
            Directory.Delete(folder, recursive: true);
        }
    }

    // The supervisor first: it would start again what is stopped.
    private static async Task StopSystem(Home home)
    {
        if (new StateFile(home).Read().Supervisor is { IsAlive: true } supervisor)
        {
            await ProcessStop.Stop(supervisor, TimeSpan.FromSeconds(150), TimeProvider.System, CancellationToken.None);
        }

        await new Leftovers(home, Notices.ToError, TimeProvider.System).Stop(CancellationToken.None);
    }
}
