using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Faults.Checking;

/// <summary>An event of the log with its body as it is stored.</summary>
internal sealed record StoredEvent(LoggedEvent Event, string Data)
{
    public (string Source, string Id) Key => (Event.Stamp.Source, Event.Stamp.Id);

    /// <summary>The keys of the actors that it is about.</summary>
    public IEnumerable<string> Subjects()
    {
        if (Event.Customer is { } customer)
        {
            yield return Subject.Customer(customer).Key;
        }

        if (Event.Vin is { } vin)
        {
            yield return Subject.Vehicle(vin).Key;
        }

        if (Event.Dealership is { } dealership)
        {
            yield return Subject.Dealership(dealership).Key;
        }
    }
}

/// <summary>The whole log, as it was read, and questions about it.</summary>
internal sealed class LogDump
{
    private readonly Dictionary<(string Source, string Id), Position> positions = [];
    private readonly Dictionary<string, SortedDictionary<int, List<long>>> bySubject = [];

    /// <summary>The epoch of the log.</summary>
    public Guid Epoch { get; init; }

    /// <summary>The head offset of each partition as <c>partition_head</c> says.</summary>
    public Dictionary<int, long> Heads { get; } = [];

    /// <summary>Every event, in order of partition and offset for those added together.</summary>
    public List<StoredEvent> Events { get; } = [];

    /// <summary>Events that appeared again under another position.</summary>
    public List<StoredEvent> Repeated { get; } = [];

    /// <summary>Rows of <c>event_identity</c> without their event, or events without their row.</summary>
    public long IdentityMismatches { get; set; }

    public long LastOffset(int partition) => lastOffsets.GetValueOrDefault(partition);

    public IEnumerable<int> Partitions => lastOffsets.Keys;

    /// <summary>Offsets that did not follow on the one before.</summary>
    public List<Position> Jumps { get; } = [];

    private readonly Dictionary<int, long> lastOffsets = [];

    /// <summary>Adds an event; within a partition in order of offset.</summary>
    public void Add(StoredEvent stored)
    {
        var position = stored.Event.Position;
        if (position.Offset != LastOffset(position.Partition) + 1)
        {
            Jumps.Add(position);
        }

        lastOffsets[position.Partition] = position.Offset;
        Events.Add(stored);
        if (!positions.TryAdd(stored.Key, position))
        {
            Repeated.Add(stored);
        }

        foreach (var subject in stored.Subjects())
        {
            if (!bySubject.TryGetValue(subject, out var own))
            {
                bySubject[subject] = own = [];
            }

            if (!own.TryGetValue(position.Partition, out var offsets))
            {
                own[position.Partition] = offsets = [];
            }

            offsets.Add(position.Offset);
        }
    }

    public Position? Find((string Source, string Id) key) => positions.TryGetValue(key, out var position) ? position : null;

    /// <summary>How many events of an actor lie up to a position token.</summary>
    public long Count(string subject, PositionToken upTo)
    {
        var own = bySubject.GetValueOrDefault(subject);
        return own is null ? 0 : upTo.Positions.Sum(p => own.TryGetValue(p.Partition, out var offsets) ? CountUpTo(offsets, p.Offset) : 0L);
    }

    /// <summary>How many events an actor has.</summary>
    public long Count(string subject) => bySubject.TryGetValue(subject, out var own) ? own.Values.Sum(offsets => (long)offsets.Count) : 0;

    private static long CountUpTo(List<long> offsets, long last)
    {
        var at = offsets.BinarySearch(last);
        return at >= 0 ? at + 1 : ~at;
    }
}
