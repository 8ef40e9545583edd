using System.CommandLine;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary><c>autocrm restart</c>: exchanges the processes of a running system one after the other.</summary>
internal static class RestartCommand
{
    public static Command Create(ShutdownSignals signals)
    {
        var command = new Command("restart", "Restarts one silo after the other, then the Api; with several silos without a pause.");
        command.SetAction((_, _) => Run(signals));
        return command;
    }

    private static async Task<int> Run(ShutdownSignals signals)
    {
        var home = Home.FromEnvironment();
        var state = new StateFile(home);
        if (state.Read() is not { Started: true, Supervisor.IsAlive: true })
        {
            throw new OperatorException("The system does not run, or is being started or stopped; ./autocrm status tells more.");
        }

        var notices = Notices.ToOutput;
        await new RollingRestart(state, notices, TimeProvider.System).Run(signals.Stop);
        notices.Done("Every silo and the Api have been restarted.");
        return 0;
    }
}
