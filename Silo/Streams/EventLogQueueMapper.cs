using AutoCrm.Actors.Grains.Events;
using Orleans.Streams;

namespace AutoCrm.Actors.Silo.Streams;

/// <summary>One queue per partition, the same on every silo and in every version.</summary>
internal sealed class EventLogQueueMapper : IConsistentRingStreamQueueMapper
{
    private readonly QueueId[] queues;

    public EventLogQueueMapper(int partitions)
    {
        // Spread evenly over the ring, so that the ring's balancer spreads partitions over silos.
        var distance = (uint)(uint.MaxValue / partitions);
        queues = [.. Enumerable.Range(0, partitions)
            .Select(p => QueueId.GetQueueId(EventStreams.Provider, (uint)p, (uint)p * distance + (distance / 2)))];
    }

    public static int PartitionOf(QueueId queue) => (int)queue.GetNumericId();

    public IEnumerable<QueueId> GetAllQueues() => queues;

    public IEnumerable<QueueId> GetQueuesForRange(IRingRange range) =>
        queues.Where(queue => range.InRange(queue.GetUniformHashCode()));

    public QueueId GetQueueForStream(StreamId streamId) =>
        queues[EventStreams.PartitionOf(streamId.GetKeyAsString())];
}
