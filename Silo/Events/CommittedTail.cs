using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Schema;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>
/// The last events that this silo has committed to the partitions that it also carries to their actors, so that it does
/// not read back from the database what it has just written there. Only what follows on without a gap is kept; whoever
/// does not find an offset here reads it from the log.
/// </summary>
internal sealed class CommittedTail(LogIncarnation incarnation)
{
    /// <summary>The most events that are kept of one partition; a reader that is further behind reads the log.</summary>
    private const int MostEvents = 4096;

    private readonly PartitionTail?[] tails = new PartitionTail?[incarnation.Partitions];

    /// <summary>Keeps the partition's events from now on, because this silo carries it.</summary>
    public void Open(int partition) => Volatile.Write(ref tails[partition], new PartitionTail());

    /// <summary>Keeps nothing of the partition any more.</summary>
    public void Close(int partition) => Volatile.Write(ref tails[partition], null);

    /// <summary>Notes committed events; those of one partition come in order of offset.</summary>
    public void Add(IReadOnlyList<PendingEvent> committed)
    {
        foreach (var pending in committed)
        {
            Volatile.Read(ref tails[pending.Partition])?.Add(pending);
        }
    }

    /// <summary>Reads what follows on an offset, if it is all here. What is not after the offset is forgotten.</summary>
    public bool TryRead(int partition, long after, int most, out ImmutableArray<LoggedEvent> events)
    {
        events = [];
        if (Volatile.Read(ref tails[partition])?.Take(after, most) is not { Length: > 0 } taken)
        {
            return false;
        }

        // Outside the lock: here the payloads are read.
        events = [.. taken.Select(LoggedEventReader.Of)];
        return true;
    }

    private sealed class PartitionTail
    {
        private readonly Lock gate = new();
        private readonly Queue<PendingEvent> kept = new();
        private long last;

        public void Add(PendingEvent pending)
        {
            lock (gate)
            {
                if (pending.Result.Position.Offset != last + 1)
                {
                    kept.Clear();
                }
                else if (kept.Count == MostEvents)
                {
                    kept.Dequeue();
                }

                kept.Enqueue(pending);
                last = pending.Result.Position.Offset;
            }
        }

        public PendingEvent[] Take(long after, int most)
        {
            lock (gate)
            {
                while (kept.TryPeek(out var oldest) && oldest.Result.Position.Offset <= after)
                {
                    kept.Dequeue();
                }

                return kept.TryPeek(out var first) && first.Result.Position.Offset == after + 1 ? [.. kept.Take(most)] : [];
            }
        }
    }
}
