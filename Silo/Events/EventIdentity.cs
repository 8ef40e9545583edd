using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>The hashes that the log stores. They are part of the data format and never change.</summary>
internal static class EventIdentity
{
    /// <summary>16 bytes over source and id. Cryptographic, because a sender must not be able to collide with another's event.</summary>
    public static Guid Of(string source, string id)
    {
        var content = new ArrayBufferWriter<byte>(128);
        Append(content, source);
        Append(content, id);
        return Hash(content.WrittenSpan);
    }

    /// <summary>Everything that the sender said of the event, to be hashed: the same identity with another body is a conflict.</summary>
    public static ArrayBufferWriter<byte> BodyOf(NewEvent reported)
    {
        var content = new ArrayBufferWriter<byte>(reported.Data.Length + 256);
        Append(content, reported.Type);
        var time = content.GetSpan(10);
        BinaryPrimitives.WriteInt64LittleEndian(time, reported.Time.UtcTicks);
        BinaryPrimitives.WriteInt16LittleEndian(time[8..], (short)reported.Time.TotalOffsetMinutes);
        content.Advance(10);
        Append(content, reported.Dealership);
        Append(content, reported.Customer);
        Append(content, reported.Vin);
        content.Write(reported.Data);
        return content;
    }

    /// <summary>
    /// The partition of a dealership's events. A source that has none may be as large as a factory, and what the system
    /// concludes by itself is of one source, too: such events go with whom they are about.
    /// </summary>
    public static int PartitionOf(NewEvent reported, int partitions) =>
        (int)(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(KeyOf(reported))) % (ulong)partitions);

    private static string KeyOf(NewEvent reported) => reported switch
    {
        { Dealership: { } dealership } => "d:" + dealership,
        { Vin: { } vin } => "v:" + vin,
        { Customer: { } customer } => "c:" + customer,
        _ => "s:" + reported.Source,
    };

    private static void Append(ArrayBufferWriter<byte> content, string? text)
    {
        var length = text is null ? -1 : Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32LittleEndian(content.GetSpan(sizeof(int)), length);
        content.Advance(sizeof(int));
        if (text is not null)
        {
            content.Advance(Encoding.UTF8.GetBytes(text, content.GetSpan(length)));
        }
    }

    private static Guid Hash(ReadOnlySpan<byte> content)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        return new Guid(digest[..16], bigEndian: true);
    }
}
