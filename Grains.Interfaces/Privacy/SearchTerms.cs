using System.Buffers.Binary;
using System.Collections.Immutable;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Privacy;

/// <summary>
/// What customers are searched by, as keyed hashes: how the name begins, telephone numbers, e-mail addresses. Each is cut
/// to 8 bytes, so that whoever finds by one has to compare with the customer's data themselves.
/// </summary>
/// <param name="hashes">The keyed hashes.</param>
public sealed class SearchTerms(IdentifierHashes hashes)
{
    // The beginnings tell an attacker who has the database alone which names begin alike, and nothing of how. A longer
    // beginning is found by the longest of these.
    private static readonly int[] NameLengths = [1, 2, 3, 5, 8];

    /// <summary>The form in which names are compared.</summary>
    /// <param name="name">A name, or how it begins.</param>
    /// <returns>In small letters, without blanks before it.</returns>
    public static string NormaliseName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.TrimStart().ToLowerInvariant();
    }

    /// <summary>The term of all names that begin in one way.</summary>
    /// <param name="beginning">How they begin.</param>
    /// <param name="isExact">Whether a name with the term begins so; otherwise only names with the term can.</param>
    /// <returns>The term; null if every name begins so.</returns>
    public long? OfName(string beginning, out bool isExact)
    {
        var normal = NormaliseName(beginning);
        var length = NameLengths.LastOrDefault(length => length <= normal.Length);
        isExact = length == normal.Length;
        return length == 0 ? null : OfName(normal, length);
    }

    /// <summary>The term of a telephone number or an e-mail address.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="value">As it was written.</param>
    /// <returns>The term; null if nothing is left of the value.</returns>
    public long? Of(IdentifierKind kind, string value) => hashes.Of(kind, value) is { } hash ? Cut(hash) : null;

    /// <summary>All terms of a customer.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>In ascending order, each once.</returns>
    public IReadOnlyList<long> Of(CustomerProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var terms = new SortedSet<long>();
        if (profile.Name is { Value: var name } && NormaliseName(name) is { Length: > 0 } normal)
        {
            terms.UnionWith(NameLengths.Where(length => length <= normal.Length).Select(length => OfName(normal, length)));
        }

        Add(terms, IdentifierKind.Phone, profile.Phones, profile.Address?.Value.Country);
        Add(terms, IdentifierKind.Email, profile.Emails);
        return [.. terms];
    }

    private void Add(SortedSet<long> terms, IdentifierKind kind, Stamped<ImmutableArray<string>>? values, string? country = null)
    {
        foreach (var value in values is null ? [] : values.Value)
        {
            if (hashes.Of(kind, value, country) is { } hash)
            {
                terms.Add(Cut(hash));
            }

            // Whoever looks for a number writes it as one does in its country, and may not know which that is.
            if (kind == IdentifierKind.Phone && PhoneForms.Dialled(value, country) is { Length: > 0 } dialled)
            {
                terms.Add(Cut(hashes.Of($"identifier/{kind}", dialled)));
            }
        }
    }

    private long OfName(string normal, int length) => Cut(hashes.Of($"name/{length}", normal[..length]));

    private static long Cut(Guid hash)
    {
        Span<byte> bytes = stackalloc byte[IdentifierHashes.Length];
        hash.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }
}
