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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, source);
        Append(hash, id);
        return Finish(hash);
    }

    /// <summary>16 bytes over everything that the sender said of the event: the same identity with another body is a conflict.</summary>
    public static Guid BodyOf(NewEvent reported)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, reported.Type);
        Span<byte> time = stackalloc byte[10];
        BinaryPrimitives.WriteInt64LittleEndian(time, reported.Time.UtcTicks);
        BinaryPrimitives.WriteInt16LittleEndian(time[8..], (short)reported.Time.TotalOffsetMinutes);
        hash.AppendData(time);
        Append(hash, reported.Dealership);
        Append(hash, reported.Customer);
        Append(hash, reported.Vin);
        hash.AppendData(reported.Data);
        return Finish(hash);
    }

    /// <summary>The partition of a dealership's events, or of a source's that has none.</summary>
    public static int PartitionOf(NewEvent reported, int partitions)
    {
        var key = reported.Dealership is { } dealership ? "d:" + dealership : "s:" + reported.Source;
        return (int)(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(key)) % (ulong)partitions);
    }

    private static void Append(IncrementalHash hash, string? text)
    {
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static Guid Finish(IncrementalHash hash)
    {
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return new Guid(digest[..16], bigEndian: true);
    }
}
