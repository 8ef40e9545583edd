using System.CommandLine;
using System.Diagnostics;
using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Cli.Maintenance;

/// <summary><c>autocrm rebuild</c>: folds the read models anew from the log, beside a system that works on.</summary>
internal static class RebuildCommand
{
    private const string Program = "Silo";

    public static Command Create()
    {
        var command = new Command("rebuild", "Folds every read model anew from the log while the system works on; an interrupted one is resumed.");
        command.SetAction((_, cancellation) => Run(cancellation));
        return command;
    }

    private static async Task<int> Run(CancellationToken cancellation)
    {
        var home = Home.FromEnvironment();
        var connectionString = SystemDatabase.ConnectionStringOf(home)
            ?? throw new OperatorException($"There is no database: start the system with ./autocrm up, or name one in {SystemDatabase.Variable}.");
        var start = new ProcessStartInfo(DotnetHost.Path, [home.Binary(Program), "rebuild"]);
        start.Environment[SystemDatabase.Variable] = connectionString;
        start.Environment[MasterKeyFile.Variable] = MasterKeyFile.KeyOf(home);
        using var process = Process.Start(start)!;
        var identity = ProcessIdentity.Of(process.Id);
        using var stop = cancellation.Register(() =>
        {
            if (identity is not null)
            {
                Signals.AskToStop(identity);
            }
        });
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
