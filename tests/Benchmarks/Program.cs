using System.CommandLine;
using AutoCrm.Actors.Benchmarks;
using AutoCrm.Actors.Cli;
using AutoCrm.Actors.Cli.Processes;

using var signals = new ShutdownSignals();
try
{
    var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
    return await BenchCommandLine.Create().Parse(args).InvokeAsync(configuration, signals.Stop);
}
catch (OperatorException failure)
{
    Notices.ToError.Fail($"autocrm bench: {failure.Message}");
    return failure.ExitCode;
}
catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
{
    return 130;
}
