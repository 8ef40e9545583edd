using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Schema;

/// <summary>
/// Notices that the database under this silo is not the one it started on: a standby, one that was a standby, another
/// incarnation, or a log that has become shorter, after a restore or a failover to a standby that lagged. What the actors
/// know is then of a log that is no more, so the silo ends; the next start reads what there is. A shorter log gets another
/// epoch first: positions that were given out could otherwise stand for other events.
/// </summary>
internal sealed partial class IncarnationWatch(
    DataSources databases,
    LogIncarnation incarnation,
    EventLogSignals signals,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<IncarnationWatch> logger,
    LogHeadsFile? file = null) : BackgroundService
{
    /// <summary>What the process ends with.</summary>
    public const int ExitCode = 3;

    private const string Look =
        $"""
        SELECT i.epoch, h.partition, h.head_offset, pg_is_in_recovery(), coalesce(i.timeline <> here.timeline, false)
        FROM log_incarnation i CROSS JOIN (SELECT {LogWhereabouts.Timeline} AS timeline OFFSET 0) AS here CROSS JOIN partition_head h
        """;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await Changed(stoppingToken) is { } change)
                {
                    LogChanged(logger, change);
                    Environment.ExitCode = ExitCode;
                    lifetime.StopApplication();
                    return;
                }
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException)
            {
                // A database that is away is not another one.
            }

            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<string?> Changed(CancellationToken cancellation)
    {
        // Known first: a head that is raised meanwhile must not look as if the log had been longer.
        var known = Enumerable.Range(0, incarnation.Partitions).Select(signals.HeadOf).ToArray();
        var (shorter, heads) = (false, new long[incarnation.Partitions]);
        await using (var command = databases.Read.CreateCommand(Look))
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                if (reader.GetBoolean(3))
                {
                    return "it is a standby";
                }

                if (reader.GetGuid(0) != incarnation.Epoch)
                {
                    return "its log has another epoch";
                }

                if (reader.GetBoolean(4))
                {
                    return "its server has another timeline, as after a failover";
                }

                heads[reader.GetInt16(1)] = reader.GetInt64(2);
                shorter |= reader.GetInt64(2) < known[reader.GetInt16(1)];
            }
        }

        if (!shorter)
        {
            Note(heads);
            return null;
        }

        await using var renew = databases.Write.CreateCommand(LogIncarnation.Renew);
        renew.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = incarnation.Epoch });
        await renew.ExecuteNonQueryAsync(cancellation);
        return "its log has become shorter, and has another epoch now";
    }

    private void Note(long[] heads)
    {
        try
        {
            file?.Note(incarnation.Epoch, heads);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotNoted(logger, failure.GetType().Name);
        }
    }

    [LoggerMessage(2512, LogLevel.Warning, "How far the log has come could not be noted ({Failure}); it is tried again.")]
    private static partial void LogNotNoted(ILogger logger, string failure);

    [LoggerMessage(2511, LogLevel.Critical, "The database is not the one that this silo started on: {Change}. The silo ends; start it again to go on with what is there.")]
    private static partial void LogChanged(ILogger logger, string change);
}
