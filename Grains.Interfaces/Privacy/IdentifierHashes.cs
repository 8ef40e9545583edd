using System.Text;
using AutoCrm.Actors.Customers;

namespace AutoCrm.Actors.Privacy;

/// <summary>
/// Keyed hashes of what identifies a customer: equal identifiers have equal hashes, and nobody without the master key
/// can tell which identifier a hash is of, not even by trying all telephone numbers.
/// </summary>
/// <param name="master">The master key.</param>
public sealed class IdentifierHashes(MasterKey master)
{
    /// <summary>The length of a hash in bytes.</summary>
    public const int Length = 16;

    private readonly KeyedHash hash = new((master ?? throw new ArgumentNullException(nameof(master))).Derive(KeyPurposes.IdentifierHashes));

    /// <summary>An identifier in the one form in which it is compared.</summary>
    /// <param name="kind">What kind it is.</param>
    /// <param name="value">The identifier as it was written.</param>
    /// <param name="country">Where a telephone number without + or 00 is meant to be, ISO 3166-1; null if nobody knows.</param>
    /// <returns>
    /// An e-mail address trimmed and in small letters; the digits of a telephone number in E.164 where its country is said,
    /// otherwise those that are written; anything else without blanks in capitals. Null if nothing is left that identifies anybody.
    /// </returns>
    public static string? Normalise(IdentifierKind kind, string value, string? country = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        var normal = kind switch
        {
            IdentifierKind.Email => value.Trim().ToLowerInvariant(),
            IdentifierKind.Phone => PhoneForms.Of(value, country),
            _ => string.Concat(value.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant(),
        };
        return normal.Length == 0 ? null : normal;
    }

    /// <summary>The hash of an identifier: HMAC-SHA256 over its kind and its normal form, cut to <see cref="Length"/> bytes.</summary>
    /// <param name="kind">What kind it is.</param>
    /// <param name="value">The identifier as it was written.</param>
    /// <param name="country">Where a telephone number without + or 00 is meant to be; null if nobody knows.</param>
    /// <returns>The hash; null if nothing is left of the identifier.</returns>
    public Guid? Of(IdentifierKind kind, string value, string? country = null) =>
        Normalise(kind, value, country) is { } normal ? Of($"identifier/{kind}", normal) : null;

    /// <summary>The hash of another text that is searched for, under a scope of its own.</summary>
    /// <param name="scope">What kind of text it is.</param>
    /// <param name="normal">The text in the form in which it is compared.</param>
    /// <returns>The hash.</returns>
    public Guid Of(string scope, string normal)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(normal);
        return hash.Of(Encoding.UTF8.GetBytes($"{scope}\n{normal}"));
    }
}
