using AutoCrm.Actors.Cli.Processes;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>
/// Asks one process after the other to stop and waits until its successor, which the supervisor starts, has taken its
/// share of the work. The next one is not touched before.
/// </summary>
internal sealed class RollingRestart(StateFile state, Notices notices, TimeProvider time)
{
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan ReadyBound = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Restarts all silos, then the Api.</summary>
    /// <exception cref="OperatorException">A successor was not ready in time: the others are left as they are.</exception>
    public async Task Run(CancellationToken cancellation)
    {
        using var health = new Health(time);
        using var probe = new SiloProbe();
        foreach (var silo in state.Read().Silos)
        {
            await Restart(silo, now => now.Silos, SharesWork, cancellation);
        }

        foreach (var api in state.Read().Apis)
        {
            await Restart(api, now => now.Apis, successor => health.IsReady(successor.AdminPort, cancellation), cancellation);
        }

        async Task<bool> SharesWork(ServiceState successor) =>
            await health.IsReady(successor.AdminPort, cancellation)
            && SiloProbe.AllOwned(await Task.WhenAll(state.Read().Silos.Select(silo => probe.Ask(silo, cancellation))));
    }

    private async Task Restart(
        ServiceState service,
        Func<RunningState, IReadOnlyList<ServiceState>> all,
        Func<ServiceState, Task<bool>> isReady,
        CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        if (!await ProcessStop.Stop(service.Process, StopBound, time, cancellation))
        {
            notices.Warn($"{service.Name} (pid {service.Process.Id}) did not stop in time and was ended by force; nothing acknowledged is lost.");
        }

        var stopped = time.GetElapsedTime(began);
        while (true)
        {
            var successor = all(state.Read()).FirstOrDefault(one => one.Name == service.Name && one.Process != service.Process);
            if (successor is not null && await isReady(successor))
            {
                notices.Step(
                    $"{service.Name}: pid {service.Process.Id} stopped in {stopped.TotalSeconds:0.0} s, pid {successor.Process.Id} has taken over {(time.GetElapsedTime(began) - stopped).TotalSeconds:0.0} s later.");
                return;
            }

            if (time.GetElapsedTime(began) > ReadyBound)
            {
                throw new OperatorException($"{service.Name} was not ready again within {ReadyBound.TotalSeconds:0} s; the others were not restarted.");
            }

            await Task.Delay(Look, time, cancellation);
        }
    }
}
