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
        events = [.. taken.Select(pending => pending.Logged)];
        return true;
    }

    /// <summary>
    /// The event at a position, if it is here and the log holds it as it was reported: of somebody new most are, and need
    /// not be made of what the database has. What is personal is read from there, because it may have been erased since.
    /// </summary>
    public LoggedEvent? Find(Position position) =>
        Volatile.Read(ref tails[position.Partition])?.Find(position.Offset) is { } pending && ReferenceEquals(pending.Stored, pending.Reported)
            ? pending.Logged
            : null;

    private sealed class PartitionTail
    {
        private readonly Lock gate = new();
        private readonly PendingEvent?[] ring = new PendingEvent?[MostEvents];
        private long first = 1;
        private long last;

        public void Add(PendingEvent pending)
        {
            var offset = pending.Result.Position.Offset;
            lock (gate)
            {
                if (offset != last + 1)
                {
                    Array.Clear(ring);
                    first = offset;
                }

                first = Math.Max(first, offset - MostEvents + 1);
                ring[offset % MostEvents] = pending;
                last = offset;
            }
        }

        public PendingEvent[] Take(long after, int most)
        {
            lock (gate)
            {
                for (; first <= Math.Min(after, last); first++)
                {
                    ring[first % MostEvents] = null;
                }

                if (first != after + 1)
                {
                    return [];
                }

                var taken = new PendingEvent[Math.Min(most, last - after)];
                for (var n = 0; n < taken.Length; n++)
                {
                    taken[n] = ring[(first + n) % MostEvents]!;
                }

                return taken;
            }
        }

        public PendingEvent? Find(long offset)
        {
            lock (gate)
            {
                return offset >= first && offset <= last ? ring[offset % MostEvents] : null;
            }
        }
    }
}
