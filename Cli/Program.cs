using System.CommandLine;
using System.CommandLine.Invocation;
using AutoCrm.Actors.Cli;
using AutoCrm.Actors.Cli.Benchmarking;
using AutoCrm.Actors.Cli.Chaos;
using AutoCrm.Actors.Cli.Import;
using AutoCrm.Actors.Cli.Maintenance;
using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;
using AutoCrm.Actors.Cli.Simulation;
using AutoCrm.Actors.Cli.Testing;
using AutoCrm.Actors.Cli.Tokens;

using var signals = new ShutdownSignals();
var root = new RootCommand("AutoCrm.Actors: live customers and vehicles from the events of dealerships.")
{
    HelpName = "./autocrm",
};
foreach (var command in new[]
{
    UpCommand.Create(signals),
    StatusCommand.Create(),
    RestartCommand.Create(signals),
    DownCommand.Create(signals),
    TokenCommand.Create(),
    ImportCommand.Create(),
    QuarantineCommand.Create(),
    RebuildCommand.Create(),
    SimulateCommand.Create(),
    TestCommand.Create(),
    BenchCommand.Create(),
    ChaosCommand.Create(),
})
{
    root.Add(command);
}

try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    var parsed = root.Parse(args);
    if (parsed.Action is ParseErrorAction)
    {
        // System.CommandLine would write help to standard output, where programs read a token or JSON.
        throw new OperatorException(string.Join('\n', parsed.Errors.Select(error => error.Message)) + "\n--help tells what there is.", 2);
    }

    return await parsed.InvokeAsync(configuration, signals.Stop);
}
catch (OperatorException failure)
{
    Notices.ToError.Fail($"autocrm: {failure.Message}");
    return failure.ExitCode;
}
catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
{
    Notices.ToError.Fail($"autocrm: {failure.Message}");
    return 1;
}
catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
{
    return 130;
}
