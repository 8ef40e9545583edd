using System.Collections.Immutable;

namespace AutoCrm.Actors.Events;

/// <summary>
/// How far a writer has written, or how fresh a read is: the highest offset per partition, with the log epoch they
/// belong to. Outside it is an opaque text, <c>epoch~partition.offset~…</c>; each write answers with one and each
/// read accepts one as <c>atLeast</c>.
/// </summary>
/// <param name="Epoch">The incarnation of the log; a restored database has another one.</param>
/// <param name="Positions">At most one position per partition, in ascending order of partition.</param>
[GenerateSerializer, Immutable, Alias("autocrm.position-token")]
public sealed record PositionToken(
    [property: Id(0)] Guid Epoch,
    [property: Id(1)] ImmutableArray<Position> Positions)
{
    /// <summary>The greatest number of partitions that a token may name.</summary>
    public const int MaxPositions = 1024;

    /// <summary>Makes a token of any positions, keeping the highest of each partition.</summary>
    /// <param name="epoch">The log epoch.</param>
    /// <param name="positions">Positions in any order.</param>
    /// <returns>The token.</returns>
    public static PositionToken Of(Guid epoch, IEnumerable<Position> positions)
    {
        ArgumentNullException.ThrowIfNull(positions);
        var highest = new SortedDictionary<int, long>();
        foreach (var position in positions)
        {
            if (!highest.TryGetValue(position.Partition, out var offset) || offset < position.Offset)
            {
                highest[position.Partition] = position.Offset;
            }
        }

        return new PositionToken(epoch, [.. highest.Select(entry => new Position(entry.Key, entry.Value))]);
    }

    /// <summary>Whether this token is at least as far as another of the same epoch, in every partition that the other names.</summary>
    /// <param name="other">The other token.</param>
    /// <returns>True if nothing that the other stands for lies beyond this one.</returns>
    public bool Covers(PositionToken other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var offsets = Positions.ToDictionary(position => position.Partition, position => position.Offset);
        return other.Positions.All(position => position.Offset <= offsets.GetValueOrDefault(position.Partition));
    }

    /// <summary>The token as text.</summary>
    public override string ToString() => string.Join('~', Positions.Select(p => p.ToString()).Prepend(Epoch.ToString("N")));

    /// <summary>Reads a token that <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text.</param>
    /// <param name="token">The token, if the text is one.</param>
    /// <returns>Whether the text is a token.</returns>
    public static bool TryParse(string? text, out PositionToken token)
    {
        token = new PositionToken(Guid.Empty, []);
        if (text is null || text.Length > MaxPositions * 28)
        {
            return false;
        }

        var parts = text.Split('~');
        if (parts.Length > MaxPositions + 1 || !Guid.TryParseExact(parts[0], "N", out var epoch))
        {
            return false;
        }

        var positions = new List<Position>(parts.Length - 1);
        foreach (var part in parts.AsSpan(1))
        {
            if (!Position.TryParse(part, out var position))
            {
                return false;
            }

            positions.Add(position);
        }

        token = Of(epoch, positions);
        return true;
    }
}
