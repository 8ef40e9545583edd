using System.Collections.Immutable;
using System.Threading.Channels;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>
/// Group commit: while one transaction runs, what arrives waits, and the next transaction takes all of it. Nobody's
/// cancellation reaches a shared transaction, and one event that the database refuses fails alone.
/// </summary>
internal sealed partial class AppendLane(
    AppendTransaction transaction, CommittedTail tail, EventLogSignals signals, EventLogOptions options, TimeProvider time, ILogger logger, bool isAside = false)
{
    private const int MostAttempts = 4;

    private readonly Channel<AppendRequest> requests = Channel.CreateUnbounded<AppendRequest>(new() { SingleReader = true });
    private int queued;

    /// <summary>Queues events, or answers null at once if the queue is full.</summary>
    public Task<bool>? TryAppend(ImmutableArray<PendingEvent> events)
    {
        if (Interlocked.Add(ref queued, events.Length) > options.MaxQueued)
        {
            Interlocked.Add(ref queued, -events.Length);
            return null;
        }

        var request = new AppendRequest(events);
        if (!requests.Writer.TryWrite(request))
        {
            Interlocked.Add(ref queued, -events.Length);
            return null;
        }

        return request.Done.Task;
    }

    /// <summary>Takes no more requests and ends when the queued ones are done.</summary>
    public void Complete() => requests.Writer.TryComplete();

    public async Task Run(CancellationToken cancellation)
    {
        var batch = new List<AppendRequest>();
        while (await requests.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var events = Drain(batch);
            elsewhere.Clear();
            LetGoOfIdle();
            var committed = await Commit(PassOn(events, cancellation), cancellation);
            Interlocked.Add(ref queued, -events.Count);
            batch.ForEach(request => Answer(request, committed));
        }

        await EndAside();
    }

    private List<PendingEvent> Drain(List<AppendRequest> batch)
    {
        batch.Clear();
        var events = new List<PendingEvent>();
        while (events.Count < options.MaxBatch && requests.Reader.TryRead(out var request))
        {
            batch.Add(request);
            events.AddRange(request.Events);
        }

        return events;
    }

    private async Task<bool> Commit(List<PendingEvent> events, CancellationToken cancellation)
    {
        for (var attempt = 1; events.Count > 0; attempt++)
        {
            try
            {
                Announce(await transaction.Run(events, cancellation));
                return true;
            }
            catch (PostgresException locked) when (IsLocked(locked) && !isAside && attempt < MostAttempts)
            {
                events = await SetAside(events, cancellation);
            }
            catch (PostgresException refused) when (IsContentError(refused))
            {
                return await CommitHalves(events, refused, cancellation);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or OperationCanceledException)
            {
                LogAppendFailed(logger, attempt, events.Count, failure);
                if (attempt == MostAttempts || cancellation.IsCancellationRequested)
                {
                    return false;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(25 << attempt), time, CancellationToken.None);
            }
        }

        return true;
    }

    private void Announce(IReadOnlyList<PendingEvent> committed)
    {
        tail.Add(committed);
        signals.Moved(committed.Select(e => KeyValuePair.Create(e.Partition, e.Result.Position.Offset)));
    }

    private async Task<bool> CommitHalves(List<PendingEvent> events, PostgresException refused, CancellationToken cancellation)
    {
        if (HalfOf(events) is > 0 and var half)
        {
            return await Commit(events[..half], cancellation) & await Commit(events[half..], cancellation);
        }

        LogRefused(logger, refused.SqlState, events[0].Reported.Type);
        events.ForEach(e => e.Result = new AppendResult(AppendStatus.Refused, default));
        return true;
    }

    private static int HalfOf(List<PendingEvent> events)
    {
        var half = events.Count / 2;
        while (half > 0 && events[half].Whole is { } whole && ReferenceEquals(whole, events[half - 1].Whole))
        {
            half--;
        }

        return half > 0 || events.Count < 2 ? half : events.FindIndex(e => !ReferenceEquals(e.Whole, events[0].Whole));
    }

    // Class 22 is bad data. A unique violation is another silo's same event in the same instant: repeating resolves it.
    private static bool IsContentError(PostgresException failure) => failure.SqlState.StartsWith("22", StringComparison.Ordinal);

    [LoggerMessage(2001, LogLevel.Warning, "Attempt {Attempt} to append {Count} events failed.")]
    private static partial void LogAppendFailed(ILogger logger, int attempt, int count, Exception failure);

    [LoggerMessage(2002, LogLevel.Warning, "The database refused an event of type {Type} with {SqlState}.")]
    private static partial void LogRefused(ILogger logger, string sqlState, string type);

    private sealed class AppendRequest(ImmutableArray<PendingEvent> events)
    {
        public ImmutableArray<PendingEvent> Events { get; } = events;

        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
