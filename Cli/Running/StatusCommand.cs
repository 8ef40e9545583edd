using System.CommandLine;
using System.Text.Json;
using AutoCrm.Actors.Cli.Postgres;
using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>How a system is: the shape that <c>status --json</c> prints.</summary>
/// <param name="Ready">Whether everything that was started answers that it is ready.</param>
/// <param name="Api">The public address.</param>
/// <param name="Postgres">The database's address.</param>
/// <param name="Pids">The processes.</param>
internal sealed record StatusReport(bool Ready, string? Api, string? Postgres, StatusProcesses Pids)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public static StatusReport Stopped { get; } = new(false, null, null, new StatusProcesses([], [], null));

    /// <summary>What each silo says of itself.</summary>
    public IReadOnlyList<SiloStatus> Silos { get; init; } = [];

    /// <summary>How many events of the log are not folded yet; null if nobody can tell.</summary>
    public long? Lag { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>What runs of a state; whether that is ready is asked of the services.</summary>
    public static StatusReport Of(RunningState state, bool ready)
    {
        var pids = new StatusProcesses(Alive(state.Silos), Alive(state.Apis), Postmaster(state)?.Id);
        return new StatusReport(ready, state.Api, state.Postgres, pids);
    }

    /// <summary>The same with what the silos answered.</summary>
    public StatusReport With(IEnumerable<(ServiceState Silo, bool Ready, SiloAnswer? Answer)> asked)
    {
        var silos = asked.ToList();
        return this with
        {
            Silos = [.. silos.Where(one => one.Silo.Process.IsAlive).Select(one => new SiloStatus(
                one.Silo.Name, one.Silo.Process.Id, one.Ready, one.Silo.Ports?.Silo, one.Silo.Ports?.Gateway, one.Silo.AdminPort, one.Answer?.Partitions ?? []))],
            Lag = silos.Select(one => one.Answer?.Lag).FirstOrDefault(lag => lag is not null),
        };
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

/// <summary>One silo of a system.</summary>
internal sealed record SiloStatus(
    string Name, int Pid, bool Ready, int? SiloPort, int? GatewayPort, int AdminPort, IReadOnlyList<int> Partitions);

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
        var report = state == new RunningState() ? StatusReport.Stopped : await Ask(state, cancellation);
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

    private static async Task<StatusReport> Ask(RunningState state, CancellationToken cancellation)
    {
        using var health = new Health(TimeProvider.System);
        using var probe = new SiloProbe();
        var silos = Task.WhenAll(state.Silos.Select(async silo =>
            (Silo: silo, Ready: await health.IsReady(silo.AdminPort, cancellation), Answer: await probe.Ask(silo, cancellation))));
        var apis = await Task.WhenAll(state.Apis.Select(api => health.IsReady(api.AdminPort, cancellation)));
        var ready = state is { Silos.Count: > 0, Apis.Count: > 0 } && apis.Concat((await silos).Select(silo => silo.Ready)).All(one => one);
        return StatusReport.Of(state, ready).With(await silos);
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
        foreach (var silo in report.Silos)
        {
            var share = silo.Partitions.Count == 1 ? "1 partition" : $"{silo.Partitions.Count} partitions";
            notices.Plain($"  {silo.Name + ":",-12} pid {silo.Pid}, {(silo.Ready ? "ready" : "not ready")}, {share}, ports {silo.SiloPort} (silos), {silo.GatewayPort} (Api), {silo.AdminPort} (health)");
        }

        if (report.Silos.Count == 0)
        {
            notices.Plain("  Silo:        not started (pid none)");
        }

        notices.Plain($"  PostgreSQL:  {report.Postgres ?? "not started"} (pid {report.Pids.Postgres?.ToString() ?? "none of its own"})");
        notices.Plain($"  Lag:         {report.Lag?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "unknown"} events");
        if (state.Supervisor is not { IsAlive: true })
        {
            notices.Warn("Its supervisor was killed: ./autocrm up stops what is left and starts again, ./autocrm down only stops it.");
        }
    }

    private static string List(IReadOnlyList<int> ids) => ids.Count == 0 ? "none" : string.Join(", ", ids);
}
