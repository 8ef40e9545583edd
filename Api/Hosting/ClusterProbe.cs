namespace AutoCrm.Actors.Api.Hosting;

/// <summary>
/// Finds the silos again after the last connection is gone. The Orleans client connects only when it has something to
/// send, and the Api sends nothing while no silo is there; without this it would stay away up to a minute too long.
/// </summary>
internal sealed class ClusterProbe(IGrainFactory grains, ClusterLink cluster, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (cluster.IsLost)
                {
                    await Knock(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task Knock(CancellationToken stopping)
    {
        try
        {
            await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true, stopping).WaitAsync(Patience, time, stopping);
        }
        catch (Exception away) when (away is Orleans.Runtime.OrleansException or TimeoutException or InvalidOperationException)
        {
            // Not yet: the next tick tries again.
        }
    }
}
