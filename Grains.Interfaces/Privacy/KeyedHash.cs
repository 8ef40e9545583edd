using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AutoCrm.Actors.Privacy;

/// <summary>
/// HMAC-SHA256 with one key, cut to 16 bytes. What is made of the key is kept for the next hash: making it anew costs
/// twice what hashing a short text does.
/// </summary>
/// <param name="key">The key.</param>
/// <remarks>Safe for use by several threads at once.</remarks>
public sealed class KeyedHash(byte[] key)
{
    private readonly ConcurrentQueue<IncrementalHash> idle = new();

    /// <summary>The hash of a text.</summary>
    /// <param name="content">The text.</param>
    /// <returns>The first 16 bytes, in their order.</returns>
    public Guid Of(ReadOnlySpan<byte> content)
    {
        var hash = idle.TryDequeue(out var kept) ? kept : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hash.AppendData(content);
        hash.GetHashAndReset(digest);
        idle.Enqueue(hash);
        return new Guid(digest[..16], bigEndian: true);
    }
}
