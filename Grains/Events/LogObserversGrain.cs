using AutoCrm.Actors.Events;
using Microsoft.Extensions.Hosting;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>Keeps who observes the log. It has no state that is worth keeping: whoever still wants to know asks again.</summary>
[GrainType("log-observers")]
internal sealed class LogObserversGrain(TimeProvider time, IHostApplicationLifetime lifetime) : Grain, ILogObserversGrain
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(ILogObserversGrain.LeaseSeconds);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WaitWhileStopping = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ExpiryPeriod = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ILogObserver, long> since = [];
    private Guid version = Guid.NewGuid();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(Expire, new GrainTimerCreationOptions(ExpiryPeriod, ExpiryPeriod));
        return Task.CompletedTask;
    }

    public Task<bool> Watch(ILogObserver observer)
    {
        if (!since.ContainsKey(observer) && since.Count == ILogObserversGrain.MostObservers)
        {
            return Task.FromResult(false);
        }

        var isNew = !since.ContainsKey(observer);
        since[observer] = time.GetTimestamp();
        if (isNew)
        {
            Announce();
        }

        return Task.FromResult(true);
    }

    public async Task<LogObservers> Next(Guid known)
    {
        if (known == version)
        {
            await Wait(changed.Task);
        }

        return new LogObservers(version, [.. since.Keys]);
    }

    // A silo that stops waits for the calls that its actors are in: they must not last as long as nothing changes.
    private async Task Wait(Task change)
    {
        const ConfigureAwaitOptions Anyhow = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;
        var stopping = lifetime.ApplicationStopping;
        await change.WaitAsync(LongestWait, time, stopping).ConfigureAwait(Anyhow);
        if (stopping.IsCancellationRequested)
        {
            await Task.Delay(WaitWhileStopping, time, CancellationToken.None).ConfigureAwait(Anyhow);
        }
    }

    private Task Expire(CancellationToken cancellation)
    {
        var gone = since.Where(observer => time.GetElapsedTime(observer.Value) > Lease).Select(observer => observer.Key).ToArray();
        Array.ForEach(gone, observer => since.Remove(observer));
        if (gone.Length > 0)
        {
            Announce();
        }

        return Task.CompletedTask;
    }

    private void Announce()
    {
        version = Guid.NewGuid();
        var waiting = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.SetResult();
    }
}
