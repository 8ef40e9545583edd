using System.CommandLine;
using System.Diagnostics;
using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Cli.Benchmarking;

/// <summary><c>autocrm bench</c>: starts the benchmark, a program of its own that knows its options.</summary>
internal static class BenchCommand
{
    private const string Program = "Benchmarks";

    public static Command Create()
    {
        // Its help is the benchmark's own.
        var help = new Option<bool>("--help", "-h", "-?") { Description = "Tells the benchmark's options." };
        var command = new Command("bench", "Measures the system on its real processes, in a throw-away home.") { help };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) =>
            Run(parsed.GetValue(help) ? ["--help"] : parsed.UnmatchedTokens, cancellation));
        return command;
    }

    private static async Task<int> Run(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var home = Home.FromEnvironment();
        var program = home.Binary(Program);
        if (!File.Exists(program))
        {
            throw new OperatorException($"{program} is missing: start the benchmark with the launcher ./autocrm, which builds it.");
        }

        var start = new ProcessStartInfo(DotnetHost.Path, [program, .. arguments]);
        // The operator's own system is left alone.
        start.Environment.Remove(Leftovers.HomeVariable);
        start.Environment.Remove(SystemDatabase.Variable);
        // The load generator shares the cores with what it measures: an answer is taken where it arrives.
        start.Environment["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1";
        using var process = Process.Start(start)!;
        var identity = ProcessIdentity.Of(process.Id);

        // Ctrl-C reaches the benchmark, too: it stops its system in order, and this waits for that.
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
