using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>What the stream of one partition delivers: consecutive events of the log.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.partition-batch")]
internal sealed record PartitionBatch([property: Id(0)] ImmutableArray<LoggedEvent> Events);

/// <summary>The streams of the log: one per partition.</summary>
internal static class EventStreams
{
    /// <summary>The stream provider's name; part of the data format.</summary>
    public const string Provider = "events";

    /// <summary>The type of the actors that carry the partitions.</summary>
    public const string Carrier = "partition";

    /// <summary>The namespace of the partitions' streams.</summary>
    public const string Namespace = "partitions";

    private const string KeyPrefix = "partition:";

    public static StreamId Of(int partition) => StreamId.Create(Namespace, KeyOf(partition));

    public static string KeyOf(int partition) => KeyPrefix + partition.ToString("0000", System.Globalization.CultureInfo.InvariantCulture);

    public static int PartitionOf(string key) =>
        int.Parse(key.AsSpan(KeyPrefix.Length), System.Globalization.CultureInfo.InvariantCulture);
}
