using System.Globalization;
using AutoCrm.Actors.Cli.Processes;
using AutoCrm.Actors.Cli.Tokens;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>One run of the whole system: start in order, watch, stop in order.</summary>
internal sealed class SystemRun(Home home, int silos, Notices notices, TimeProvider time)
{
    private const int DefaultApiPort = 5080;
    private const int AnyPort = 0;
    private static readonly TimeSpan ReadyBound = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan LogLook = TimeSpan.FromSeconds(5);

    private readonly StateFile state = new(home);
    private readonly List<IWatched> watched = [];
    private readonly List<string> logs = [];

    /// <summary>Runs the system until it is asked to stop.</summary>
    /// <param name="wantedPort">The Api's public port; null for the usual one, or another if that is taken.</param>
    /// <param name="ready">Called when the system is ready.</param>
    /// <param name="signals">The operator's wish to stop.</param>
    public async Task Run(int? wantedPort, Action ready, ShutdownSignals signals)
    {
        await StopLeftovers(signals.Force);
        var port = ApiPort(wantedPort);
        state.Change(_ => new RunningState { Supervisor = ProcessIdentity.Of(Environment.ProcessId) });
        try
        {
            await Start(port, signals.Stop);
            state.Change(now => now with { Started = true });
            ready();
            await Watch(signals.Stop);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // Asked to stop before it was ready.
        }
        finally
        {
            notices.Step($"Stopping: Api, then {(silos == 1 ? "Silo" : "silos")}, then PostgreSQL.");
            state.Change(now => now with { Started = false });
            await new Leftovers(home, notices, time).Stop(signals.Force);
            watched.OfType<IDisposable>().ToList().ForEach(service => service.Dispose());
            state.Clear();
        }
    }

    private async Task StopLeftovers(CancellationToken force)
    {
        var found = await new Leftovers(home, notices, time).Stop(force);
        if (found > 0)
        {
            notices.Warn($"{found} processes of an earlier run, whose supervisor had been killed, were still there; they were stopped.");
        }

        state.Clear();
    }

    private async Task Start(int apiPort, CancellationToken stop)
    {
        var database = await StartDatabase(stop);
        stop.ThrowIfCancellationRequested();
        var settings = new ServiceSettings(home, database.ConnectionString, TokenIssuer.SigningKeyOf(home), MasterKeyFile.KeyOf(home));
        var all = Service.Silos(settings, silos);
        var api = Service.Api(settings, apiPort);
        foreach (var silo in all)
        {
            silo.Started = started => state.Change(now => now with { Silos = Replace(now.Silos, started) });
        }

        api.Started = started => state.Change(now => now with { Apis = [started] });

        // The first one brings the schema up to date; the others would only wait for it.
        await StartUntilReady([all[0]], stop);
        await StartUntilReady([.. all.Skip(1), api], stop);
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{apiPort}");
        state.Change(now => now with { Api = address, Postgres = database.Address });
    }

    private async Task StartUntilReady(IReadOnlyList<Service> services, CancellationToken stop)
    {
        using var health = new Health(time);
        foreach (var service in services)
        {
            notices.Step($"Starting {service.Name}, log in {service.Log}");
            watched.Add(service);
            logs.Add(service.Log);
            await service.Start(stop);
        }

        await Task.WhenAll(services.Select(service => health.WaitUntilReady(service, ReadyBound, stop)));
    }

    private static IReadOnlyList<ServiceState> Replace(IReadOnlyList<ServiceState> known, ServiceState started) =>
        [.. known.Where(service => service.Name != started.Name).Append(started).OrderBy(service => service.Name.Length).ThenBy(service => service.Name, StringComparer.Ordinal)];

    private async Task<SystemDatabase> StartDatabase(CancellationToken stop)
    {
        if (SystemDatabase.Configured() is { } configured)
        {
            notices.Step($"Using the database that {SystemDatabase.Variable} names: {configured.Address}");
            return configured;
        }

        var database = await SystemDatabase.StartPrivate(home, notices, stop);
        var own = database.Own!;
        own.Started = postmaster => state.Change(now => now with { Postmaster = postmaster, PostgresData = own.Data });
        own.Started(own.Postmaster!);
        watched.Add(own);
        logs.Add(own.Log);
        return database;
    }

    private int ApiPort(int? wanted)
    {
        if (wanted == AnyPort)
        {
            return LoopbackPort.Choose();
        }

        var port = LoopbackPort.Choose(wanted ?? DefaultApiPort);
        if (wanted is { } fixedPort && port != fixedPort)
        {
            throw new OperatorException($"Port {fixedPort} is taken by another program; choose another with --port, or leave --port out.");
        }

        if (wanted is null && port != DefaultApiPort)
        {
            notices.Warn($"Port {DefaultApiPort} is taken by another program; the Api uses {port} instead.");
        }

        return port;
    }

    private async Task Watch(CancellationToken stop)
    {
        var watches = watched.Select(one => new Watch(one, notices, time).Run(stop));
        await Task.WhenAll([.. watches, BoundLogs(stop)]);
    }

    private async Task BoundLogs(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LogLook, time, stop);
                logs.ForEach(log => LogFile.TruncateIfOverlong(log));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The system stops.
        }
    }
}
