using System.Collections.Immutable;
using System.Globalization;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Privacy;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>By what a customer is recognised. Pure.</summary>
internal static class Clues
{
    /// <summary>Fewer digits are an extension or a slip, and no telephone number.</summary>
    private const int FewestDigits = 6;

    /// <summary>Whether an event can change a customer's clues.</summary>
    public static bool Shows(EventPayload payload) => payload is CustomerRegistered or CustomerProfileChanged or CustomerIdentified or CustomerErased;

    /// <summary>A customer's clues, each once.</summary>
    public static ImmutableArray<Clue> Of(Customer customer)
    {
        var clues = ImmutableArray.CreateBuilder<Clue>();
        var profile = customer.Profile;
        AddAll(clues, DuplicateClue.Phone, IdentifierKind.Phone, profile.Phones, profile.Address?.Value.Country);
        AddAll(clues, DuplicateClue.Email, IdentifierKind.Email, profile.Emails);
        foreach (var identifier in customer.Identifiers)
        {
            Add(clues, ClueOf(identifier.Kind), identifier.Kind, identifier.Value, identifier.Country);
        }

        if (NameOf(customer) is { } name)
        {
            AddText(clues, DuplicateClue.NameAndPostcode, "name-postcode", name, profile.Address?.Value.Postcode);
            AddText(clues, DuplicateClue.NameAndBirthDate, "name-birth-date", name, profile.BirthDate?.Value.ToString("O", CultureInfo.InvariantCulture));
        }

        return [.. clues.Distinct()];
    }

    /// <summary>A name in the form in which names are compared: its words in small letters, in order. Null if there is none.</summary>
    public static string? NameOf(Customer customer)
    {
        var words = WordsOf(customer.Profile.Name?.Value ?? string.Empty);
        return words.Length == 0 ? null : string.Join(' ', words);
    }

    // "Meier, Jutta" is "Jutta Meier".
    private static string[] WordsOf(string name) =>
    [
        .. new string([.. name.Select(c => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark ? char.ToLowerInvariant(c) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
    ];

    private static DuplicateClue ClueOf(IdentifierKind kind) => kind switch
    {
        IdentifierKind.Phone => DuplicateClue.Phone,
        IdentifierKind.Email => DuplicateClue.Email,
        _ => DuplicateClue.Identifier,
    };

    private static void AddAll(ImmutableArray<Clue>.Builder clues, DuplicateClue clue, IdentifierKind kind, Stamped<ImmutableArray<string>>? values, string? country = null)
    {
        foreach (var value in values is null ? [] : values.Value)
        {
            Add(clues, clue, kind, value, country);
        }
    }

    private static void Add(ImmutableArray<Clue>.Builder clues, DuplicateClue clue, IdentifierKind kind, string value, string? country)
    {
        if (IdentifierHashes.Normalise(kind, value, country) is { } normal && !IsPlaceholder(kind, normal))
        {
            // A passport's number means something in the country that issued it.
            clues.Add(new Clue(clue, $"identifier/{kind}", kind is IdentifierKind.Phone or IdentifierKind.Email ? normal : $"{country}\n{normal}"));
        }
    }

    private static void AddText(ImmutableArray<Clue>.Builder clues, DuplicateClue clue, string scope, string name, string? with)
    {
        if (!string.IsNullOrWhiteSpace(with))
        {
            clues.Add(new Clue(clue, scope, $"{name}\n{string.Concat(with.Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant()}"));
        }
    }

    private static bool IsPlaceholder(IdentifierKind kind, string normal) => kind switch
    {
        IdentifierKind.Phone => normal.Length < FewestDigits || normal.AsSpan().TrimStart(normal[0]).IsEmpty,
        IdentifierKind.Email => !normal.Contains('@', StringComparison.Ordinal),
        _ => normal.AsSpan().TrimStart(normal[0]).IsEmpty,
    };
}
