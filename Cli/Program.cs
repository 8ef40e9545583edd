using System.CommandLine;
using System.CommandLine.Invocation;
using AutoCrm.Actors.Cli;
using AutoCrm.Actors.Cli.Import;
using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;
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
    DownCommand.Create(signals),
    TokenCommand.Create(),
    ImportCommand.Create(),
    TestCommand.Create(),
})
{
    root.Add(command);
}

try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    var parsed = root.Parse(args);
    if (parsed.Action is ParseErrorAction mistake)
    {
        mistake.ShowHelp = false;
    }

    var exitCode = await parsed.InvokeAsync(configuration, signals.Stop);
    return parsed.Errors.Count > 0 ? 2 : exitCode;
}
catch (OperatorException failure)
{
    Notices.ToError.Fail($"autocrm: {failure.Message}");
    return failure.ExitCode;
}
catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
{
    return 130;
}
