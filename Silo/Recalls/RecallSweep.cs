using AutoCrm.Actors.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Silo.Recalls;

/// <summary>
/// Sees to it that every vehicle that fits the rule of a recall campaign gets it: those that are known when the campaign
/// is opened, and those that become known later. One silo at a time does it: whoever holds the lock.
/// </summary>
internal sealed partial class RecallSweep(
    DataSources databases,
    RecallCampaigns campaigns,
    RecallReach reach,
    IOptions<RecallOptions> options,
    TimeProvider time,
    ILogger<RecallSweep> logger)
    : BackgroundService
{
    private const long LockKey = 32490651183704;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await databases.Storage.DoAlone(LockKey, () => Sweep(stoppingToken), stoppingToken);
            }
#pragma warning disable CA1031 // The loop must outlive every failure: it looks again.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(logger, failure.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(options.Value.Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Sweep(CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var (events, more) = await Step(cancellation);
        await time.Keep(TimeSpan.FromSeconds((double)events / options.Value.Rate), began, cancellation);
        await (more ? Task.CompletedTask : Task.Delay(options.Value.Pause, time, cancellation));
    }

    // What is noted first is what the others go by: a vehicle that is described later is looked at with it.
    private async Task<RecallStep> Step(CancellationToken cancellation)
    {
        var more = await campaigns.Note(cancellation);
        return new RecallStep(0, more) + await reach.Described(cancellation) + await reach.Walk(cancellation);
    }

    [LoggerMessage(2901, LogLevel.Warning, "Recall campaigns could not reach vehicles ({Failure}); it is tried again.")]
    private static partial void LogFailed(ILogger logger, string failure);
}
