using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Live;

/// <summary>
/// Follows the end of the event log while anybody watches. Offsets are dense and visible in order within a partition, so
/// comparing heads finds every event; while the database is away nothing is skipped, only seen later.
/// </summary>
internal sealed partial class LogTail(WatchHub hub, LogReader log, TimeProvider time, ILogger<LogTail> logger) : BackgroundService
{
    private static readonly TimeSpan BusyPoll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan IdlePoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(2);

    /// <summary>Polling slows down by this factor per empty poll.</summary>
    private const double IdleGrowth = 1.2;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host starts services one after the other: they must not wait for the first watcher.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            await hub.Wanted(stoppingToken);
            await Follow(stoppingToken);
        }
    }

    private async Task Follow(CancellationToken stopping)
    {
        var retry = FirstRetry;
        var poll = BusyPoll;
        PositionToken? seen = null;
        while (!hub.TryEnd())
        {
            try
            {
                var heads = await log.Heads(stopping);
                var before = seen;
                seen = await Advance(seen, heads, stopping);
                poll = before is not null && before.Positions.SequenceEqual(seen.Positions) ? Min(poll * IdleGrowth, IdlePoll) : BusyPoll;
                retry = FirstRetry;
                await Task.Delay(poll, time, stopping);
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                LogAway(logger, failure.GetType().Name, retry);
                await Task.Delay(retry, time, stopping);
                retry = Min(retry * 2, LastRetry);
            }
        }
    }

    private async Task<PositionToken> Advance(PositionToken? seen, PositionToken heads, CancellationToken stopping)
    {
        if (seen is null)
        {
            hub.Begin(heads);
            return heads;
        }

        if (seen.Epoch != heads.Epoch)
        {
            LogRestarted(logger);
            hub.Restart(heads);
            return heads;
        }

        while (!seen.Covers(heads))
        {
            var (upTo, changes) = await log.Changes(seen, heads, stopping);
            hub.Publish(upTo, changes);
            seen = upTo;
        }

        return seen;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
