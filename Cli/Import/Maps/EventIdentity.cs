using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>
/// Derives an event's id from its row: SHA-256 over the event's type and the columns' texts as they stand in the file,
/// each behind its length, the first half in hexadecimal. Repairs do not matter, so a better map keeps the ids.
/// </summary>
internal sealed class EventIdentity
{
    private readonly ImmutableArray<int> indexes;
    private readonly byte[] type;
    private readonly ByteBuffer input = new();
    private readonly byte[] hash = new byte[SHA256.HashSizeInBytes];
    private readonly byte[] text = new byte[SHA256.HashSizeInBytes];

    public EventIdentity(EventRule rule, string path, FileColumns columns)
    {
        type = Encoding.UTF8.GetBytes(rule.Type);
        indexes = rule.IdColumns.IsEmpty
            ? columns.Data
            : [.. rule.IdColumns.Select(column => columns.IndexOf(column, $"{path}.id"))];
    }

    /// <summary>The id as ASCII digits; valid until the next call.</summary>
    public ReadOnlySpan<byte> Of(CsvReader row)
    {
        input.CutTo(0);
        Add(type);
        foreach (var index in indexes)
        {
            Add(row.GetSpan(index));
        }

        SHA256.HashData(input.Written.Span, hash);
        _ = Convert.TryToHexStringLower(hash.AsSpan(0, hash.Length / 2), text, out _);
        return text;
    }

    private void Add(ReadOnlySpan<byte> field)
    {
        BinaryPrimitives.WriteInt32LittleEndian(input.GetSpan(sizeof(int)), field.Length);
        input.Advance(sizeof(int));
        input.Add(field);
    }
}
