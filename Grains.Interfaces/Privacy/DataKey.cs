using System.Security.Cryptography;
using System.Text;

namespace AutoCrm.Actors.Privacy;

/// <summary>
/// A key that encrypts personal data by AES-256-GCM: a customer's own, or one that derives from the master key. What it
/// encrypts is bound to where it stands (the associated data): moved elsewhere it cannot be read.
/// </summary>
public sealed class DataKey
{
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int NoncesAtOnce = 64;

    // Making a cipher costs several times what using it does, and the members of an event come one after the other.
    [ThreadStatic]
    private static AesGcm? cipher;

    [ThreadStatic]
    private static byte[]? cipherOf;

    // Asking for a few random bytes costs nearly what asking for a page of them does. A nonce is no secret.
    [ThreadStatic]
    private static byte[]? nonces;

    [ThreadStatic]
    private static int noncesUsed;

    private readonly byte[] secret;
    private byte[]? nonceKey;

    private DataKey(byte[] secret) => this.secret = secret;

    /// <summary>What encryption adds to a text, in bytes.</summary>
    public static int Overhead => NonceLength + TagLength;

    /// <summary>A new random key.</summary>
    /// <returns>The key.</returns>
    public static DataKey Make() => new(RandomNumberGenerator.GetBytes(MasterKey.Length));

    /// <summary>The key that derives from the master key for one purpose.</summary>
    /// <param name="master">The master key.</param>
    /// <param name="purpose">One of <see cref="KeyPurposes"/>.</param>
    /// <returns>The key.</returns>
    public static DataKey Of(MasterKey master, string purpose)
    {
        ArgumentNullException.ThrowIfNull(master);
        return new DataKey(master.Derive(purpose));
    }

    /// <summary>This key encrypted by another one.</summary>
    /// <param name="wrapping">The other one.</param>
    /// <param name="owner">Whose key it is.</param>
    /// <returns>What may be stored.</returns>
    public byte[] Wrap(DataKey wrapping, string owner)
    {
        ArgumentNullException.ThrowIfNull(wrapping);
        return wrapping.Seal(secret, OwnerOf(owner));
    }

    /// <summary>Reads a wrapped key.</summary>
    /// <param name="wrapping">The key that wrapped it.</param>
    /// <param name="owner">Whose key it is.</param>
    /// <param name="wrapped">What was stored.</param>
    /// <returns>The key.</returns>
    /// <exception cref="CryptographicException">It was wrapped by another key, is another owner's, or is damaged.</exception>
    public static DataKey Unwrap(DataKey wrapping, string owner, byte[] wrapped)
    {
        ArgumentNullException.ThrowIfNull(wrapping);
        return wrapping.Open(wrapped, OwnerOf(owner)) is { Length: MasterKey.Length } secret
            ? new DataKey(secret)
            : throw new CryptographicException("A customer's key cannot be unwrapped: it was wrapped with another master key, or it is damaged.");
    }

    /// <summary>Encrypts.</summary>
    /// <param name="plain">What to encrypt.</param>
    /// <param name="place">Where it stands; must be given again to read it.</param>
    /// <returns>Nonce, cipher text and tag.</returns>
    public byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place)
    {
        return Seal(plain, place, NextNonce());
    }

    /// <summary>
    /// Encrypts so that the same at the same place has the same cipher text, for rows that are compared with what they
    /// should be. It tells nobody more than that a text has not changed.
    /// </summary>
    /// <param name="plain">What to encrypt.</param>
    /// <param name="place">Where it stands; must be given again to read it.</param>
    /// <returns>Nonce, cipher text and tag.</returns>
    public byte[] SealAlike(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place)
    {
        nonceKey ??= HKDF.Expand(HashAlgorithmName.SHA256, secret, MasterKey.Length, "nonce"u8.ToArray());
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(nonceKey, [.. BitConverter.GetBytes(place.Length), .. place, .. plain], digest);
        return Seal(plain, place, digest[..NonceLength]);
    }

    /// <summary>Decrypts.</summary>
    /// <param name="encrypted">Nonce, cipher text and tag.</param>
    /// <param name="place">Where it stands.</param>
    /// <returns>What was encrypted; null if it was not by this key for this place, or is damaged.</returns>
    public byte[]? Open(ReadOnlySpan<byte> encrypted, ReadOnlySpan<byte> place)
    {
        if (encrypted.Length < Overhead)
        {
            return null;
        }

        var plain = new byte[encrypted.Length - Overhead];
        try
        {
            Cipher().Decrypt(encrypted[..NonceLength], encrypted[NonceLength..^TagLength], encrypted[^TagLength..], plain, place);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private byte[] Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place, ReadOnlySpan<byte> nonce)
    {
        var encrypted = new byte[plain.Length + Overhead];
        nonce.CopyTo(encrypted);
        Cipher().Encrypt(nonce, plain, encrypted.AsSpan(NonceLength, plain.Length), encrypted.AsSpan(^TagLength..), place);
        return encrypted;
    }

    private static ReadOnlySpan<byte> NextNonce()
    {
        if (nonces is null || noncesUsed == nonces.Length)
        {
            nonces ??= new byte[NoncesAtOnce * NonceLength];
            RandomNumberGenerator.Fill(nonces);
            noncesUsed = 0;
        }

        noncesUsed += NonceLength;
        return nonces.AsSpan(noncesUsed - NonceLength, NonceLength);
    }

    private AesGcm Cipher()
    {
        if (!ReferenceEquals(cipherOf, secret) || cipher is null)
        {
            cipher?.Dispose();
            (cipher, cipherOf) = (new AesGcm(secret, TagLength), secret);
        }

        return cipher;
    }

    private static byte[] OwnerOf(string owner) => Encoding.UTF8.GetBytes("key\n" + owner);
}
