using System.CommandLine;
using System.Globalization;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary><c>autocrm up</c>: sets up and runs the whole system.</summary>
internal static class UpCommand
{
    // Set for the supervisor in the background: its starter prints the tokens, which do not belong into a log.
    private const string DetachedVariable = "AUTOCRM_DETACHED";

    private const int MostSilos = 16;

    public static Command Create(ShutdownSignals signals)
    {
        var port = new Option<int?>("--port") { Description = "The Api's port. 0 for any free one. Default: 5080, or a free one if that is taken." };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 0 or > 65_535)
            {
                result.AddError("--port is a number from 0 to 65535.");
            }
        });
        var silos = new Option<int>("--silos") { Description = "How many silo processes share the work. Default: 1.", DefaultValueFactory = _ => 1 };
        silos.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MostSilos)
            {
                result.AddError($"--silos is a number from 1 to {MostSilos}.");
            }
        });
        var detach = new Option<bool>("--detach") { Description = "Run in the background; return when the system is ready." };
        var command = new Command("up", "Sets up and runs the system: PostgreSQL, silos and Api.") { port, silos, detach };
        command.SetAction((parsed, _) => Run(parsed.GetValue(port), parsed.GetValue(silos), parsed.GetValue(detach), signals));
        return command;
    }

    private static async Task<int> Run(int? port, int silos, bool detach, ShutdownSignals signals)
    {
        var home = Home.FromEnvironment();
        home.Create();
        var held = HomeLock.TryTake(home);
        if (held is null)
        {
            return SayItRuns(home);
        }

        if (detach)
        {
            held.Dispose();
            return await new DetachedStart(home, signals.Stop).Run(Arguments(port, silos), DetachedVariable);
        }

        using (held)
        {
            var notices = Notices.ToOutput;
            var detached = Environment.GetEnvironmentVariable(DetachedVariable) is not null;
            Action ready = detached ? () => notices.Done("Ready.") : () => new Welcome(home, notices).Print("Ctrl-C stops everything.");
            await new SystemRun(home, silos, notices, TimeProvider.System).Run(port, ready, signals);
        }

        return 0;
    }

    private static string[] Arguments(int? port, int silos)
    {
        string[] counted = ["up", "--silos", silos.ToString(CultureInfo.InvariantCulture)];
        return port is { } number ? [.. counted, "--port", number.ToString(CultureInfo.InvariantCulture)] : counted;
    }

    private static int SayItRuns(Home home)
    {
        var state = new StateFile(home).Read();
        Notices.ToOutput.Done(state switch
        {
            { Started: true } => $"The system runs already: {state.Api} (PostgreSQL: {state.Postgres}). ./autocrm status tells more, ./autocrm down stops it.",
            _ => "The system is just being started or stopped by another ./autocrm up; ./autocrm status tells how far it is.",
        });
        return 0;
    }
}
