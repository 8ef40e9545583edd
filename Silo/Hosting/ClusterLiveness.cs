using Orleans.Configuration;

namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>How fast a cluster finds out who is gone, and how long a silo may take to leave.</summary>
internal static class ClusterLiveness
{
    /// <summary>How long the whole stop of a silo may take; then it ends, and the others find what it left undone in the log.</summary>
    public static readonly TimeSpan StopBound = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan OrderlyStop = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LastSnapshots = TimeSpan.FromSeconds(6);

    public static void AddLiveness(this ISiloBuilder silo)
    {
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // A killed silo's connections break, and it is voted out after 3 probes without an answer. One that hangs
            // keeps them, and Orleans trusts a connection for 3 of the longest probes after it was last heard of: whoever
            // pauses for less than 24 s stays. With 12 s silos on a machine with 40 runnable threads per core, where
            // pauses of 15 s were seen, gave each other up.
            membership.ProbeTimeout = TimeSpan.FromSeconds(2);
            membership.MaxProbeTimeout = TimeSpan.FromSeconds(8);
            membership.NumMissedProbesLimit = 3;

            // The stale row of a killed silo does not hold up a start for longer than three of these.
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            membership.DefunctSiloExpiration = TimeSpan.FromDays(1);
        });
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = TimeSpan.FromSeconds(15);
            // So long a silo keeps its actors' answers for a client that was connected to it, and sends them by no other
            // one: also for an Api that gave up connecting while the silo stood still, and would wait for a minute.
            messaging.ClientDropTimeout = TimeSpan.FromSeconds(3);
        });
        silo.Configure<GrainCollectionOptions>(collection => collection.DeactivationTimeout = LastSnapshots);
        silo.Services.Configure<HostOptions>(host => host.ShutdownTimeout = OrderlyStop);
        silo.Services.AddHostedService<BoundedStop>();
    }
}

/// <summary>Ends the process when an orderly stop takes too long, as it may with a database that does not answer.</summary>
internal sealed partial class BoundedStop(IHostApplicationLifetime lifetime, TimeProvider time, ILogger<BoundedStop> logger) : IHostedService, IDisposable
{
    private readonly List<CancellationTokenRegistration> registrations = [];
    private ITimer? limit;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        registrations.Add(lifetime.ApplicationStopping.Register(() =>
            limit = time.CreateTimer(_ => End(), null, ClusterLiveness.StopBound, Timeout.InfiniteTimeSpan)));
        registrations.Add(lifetime.ApplicationStopped.Register(() => limit?.Dispose()));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        limit?.Dispose();
    }

    private void End()
    {
        LogTooLong(logger, ClusterLiveness.StopBound.TotalSeconds);
        Environment.Exit(Environment.ExitCode == 0 ? 1 : Environment.ExitCode);
    }

    [LoggerMessage(2501, LogLevel.Warning, "The silo has not stopped in order within {Seconds} s and ends now; nothing acknowledged is lost.")]
    private static partial void LogTooLong(ILogger logger, double seconds);
}
