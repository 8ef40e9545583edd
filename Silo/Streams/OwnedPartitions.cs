using System.Collections.Concurrent;

namespace AutoCrm.Actors.Silo.Streams;

/// <summary>The partitions whose events this silo reads at the moment.</summary>
internal sealed class OwnedPartitions
{
    private readonly ConcurrentDictionary<int, bool> owned = new();

    /// <summary>Their numbers, ascending.</summary>
    public int[] Now => [.. owned.Keys.Order()];

    public void Take(int partition) => owned[partition] = true;

    public void Leave(int partition) => owned.TryRemove(partition, out _);
}
