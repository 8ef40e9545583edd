using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>
/// What an actor has folded: the highest offset per partition. A few partitions per actor, so two small arrays
/// instead of a dictionary.
/// </summary>
internal sealed class AppliedOffsets
{
    private int[] partitions;
    private long[] offsets;

    public AppliedOffsets(IEnumerable<Position>? positions = null)
    {
        var known = positions?.ToArray() ?? [];
        partitions = [.. known.Select(p => p.Partition)];
        offsets = [.. known.Select(p => p.Offset)];
    }

    public IEnumerable<Position> Positions => partitions.Zip(offsets, (partition, offset) => new Position(partition, offset));

    public long this[int partition]
    {
        get
        {
            var at = Array.IndexOf(partitions, partition);
            return at < 0 ? 0 : offsets[at];
        }
    }

    public bool Covers(Position position) => this[position.Partition] >= position.Offset;

    public void Advance(Position position)
    {
        var at = Array.IndexOf(partitions, position.Partition);
        if (at < 0)
        {
            partitions = [.. partitions, position.Partition];
            offsets = [.. offsets, position.Offset];
        }
        else if (offsets[at] < position.Offset)
        {
            offsets[at] = position.Offset;
        }
    }
}
