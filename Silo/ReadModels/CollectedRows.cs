using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>A row on its way into its table, with whose it is.</summary>
internal readonly record struct RowWrite<TRow>(RowSlot Slot, TRow Row) : IReadModelRow
    where TRow : IReadModelRow
{
    private readonly int renewals = Slot.Renewals;
    private readonly long knownThen = Slot.Known;

    /// <summary>Whether the activation has folded its history anew since: this row is not of that, and the next one is.</summary>
    public bool IsSuperseded => renewals != Slot.Renewals;

    /// <summary>The newest revision in the table that this row is known to include.</summary>
    public long Known
    {
        get
        {
            var known = Slot.Known;
            return IsSuperseded ? knownThen : known;
        }
    }

    public string Key => Row.Key;

    public long Revision => Row.Revision;
}

/// <summary>
/// Rows that wait for their statement: the newest of each actor. They are taken in numbered groups, and a promise names
/// the group that its row is in.
/// </summary>
internal sealed class CollectedRows<TRow>
    where TRow : IReadModelRow
{
    private readonly Lock gate = new();
    private Dictionary<string, RowWrite<TRow>> rows = new(StringComparer.Ordinal);
    private Dictionary<string, RowWrite<TRow>> spare = new(StringComparer.Ordinal);
    private ImmutableHashSet<string> refused = [];
    private long collecting = 1;
    private long kept;
    private bool abandoned;
    private TaskCompletionSource arrived = NewSource();
    private TaskCompletionSource moved = NewSource();

    public Guid Id { get; } = Guid.NewGuid();

    public RowTicket Add(RowWrite<TRow> write)
    {
        lock (gate)
        {
            ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(rows, write.Key, out var exists);
            if (!exists || newest.Revision < write.Revision || newest.IsSuperseded)
            {
                newest = write;
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
    public (long Number, RowWrite<TRow>[] Rows) Take()
    {
        Dictionary<string, RowWrite<TRow>> taken;
        long number;
        lock (gate)
        {
            (taken, rows, number) = (rows, spare, collecting++);
            arrived = NewSource();
        }

        RowWrite<TRow>[] inOrder = [.. taken.Values];
        Array.Sort(inOrder, (one, other) => string.CompareOrdinal(one.Key, other.Key));
        taken.Clear();
        spare = taken;
        return (number, inOrder);
    }

    /// <summary>Notes what became of a group's rows.</summary>
    /// <param name="written">The rows that were offered.</param>
    /// <param name="newer">The keys of those that were not written, because the table has newer ones, and the revisions of these.</param>
    public void Note(IReadOnlyList<RowWrite<TRow>> written, IReadOnlyDictionary<string, long> newer)
    {
        foreach (var write in written)
        {
            if (!newer.TryGetValue(write.Key, out var there))
            {
                write.Slot.Took(write.Row);
            }
            else if (write.IsSuperseded)
            {
                refused = refused.Add(write.Key);
                continue;
            }
            else if (there > write.Revision && write.Slot.IsRenewedAfter(there))
            {
                // The whole history, and still older: the other activation folds what this one cannot.
                write.Slot.Leave(write.Revision);
            }
            else
            {
                write.Slot.Refuse(there);
                refused = refused.Add(write.Key);
                continue;
            }

            refused = refused.IsEmpty ? refused : refused.Remove(write.Key);
        }
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

    public async Task<ImmutableArray<string>> Durable(RowTicket ticket)
    {
        while (ticket.Writer != Guid.Empty)
        {
            Task waiting;
            lock (gate)
            {
                if (kept >= ticket.Number)
                {
                    return refused.IsEmpty ? [] : [.. refused];
                }

                waiting = abandoned ? throw new OperationCanceledException("The silo is stopping.") : moved.Task;
            }

            await waiting;
        }

        return [];
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
