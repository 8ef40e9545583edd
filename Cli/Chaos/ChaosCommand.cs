using System.CommandLine;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Cli.Chaos;

/// <summary><c>autocrm chaos</c>: starts the fault cycles, a program of its own that knows its options.</summary>
internal static class ChaosCommand
{
    private const string Program = "Faults";

    public static Command Create()
    {
        // Its help is the program's own.
        var help = new Option<bool>("--help", "-h", "-?") { Description = "Tells the options of the fault cycles." };
        var command = new Command("chaos", "Puts faults on real processes under load and checks that nothing is lost.") { help };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellation) => SiblingProgram.Run(
            Program, ["chaos", .. parsed.GetValue(help) ? ["--help"] : parsed.UnmatchedTokens], new Dictionary<string, string>(), cancellation));
        return command;
    }
}
