using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Faults.Chaos;

if (args is ["chaos", ..])
{
    // Whatever stops the run, the fleet is taken down first.
    using var signals = new ShutdownSignals();
    return await ChaosCommand.Run(args[1..], signals.Stop);
}

return await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
