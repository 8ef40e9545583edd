using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AutoCrm.Actors.Grains;
using Orleans.Storage;

namespace AutoCrm.Actors.Silo.Snapshots;

/// <summary>
/// Snapshots as JSON behind a checksum. Bytes that are damaged, or that this version cannot read, give an empty
/// record: its ETag stays known, so the actor rebuilds itself from the log and writes over it.
/// </summary>
internal sealed class SnapshotSerializer : IGrainStorageSerializer
{
    private const int ChecksumLength = sizeof(ulong);

    public BinaryData Serialize<T>(T? input)
    {
        var json = input is SealedSnapshot encrypted ? encrypted.Content : JsonSerializer.SerializeToUtf8Bytes(input, TypeOf<T?>());
        var record = new byte[ChecksumLength + json.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(record, XxHash64.HashToUInt64(json));
        json.CopyTo(record.AsSpan(ChecksumLength));
        return new BinaryData(record);
    }

    public T Deserialize<T>(BinaryData input)
    {
        var record = input.ToMemory().Span;
        if (record.Length > ChecksumLength
            && BinaryPrimitives.ReadUInt64LittleEndian(record) == XxHash64.HashToUInt64(record[ChecksumLength..]))
        {
            if (typeof(T) == typeof(SealedSnapshot))
            {
                return (T)(object)new SealedSnapshot { Content = record[ChecksumLength..].ToArray() };
            }

            try
            {
                return JsonSerializer.Deserialize(record[ChecksumLength..], TypeOf<T>()) ?? Empty<T>();
            }
            catch (JsonException)
            {
                return Empty<T>();
            }
        }

        return Empty<T>();
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)(SnapshotJson.Default.GetTypeInfo(typeof(T))
        ?? throw new NotSupportedException($"{typeof(T)} is no snapshot."));

    private static T Empty<T>() => Activator.CreateInstance<T>();
}
