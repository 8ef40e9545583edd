using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Live;

/// <summary>Asks the silos to tell at once what they carry, for as long as anybody watches.</summary>
internal sealed partial class LogObservation(
    IGrainFactory grains, WatchHub hub, LogSteps steps, TimeProvider time, ILogger<LogObservation> logger) : BackgroundService
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(ILogObserversGrain.LeaseSeconds / 3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        ILogObserver? self = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            await hub.Wanted(stoppingToken);
            try
            {
                self ??= grains.CreateObjectReference<ILogObserver>(steps);
                await grains.GetGrain<ILogObserversGrain>(ILogObserversGrain.Key).Watch(self).WaitAsync(Renewal, time, stoppingToken);
            }
#pragma warning disable CA1031 // Without it the tail reads the log by itself, more slowly.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogNotTold(logger, failure.GetType().Name);
            }

            await Task.Delay(Renewal, time, stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The silos cannot be asked to tell what they carry ({Failure}); the log is read meanwhile")]
    private static partial void LogNotTold(ILogger logger, string failure);
}
