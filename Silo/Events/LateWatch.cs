using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>
/// Sees to it that late subjects are followed up. The partition's actor does it, and it lives wherever events come; in a
/// partition in which nothing happens any more nobody else would wake it after a restart.
/// </summary>
internal sealed partial class LateWatch(
    DataSources databases, IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<LateWatch> logger)
    : BackgroundService
{
    private const string SelectPartitions = "SELECT DISTINCT partition FROM quarantine WHERE late";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.Wait(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Wake(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or OrleansException or OperationCanceledException)
            {
                LogFailed(logger, failure.GetType().Name);
            }

            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Wake(CancellationToken cancellation)
    {
        await using var command = databases.Read.CreateCommand(SelectPartitions);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            await grains.GetGrain<IPartitionGrain>(EventStreams.KeyOf(reader.GetInt16(0))).FollowUp();
        }
    }

    [LoggerMessage(2601, LogLevel.Warning, "Late subjects could not be looked after ({Failure}); it is tried again.")]
    private static partial void LogFailed(ILogger logger, string failure);
}
