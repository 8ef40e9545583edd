using Npgsql;

namespace AutoCrm.Actors.Silo.Events;

// A session that stands still in the middle of an append, of this or of another silo, keeps its partitions locked until
// the database ends it. Those partitions get lanes of their own meanwhile, so that the others do not wait with them.
internal sealed partial class AppendLane
{
    private readonly Dictionary<short, (AppendLane Lane, Task Running)> aside = [];
    private readonly Dictionary<short, Task<bool>> elsewhere = [];

    private static bool IsLocked(PostgresException failure) => failure.SqlState == PostgresErrorCodes.LockNotAvailable;

    private async Task<List<PendingEvent>> SetAside(List<PendingEvent> events, CancellationToken cancellation)
    {
        try
        {
            foreach (var partition in await transaction.FindLocked(events, cancellation))
            {
                var lane = new AppendLane(transaction, tail, signals, options, time, logger, isAside: true);
                aside.Add(partition, (lane, lane.Run(cancellation)));
                LogStalled(logger, partition);
            }
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or OperationCanceledException)
        {
            LogAppendFailed(logger, 1, events.Count, failure);
        }

        return PassOn(events, cancellation);
    }

    /// <returns>The events that stay in this lane.</returns>
    private List<PendingEvent> PassOn(List<PendingEvent> events, CancellationToken cancellation)
    {
        if (aside.Count == 0 || cancellation.IsCancellationRequested)
        {
            return events;
        }

        foreach (var group in events.Where(e => aside.ContainsKey(e.Partition)).GroupBy(e => e.Partition))
        {
            elsewhere[group.Key] = aside[group.Key].Lane.TryAppend([.. group]) ?? Task.FromResult(false);
        }

        return events.FindAll(e => !aside.ContainsKey(e.Partition));
    }

    private void Answer(AppendRequest request, bool committed)
    {
        var others = elsewhere.Count == 0
            ? []
            : request.Events.Select(e => e.Partition).Distinct().Where(elsewhere.ContainsKey).Select(p => elsewhere[p]).ToArray();
        if (others.Length == 0)
        {
            request.Done.TrySetResult(committed);
            return;
        }

        AnswerAfter(request, committed, others).Ignore();
    }

    private static async Task AnswerAfter(AppendRequest request, bool committed, Task<bool>[] others) =>
        request.Done.TrySetResult((await Task.WhenAll(others)).All(done => done) && committed);

    // Only this lane fills them, so one that is empty stays so.
    private void LetGoOfIdle()
    {
        foreach (var (partition, (lane, _)) in aside.Where(one => Volatile.Read(ref one.Value.Lane.queued) == 0).ToArray())
        {
            lane.Complete();
            aside.Remove(partition);
        }
    }

    private async Task EndAside()
    {
        foreach (var (lane, _) in aside.Values)
        {
            lane.Complete();
        }

        await Task.WhenAll(aside.Values.Select(one => one.Running));
    }

    [LoggerMessage(2003, LogLevel.Warning, "Partition {Partition} is locked by somebody; its events wait on their own.")]
    private static partial void LogStalled(ILogger logger, short partition);
}
