using System.Runtime.InteropServices;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>
/// Rows that wait for their statement: the newest of each actor. They are taken in numbered groups, and a promise names
/// the group that its row is in.
/// </summary>
internal sealed class CollectedRows<TRow>
    where TRow : IReadModelRow
{
    private readonly Lock gate = new();
    private Dictionary<string, TRow> rows = new(StringComparer.Ordinal);
    private Dictionary<string, TRow> spare = new(StringComparer.Ordinal);
    private long collecting = 1;
    private long kept;
    private bool abandoned;
    private TaskCompletionSource arrived = NewSource();
    private TaskCompletionSource moved = NewSource();

    public Guid Id { get; } = Guid.NewGuid();

    public RowTicket Add(TRow row)
    {
        lock (gate)
        {
            ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, row.Key, out var exists);
            if (!exists || newest!.Revision < row.Revision)
            {
                newest = row;
            }

            arrived.TrySetResult();
            return new RowTicket(Id, collecting);
        }
    }

    /// <summary>Waits until there are rows.</summary>
    /// <returns>False if it was cancelled.</returns>
    public async Task<bool> Any(CancellationToken cancellation)
    {
        Task waiting;
        lock (gate)
        {
            waiting = arrived.Task;
        }

        await waiting.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellation.IsCancellationRequested;
    }

    /// <summary>Takes what there is, in order of key, so that the statements of two silos cannot deadlock.</summary>
    public (long Number, TRow[] Rows) Take()
    {
        Dictionary<string, TRow> taken;
        long number;
        lock (gate)
        {
            (taken, rows, number) = (rows, spare, collecting++);
            arrived = NewSource();
        }

        TRow[] inOrder = [.. taken.Values];
        Array.Sort(inOrder, (one, other) => string.CompareOrdinal(one.Key, other.Key));
        taken.Clear();
        spare = taken;
        return (number, inOrder);
    }

    /// <summary>The group with this number is durable.</summary>
    public void Keep(long number)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            kept = number;
            (waiting, moved) = (moved, NewSource());
        }

        waiting.SetResult();
    }

    /// <summary>No group will be durable any more.</summary>
    public void Abandon()
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            abandoned = true;
            waiting = moved;
        }

        waiting.TrySetResult();
    }

    public async Task Durable(RowTicket ticket)
    {
        if (ticket.Writer == Guid.Empty)
        {
            return;
        }

        while (true)
        {
            Task waiting;
            lock (gate)
            {
                if (kept >= ticket.Number)
                {
                    return;
                }

                waiting = abandoned ? throw new OperationCanceledException("The silo is stopping.") : moved.Task;
            }

            await waiting;
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
