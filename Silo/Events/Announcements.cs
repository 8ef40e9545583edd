using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>
/// Appends what the silo's actors tell of themselves. What comes while an append is under way goes into the next one;
/// while the log is away it is asked again, and what waits is bounded by the batches that wait for their confirmation.
/// </summary>
internal sealed partial class Announcements(IEventLog log, TimeProvider time, ILogger<Announcements> logger) : BackgroundService, IAnnouncements
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>As many events at once are a sign of load.</summary>
    private const int ManyEvents = 16;

    /// <summary>Under load, so long passes from one append to the next: fewer transactions with more events in each cost less.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40);

    private readonly Lock gate = new();
    private List<NewEvent> collected = [];
    private TaskCompletionSource arrived = NewSource();
    private TaskCompletionSource next = NewSource();
    private TaskCompletionSource underWay = NewSource();

    public void Add(IReadOnlyCollection<NewEvent> events)
    {
        lock (gate)
        {
            collected.AddRange(events);
            arrived.TrySetResult();
        }
    }

    public Task Told()
    {
        lock (gate)
        {
            return collected.Count > 0 ? next.Task : underWay.Task;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        underWay.SetResult();
        try
        {
            while (true)
            {
                await arrived.Task.WaitAsync(stoppingToken);
                var began = time.GetTimestamp();
                var events = Take();
                foreach (var some in events.Chunk(IIntakeGrain.MaxEvents))
                {
                    await Append([.. some], stoppingToken);
                }

                underWay.SetResult();
                if (events.Count >= ManyEvents)
                {
                    await time.Keep(Pace, began, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Whoever takes the partitions over tells it again: nothing is confirmed that was not told.
            Abandon();
        }
    }

    private List<NewEvent> Take()
    {
        lock (gate)
        {
            var taken = collected;
            (collected, underWay, next, arrived) = ([], next, NewSource(), NewSource());
            return taken;
        }
    }

    // Whatever becomes of a single event, it is settled: in the log already, or nothing that the log can hold.
    private async Task Append(ImmutableArray<NewEvent> events, CancellationToken stopping)
    {
        for (var pause = ShortestPause; ; pause = pause.Doubled(LongestPause))
        {
            if (await TryAppend(events))
            {
                return;
            }

            await Task.Delay(pause, time, stopping);
        }
    }

    private async Task<bool> TryAppend(ImmutableArray<NewEvent> events)
    {
        try
        {
            var reply = await log.Append(events);
            if (reply.Unavailable is { Reason: UnavailableReason.Leaving })
            {
                throw new OperationCanceledException("The silo is stopping.");
            }

            if (reply.Unavailable is { } away)
            {
                LogUnavailable(logger, events.Length, away.Reason);
                return false;
            }

            var refused = reply.Results.Count(result => result.Status == AppendStatus.Refused);
            if (refused > 0)
            {
                LogRefused(logger, refused);
            }

            return true;
        }
#pragma warning disable CA1031 // The loop must outlive every failure; who waits for the events goes on waiting.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogFailed(logger, events.Length, failure);
            return false;
        }
    }

    private void Abandon()
    {
        lock (gate)
        {
            underWay.TrySetCanceled();
            next.TrySetCanceled();
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(2191, LogLevel.Debug, "The log does not take {Count} derived events ({Reason}); it is asked again.")]
    private static partial void LogUnavailable(ILogger logger, int count, UnavailableReason reason);

    [LoggerMessage(2193, LogLevel.Warning, "{Count} derived events could not be appended; they are appended again.")]
    private static partial void LogFailed(ILogger logger, int count, Exception failure);

    [LoggerMessage(2192, LogLevel.Error, "The database refused {Count} derived events.")]
    private static partial void LogRefused(ILogger logger, int count);
}
