using AutoCrm.Actors.Silo.Schema;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>
/// The heads of the partitions as this silo knows them. Its own appends move them at once; a poll of the database
/// finds those of other silos.
/// </summary>
internal sealed class EventLogSignals(LogIncarnation incarnation)
{
    private readonly long[] heads = new long[incarnation.Partitions];
    private readonly TaskCompletionSource?[] waiters = new TaskCompletionSource?[incarnation.Partitions];

    public long HeadOf(int partition) => Volatile.Read(ref heads[partition]);

    /// <summary>Notes new heads and wakes who waits for them.</summary>
    /// <returns>Whether any of them was news.</returns>
    public bool Moved(IEnumerable<KeyValuePair<short, long>> moved)
    {
        var news = false;
        foreach (var (partition, head) in moved)
        {
            news |= Raise(partition, head);
        }

        return news;
    }

    /// <summary>Ends when the partition's head passes the offset, or after the time.</summary>
    public async Task WaitPast(int partition, long offset, TimeSpan atMost, TimeProvider time, CancellationToken cancellation)
    {
        var waiter = Interlocked.CompareExchange(ref waiters[partition], new(TaskCreationOptions.RunContinuationsAsynchronously), null)
            ?? waiters[partition];
        if (HeadOf(partition) > offset || waiter is null)
        {
            return;
        }

        await waiter.Task.WaitAsync(atMost, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private bool Raise(int partition, long head)
    {
        long known;
        do
        {
            known = HeadOf(partition);
            if (known >= head)
            {
                return false;
            }
        }
        while (Interlocked.CompareExchange(ref heads[partition], head, known) != known);

        Interlocked.Exchange(ref waiters[partition], null)?.TrySetResult();
        return true;
    }
}
