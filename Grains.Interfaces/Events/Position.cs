using System.Globalization;

namespace AutoCrm.Actors.Events;

/// <summary>The place of an event in the event log: a partition and the dense offset within it.</summary>
/// <param name="Partition">The partition, 0 to partitions − 1.</param>
/// <param name="Offset">The offset within the partition; the first event has 1, and there are no gaps.</param>
[GenerateSerializer, Immutable, Alias("autocrm.position")]
public readonly record struct Position([property: Id(0)] int Partition, [property: Id(1)] long Offset)
{
    /// <summary>The position as text, <c>partition.offset</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Partition}.{Offset}");

    /// <summary>Reads <c>partition.offset</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">The position, if the text is one.</param>
    /// <returns>Whether the text is a position.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Position position)
    {
        position = default;
        var dot = text.IndexOf('.');
        if (dot <= 0
            || !int.TryParse(text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
            || !long.TryParse(text[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            || partition > short.MaxValue)
        {
            return false;
        }

        position = new Position(partition, offset);
        return true;
    }
}
