using System.CommandLine;
using System.Globalization;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary><c>autocrm down</c>: stops a running system in order.</summary>
internal static class DownCommand
{
    // More than the supervisor's own bounds for Api, Silo and PostgreSQL together.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(150);

    public static Command Create(ShutdownSignals signals)
    {
        var command = new Command("down", "Stops the system in order.");
        command.SetAction((_, _) => Run(signals));
        return command;
    }

    private static async Task<int> Run(ShutdownSignals signals)
    {
        var home = Home.FromEnvironment();
        var notices = Notices.ToOutput;
        var time = TimeProvider.System;
        var state = new StateFile(home);
        var supervised = state.Read().Supervisor is { IsAlive: true } supervisor;
        if (supervised)
        {
            await StopSupervisor(state.Read().Supervisor!, notices, time, signals.Force);
        }

        var left = await new Leftovers(home, notices, time).Stop(signals.Force);
        state.Clear();
        if (supervised || left > 0)
        {
            notices.Done("The system has stopped.");
        }
        else
        {
            notices.Done("The system does not run.");
        }

        return 0;
    }

    private static async Task StopSupervisor(ProcessIdentity supervisor, Notices notices, TimeProvider time, CancellationToken force)
    {
        notices.Step(string.Create(CultureInfo.InvariantCulture, $"Asking the supervisor (pid {supervisor.Id}) to stop Api, Silo and PostgreSQL, in this order."));
        if (!await ProcessStop.Stop(supervisor, Bound, time, force))
        {
            notices.Warn("The supervisor did not stop in time; stopping its processes without it.");
        }
    }
}
