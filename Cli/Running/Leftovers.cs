using AutoCrm.Actors.Cli.Postgres;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>Stops the processes of a system in order: Api, then Silo, then PostgreSQL.</summary>
/// <remarks>Nothing of an earlier run is adopted: its ports, tokens and programs may not be this run's.</remarks>
internal sealed class Leftovers(Home home, Notices notices, TimeProvider time)
{
    /// <summary>Tells the services of one home from those of another.</summary>
    public const string HomeVariable = "AUTOCRM_HOME";

    private static readonly TimeSpan ApiBound = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SiloBound = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan PostgresBound = TimeSpan.FromSeconds(40);

    /// <summary>Stops all that still runs of this home, whoever started it.</summary>
    /// <returns>How many processes were found.</returns>
    public async Task<int> Stop(CancellationToken force)
    {
        var state = new StateFile(home).Read();
        var found = await Stop("Api", state.Apis, ApiBound, force);
        found += await Stop("Silo", state.Silos, SiloBound, force);
        return found + await StopPostgres(state, force);
    }

    private async Task<int> Stop(string project, IEnumerable<ServiceState> known, TimeSpan bound, CancellationToken force)
    {
        var processes = known.Select(service => service.Process).Concat(Unrecorded(project)).Distinct().Where(process => process.IsAlive).ToList();
        await Task.WhenAll(processes.Select(async process =>
        {
            var orderly = await ProcessStop.Stop(process, bound, time, force);
            Tell($"{project} (pid {process.Id})", orderly);
        }));
        return processes.Count;
    }

    private async Task<int> StopPostgres(RunningState state, CancellationToken force)
    {
        var postmaster = new PostmasterFile(home.PostgresData).Running()
            ?? new PostmasterFile(home.PostgresDataElsewhere).Running()
            ?? (state.Postmaster is { IsAlive: true } kept ? kept : null);
        if (postmaster is null)
        {
            return 0;
        }

        Tell($"PostgreSQL (pid {postmaster.Id})", await ProcessStop.StopPostgres(postmaster, PostgresBound, time, force));
        return 1;
    }

    // A starter that was killed between a start and its note in the state file leaves a service that nobody knows.
    private IEnumerable<ProcessIdentity> Unrecorded(string project)
    {
        if (!Directory.Exists("/proc/self"))
        {
            return [];
        }

        var mark = $"\0{HomeVariable}={home.Folder}\0";
        var program = $" {home.Binary(project)} ";
        return Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id > 0 && ProcessIdentity.CommandLineOf(id).Contains(program, StringComparison.Ordinal) && EnvironmentOf(id).Contains(mark, StringComparison.Ordinal))
            .Select(ProcessIdentity.Of)
            .OfType<ProcessIdentity>();
    }

    private static string EnvironmentOf(int id)
    {
        try
        {
            return "\0" + File.ReadAllText($"/proc/{id}/environ");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }

    private void Tell(string what, bool orderly)
    {
        if (orderly)
        {
            notices.Step($"{what} stopped.");
        }
        else
        {
            notices.Warn($"{what} did not stop in time and was ended by force; nothing acknowledged is lost.");
        }
    }
}
