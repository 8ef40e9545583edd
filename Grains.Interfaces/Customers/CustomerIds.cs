using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AutoCrm.Actors.Customers;

/// <summary>
/// The customer ids that the product gives out. A dealership's customer number means something in that dealership only:
/// the id is a pure function of both, so that the same reference is the same customer for ever, without a table to ask
/// and without a race between two intakes.
/// </summary>
/// <remarks>
/// The form is <c>c-</c> and 26 characters of Crockford's base 32: 110 bits of SHA-256, then 20 bits that check them. The
/// check tells an id of ours, which a sender got from us, from a number that only looks like one.
/// </remarks>
public static class CustomerIds
{
    /// <summary>The length of an id, in characters.</summary>
    public const int Length = 28;

    private const string Prefix = "c-";
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int HashDigits = 22;
    private const int CheckDigits = 4;
    private const int BitsPerDigit = 5;
    private static readonly SearchValues<char> AnyDigit = SearchValues.Create(Digits);

    /// <summary>The id of the customer that a dealership knows by a number.</summary>
    /// <param name="dealership">The dealership's code.</param>
    /// <param name="number">The number as the dealership writes it; capitals and small letters differ.</param>
    /// <returns>The number itself if it is an id that the product gave out, else the id of the reference.</returns>
    /// <exception cref="ArgumentException">The dealership or the number is null or empty.</exception>
    public static string Of(string dealership, string number)
    {
        ArgumentException.ThrowIfNullOrEmpty(dealership);
        ArgumentException.ThrowIfNullOrEmpty(number);
        return IsOwn(number) ? number : Written(HashOf(dealership, number));
    }

    /// <summary>Whether a text is an id that the product gave out.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>True if it has the form and its check is right; by chance one in a million texts of the form.</returns>
    public static bool IsOwn(string? text)
    {
        if (text is not { Length: Length } || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        Span<char> check = stackalloc char[CheckDigits];
        WriteCheck(text.AsSpan(Prefix.Length, HashDigits), check);
        return text.AsSpan(Prefix.Length + HashDigits).SequenceEqual(check)
            && !text.AsSpan(Prefix.Length, HashDigits).ContainsAnyExcept(AnyDigit);
    }

    // The length goes first: ("D1", "23") and ("D12", "3") are two references.
    private static byte[] HashOf(string dealership, string number)
    {
        var code = Encoding.UTF8.GetByteCount(dealership);
        var bytes = new byte[sizeof(int) + code + Encoding.UTF8.GetByteCount(number)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, code);
        _ = Encoding.UTF8.GetBytes(dealership, bytes.AsSpan(sizeof(int)));
        _ = Encoding.UTF8.GetBytes(number, bytes.AsSpan(sizeof(int) + code));
        return SHA256.HashData(bytes);
    }

    private static string Written(byte[] hash) => string.Create(Length, hash, static (id, bytes) =>
    {
        Prefix.CopyTo(id);
        WriteDigits(bytes, id.Slice(Prefix.Length, HashDigits));
        WriteCheck(id.Slice(Prefix.Length, HashDigits), id[(Prefix.Length + HashDigits)..]);
    });

    private static void WriteCheck(ReadOnlySpan<char> digits, Span<char> check)
    {
        Span<byte> bytes = stackalloc byte[HashDigits * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(digits, bytes)], hash);
        WriteDigits(hash, check);
    }

    private static void WriteDigits(ReadOnlySpan<byte> bytes, Span<char> digits)
    {
        for (var i = 0; i < digits.Length; i++)
        {
            var bit = i * BitsPerDigit;
            var pair = (bytes[bit / 8] << 8) | bytes[(bit / 8) + 1];
            digits[i] = Digits[(pair >> (16 - BitsPerDigit - (bit % 8))) & (Digits.Length - 1)];
        }
    }
}
