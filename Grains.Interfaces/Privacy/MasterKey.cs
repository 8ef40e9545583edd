using System.Security.Cryptography;
using System.Text;

namespace AutoCrm.Actors.Privacy;

/// <summary>
/// The key above all keys of personal data. It stands in the configuration, never in the database: a copy of the
/// database alone, or of its backups, tells nothing personal. Losing it loses every customer's personal data.
/// </summary>
/// <remarks>It is never used itself: each purpose has a key of its own, derived by HKDF-SHA256 (RFC 5869).</remarks>
public sealed class MasterKey
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "AutoCrm:Privacy:MasterKey";

    /// <summary>The length of the key and of the keys that are derived from it, in bytes.</summary>
    public const int Length = 32;

    private readonly byte[] secret;

    private MasterKey(byte[] secret) => this.secret = secret;

    /// <summary>Reads the configured key.</summary>
    /// <param name="configured">The setting's value: base64 of exactly <see cref="Length"/> bytes.</param>
    /// <returns>The key.</returns>
    /// <exception cref="InvalidOperationException">It is not set, or something else. The message quotes nothing of it.</exception>
    public static MasterKey Parse(string? configured)
    {
        if (string.IsNullOrWhiteSpace(configured))
        {
            throw new InvalidOperationException(
                $"{Setting} is not set: personal data cannot be kept or read without it. It must be the base64 of {Length} random bytes, the same for every process.");
        }

        var bytes = new byte[configured.Length];
        return Convert.TryFromBase64String(configured.Trim(), bytes, out var length) && length == Length
            ? new MasterKey(bytes[..Length])
            : throw new InvalidOperationException($"{Setting} is not the base64 of exactly {Length} bytes.");
    }

    /// <summary>The key for one purpose.</summary>
    /// <param name="purpose">What it is for; part of the data format.</param>
    /// <returns><see cref="Length"/> bytes.</returns>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, Length, salt: null, info: Encoding.UTF8.GetBytes(purpose));
}
