using AutoCrm.Actors.Silo.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

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
    private const string TakeLock = "SELECT pg_try_advisory_lock(32490651183704)";
    private const string LetGo = "SELECT pg_advisory_unlock_all()";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepWhileMine(stoppingToken);
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

    private async Task SweepWhileMine(CancellationToken cancellation)
    {
        await using var holding = await databases.Storage.OpenConnectionAsync(cancellation);
        try
        {
            await using var take = new NpgsqlCommand(TakeLock, holding);
            while (await take.ExecuteScalarAsync(cancellation) is true)
            {
                var began = time.GetTimestamp();
                var (events, more) = await Step(cancellation);
                await time.Keep(TimeSpan.FromSeconds((double)events / options.Value.Rate), began, cancellation);
                await (more ? Task.CompletedTask : Task.Delay(options.Value.Pause, time, cancellation));
            }
        }
        finally
        {
            // The connection goes back to its pool as it is, and would hold the lock there.
            await using var letGo = new NpgsqlCommand(LetGo, holding);
            await letGo.ExecuteNonQueryAsync(CancellationToken.None);
        }
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
