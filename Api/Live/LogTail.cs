using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Live;

/// <summary>
/// Follows the end of the event log while anybody watches. Offsets are dense and visible in order within a partition, so
/// comparing heads finds every event; while the database is away nothing is skipped, only seen later. What the silos
/// tell of is seen at once, if it follows on what is seen already; the comparison finds the rest.
/// </summary>
internal sealed partial class LogTail(WatchHub hub, LogReader log, LogSteps steps, TimeProvider time, ILogger<LogTail> logger) : BackgroundService
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
                (seen, var told) = await Listen(seen, poll, stopping);
                poll = told ? IdlePoll : poll;
            }
            catch (Exception failure) when (!stopping.IsCancellationRequested)
            {
                LogAway(logger, failure.GetType().Name, retry);
                await Task.Delay(retry, time, stopping);
                retry = Min(retry * 2, LastRetry);
            }
        }
    }

    /// <summary>Listens to the silos for a time, or until they tell of something that does not follow on.</summary>
    private async Task<(PositionToken Seen, bool Told)> Listen(PositionToken seen, TimeSpan atMost, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        var told = false;
        try
        {
            while (await steps.Reader.WaitToReadAsync(either.Token))
            {
                while (steps.Reader.TryRead(out var step))
                {
                    if (Take(seen, step) is not { } further)
                    {
                        return (seen, told);
                    }

                    (seen, told) = (further, true);
                }
            }
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
        }

        return (seen, told);
    }

    private PositionToken? Take(PositionToken seen, LogStep step)
    {
        var index = seen.Positions.AsSpan().BinarySearch(new Position(step.Partition, 0), ByPartition.Instance);
        if (step.Epoch != seen.Epoch || index < 0 || seen.Positions[index].Offset < step.After)
        {
            return null;
        }

        if (seen.Positions[index].Offset >= step.UpTo)
        {
            return seen;
        }

        var upTo = seen with { Positions = seen.Positions.SetItem(index, new Position(step.Partition, step.UpTo)) };
        hub.Publish(upTo, [.. step.Changes.Select(change => new Change(change.Subject, new Position(step.Partition, change.Offset)))]);
        return upTo;
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

    private sealed class ByPartition : IComparer<Position>
    {
        public static readonly ByPartition Instance = new();

        public int Compare(Position x, Position y) => x.Partition.CompareTo(y.Partition);
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
