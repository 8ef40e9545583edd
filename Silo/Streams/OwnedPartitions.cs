using System.Collections.Concurrent;
using AutoCrm.Actors.Silo.Events;

namespace AutoCrm.Actors.Silo.Streams;

/// <summary>The partitions whose events this silo reads at the moment.</summary>
internal sealed class OwnedPartitions(CommittedTail tail)
{
    private readonly ConcurrentDictionary<int, bool> owned = new();

    /// <summary>Their numbers, ascending.</summary>
    public int[] Now => [.. owned.Keys.Order()];

    public void Take(int partition)
    {
        owned[partition] = true;
        tail.Open(partition);
    }

    public void Leave(int partition)
    {
        owned.TryRemove(partition, out _);
        tail.Close(partition);
    }
}
