using System.CommandLine;
using System.Text.Json;
using AutoCrm.Actors.Cli.Postgres;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>How a system is: the shape that <c>status --json</c> prints.</summary>
internal sealed record StatusReport(bool Ready, string? Api, string? Postgres, StatusProcesses Pids)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public static StatusReport Stopped { get; } = new(false, null, null, new StatusProcesses([], [], null));

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>What runs of a state; whether that is ready is asked of the services.</summary>
    public static StatusReport Of(RunningState state, bool ready)
    {
        var pids = new StatusProcesses(Alive(state.Silos), Alive(state.Apis), Postmaster(state)?.Id);
        return new StatusReport(ready, state.Api, state.Postgres, pids);
    }

    private static int[] Alive(IEnumerable<ServiceState> services) =>
        [.. services.Select(service => service.Process).Where(process => process.IsAlive).Select(process => process.Id)];

    private static ProcessIdentity? Postmaster(RunningState state) =>
        state.PostgresData is { } data && new PostmasterFile(data).Running() is { } running
            ? running
            : state.Postmaster is { IsAlive: true } kept ? kept : null;
}

/// <summary>The processes of a system.</summary>
internal sealed record StatusProcesses(IReadOnlyList<int> Silo, IReadOnlyList<int> Api, int? Postgres);

/// <summary><c>autocrm status</c>.</summary>
internal static class StatusCommand
{
    private const int NotReady = 3;

    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("status", "Tells whether the system runs, and where.") { json };
        command.SetAction((parsed, cancellation) => Run(parsed.GetValue(json), cancellation));
        return command;
    }

    private static async Task<int> Run(bool json, CancellationToken cancellation)
    {
        var home = Home.FromEnvironment();
        var state = new StateFile(home).Read();
        var report = state == new RunningState() ? StatusReport.Stopped : StatusReport.Of(state, await IsReady(state, cancellation));
        if (json)
        {
            Console.Out.WriteLine(report.ToJson());
        }
        else
        {
            Print(report, state, Notices.ToOutput);
        }

        return report.Ready ? 0 : NotReady;
    }

    private static async Task<bool> IsReady(RunningState state, CancellationToken cancellation)
    {
        using var health = new Health(TimeProvider.System);
        var services = state.Silos.Concat(state.Apis).ToList();
        var answers = await Task.WhenAll(services.Select(service => health.IsReady(service.AdminPort, cancellation)));
        return state is { Silos.Count: > 0, Apis.Count: > 0 } && answers.All(ready => ready);
    }

    private static void Print(StatusReport report, RunningState state, Notices notices)
    {
        if (report.Pids is { Silo: [], Api: [], Postgres: null } && state.Supervisor is not { IsAlive: true })
        {
            notices.Warn("The system does not run. ./autocrm up starts it.");
            return;
        }

        if (report.Ready)
        {
            notices.Done("The system is ready.");
        }
        else
        {
            notices.Warn("The system runs, but is not ready.");
        }

        notices.Plain($"  Api:         {report.Api ?? "not started"} (pid {List(report.Pids.Api)})");
        notices.Plain($"  Silo:        pid {List(report.Pids.Silo)}");
        notices.Plain($"  PostgreSQL:  {report.Postgres ?? "not started"} (pid {report.Pids.Postgres?.ToString() ?? "none of its own"})");
        if (state.Supervisor is not { IsAlive: true })
        {
            notices.Warn("Its supervisor was killed: ./autocrm up stops what is left and starts again, ./autocrm down only stops it.");
        }
    }

    private static string List(IReadOnlyList<int> ids) => ids.Count == 0 ? "none" : string.Join(", ", ids);
}
