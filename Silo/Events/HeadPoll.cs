using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>Finds what other silos append: one cheap query for all partitions, slower while nothing moves.</summary>
internal sealed partial class HeadPoll(DataSources databases, EventLogSignals signals, TimeProvider time, ILogger<HeadPoll> logger)
    : BackgroundService
{
    private static readonly TimeSpan Fast = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Fast;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                pause = signals.Moved(await Read(stoppingToken)) ? Fast : Min(pause * 1.5, Slow);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException)
            {
                LogPollFailed(logger, failure);
                pause = Slow;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task<List<KeyValuePair<short, long>>> Read(CancellationToken cancellation)
    {
        await using var command = databases.Read.CreateCommand("SELECT partition, head_offset FROM partition_head");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var heads = new List<KeyValuePair<short, long>>();
        while (await reader.ReadAsync(cancellation))
        {
            heads.Add(new(reader.GetInt16(0), reader.GetInt64(1)));
        }

        return heads;
    }

    [LoggerMessage(2101, LogLevel.Warning, "The heads of the partitions could not be read.")]
    private static partial void LogPollFailed(ILogger logger, Exception failure);
}
