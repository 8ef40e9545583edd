using System.CommandLine;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Cli.Benchmarking;

/// <summary><c>autocrm bench</c>: starts the benchmark, a program of its own that knows its options.</summary>
internal static class BenchCommand
{
    private const string Program = "Benchmarks";

    // The load generator shares the cores with what it measures: an answer is taken where it arrives.
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1",
    };

    public static Command Create()
    {
        // Its help is the benchmark's own.
        var help = new Option<bool>("--help", "-h", "-?") { Description = "Tells the benchmark's options." };
        var command = new Command("bench", "Measures the system on its real processes, in a throw-away home.") { help };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => SiblingProgram.Run(
            Program, parsed.GetValue(help) ? ["--help"] : parsed.UnmatchedTokens, Environment, cancellation));
        return command;
    }
}
