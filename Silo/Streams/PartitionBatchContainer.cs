using AutoCrm.Actors.Grains.Events;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace AutoCrm.Actors.Silo.Streams;

/// <summary>One read of a partition on its way to the partition's actor.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.partition-batch-container")]
internal sealed class PartitionBatchContainer(int partition, PartitionBatch batch) : IBatchContainer
{
    [Id(0)] private readonly int partition = partition;
    [Id(1)] private readonly PartitionBatch batch = batch;

    public StreamId StreamId => EventStreams.Of(partition);

    public StreamSequenceToken SequenceToken => new EventSequenceTokenV2(batch.Events[^1].Position.Offset);

    public IEnumerable<Tuple<T, StreamSequenceToken>> GetEvents<T>() =>
        batch is T item ? [Tuple.Create(item, SequenceToken)] : [];

    public bool ImportRequestContext() => false;
}
