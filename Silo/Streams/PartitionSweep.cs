using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Events;

namespace AutoCrm.Actors.Silo.Streams;

/// <summary>
/// Sees to it that the actor of each partition that this silo reads is awake. It sweeps its partition itself, but only a
/// delivery wakes it: if the stream gave up the one that should have, nobody would look for the events.
/// </summary>
internal sealed partial class PartitionSweep(
    OwnedPartitions owned, EventLogSignals signals, IGrainFactory grains, TimeProvider time, ILogger<PartitionSweep> logger)
    : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Task.WhenAll(owned.Now.Where(partition => signals.HeadOf(partition) > 0).Select(partition => Wake(partition, stoppingToken)));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task Wake(int partition, CancellationToken stopping)
    {
        try
        {
            await grains.GetGrain<IPartitionGrain>(EventStreams.KeyOf(partition)).Wake().WaitAsync(stopping);
        }
#pragma warning disable CA1031 // It is tried again at the next tick, whatever it was.
        catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogAsleep(logger, partition, failure);
        }
    }

    [LoggerMessage(2402, LogLevel.Warning, "The actor of partition {Partition} did not wake; it is tried again.")]
    private static partial void LogAsleep(ILogger logger, int partition, Exception failure);
}
