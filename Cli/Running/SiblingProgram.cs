using System.Diagnostics;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>A program of the project that is a command of this one, with options of its own: the benchmark, the fault cycles.</summary>
internal static class SiblingProgram
{
    /// <summary>Runs it to its end, on this terminal, away from the operator's own system.</summary>
    /// <returns>Its exit code.</returns>
    public static async Task<int> Run(
        string project, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        var program = Home.FromEnvironment().Binary(project);
        if (!File.Exists(program))
        {
            throw new OperatorException($"{program} is missing: start it with the launcher ./autocrm, which builds it.");
        }

        var start = new ProcessStartInfo(DotnetHost.Path, [program, .. arguments]);
        start.Environment.Remove(Leftovers.HomeVariable);
        start.Environment.Remove(SystemDatabase.Variable);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var identity = ProcessIdentity.Of(process.Id);

        // Ctrl-C reaches the program, too: it stops its system in order, and this waits for that.
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
