using System.Collections.Immutable;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>Another customer that has clues of one.</summary>
/// <param name="Other">The other customer.</param>
/// <param name="IsSame">Whether they are one; otherwise they may be, and a person decides.</param>
/// <param name="Clues">What they have in common, ascending.</param>
internal sealed record Match(Customer Other, bool IsSame, ImmutableArray<DuplicateClue> Clues);

/// <summary>
/// Whether customers with something in common are one. An identifier that people of different names share says little;
/// one that only people of one name have joins them; a telephone number joins nobody whose name is not known. Name and
/// postcode alone never join. Pure.
/// </summary>
internal static class Identification
{
    /// <summary>The most suspicions that one look raises.</summary>
    public const int MostSuspicions = 10;

    private enum Names
    {
        Unknown,
        Agree,
        Differ,
    }

    /// <param name="own">The customer.</param>
    /// <param name="shared">Per clue the other customers that have it, aliases replaced by whom they stand for; with whether there are more.</param>
    public static ImmutableArray<Match> Judge(Customer own, IReadOnlyList<(DuplicateClue Clue, ImmutableArray<Customer> Others, bool More)> shared)
    {
        var same = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (clue, others, more) in shared)
        {
            if (IsStrong(clue) && !more)
            {
                same.UnionWith(Same(own, clue, [.. others.Where(other => IsOther(own, other))]));
            }
        }

        return
        [
            .. shared.SelectMany(s => s.Others, (s, other) => (s.Clue, Other: other))
                .Where(pair => IsOther(own, pair.Other))
                .GroupBy(pair => pair.Other.Id, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new Match(group.First().Other, same.Contains(group.Key), [.. group.Select(pair => pair.Clue).Distinct().Order()]))
                .Where(match => match.IsSame || !own.Duplicates.Any(known => known.Other == match.Other.Id)),
        ];
    }

    /// <summary>Which of two customers stays: the one that was heard of first.</summary>
    public static bool Stays(Customer one, Customer other)
    {
        var order = (one.FirstEvent?.By, other.FirstEvent?.By) switch
        {
            ({ } first, { } second) => first.CompareTo(second),
            (null, null) => 0,
            (null, _) => 1,
            _ => -1,
        };
        return order != 0 ? order < 0 : string.CompareOrdinal(one.Id, other.Id) < 0;
    }

    private static IEnumerable<string> Same(Customer own, DuplicateClue clue, ImmutableArray<Customer> others)
    {
        var names = others.Select(other => Compare(own, other)).ToArray();
        if (names.Contains(Names.Differ))
        {
            return [];
        }

        if (names.Contains(Names.Unknown))
        {
            return others.Length == 1 && clue != DuplicateClue.Phone ? [others[0].Id] : [];
        }

        return others.Select(other => other.Id);
    }

    private static bool IsStrong(DuplicateClue clue) => clue is DuplicateClue.Phone or DuplicateClue.Email or DuplicateClue.Identifier;

    // What a person has merged or separated before is decided.
    private static bool IsOther(Customer own, Customer other) =>
        other.Id != own.Id && other.Party.Erased is null && !own.Aliases.Contains(other.Id)
        && !own.Connected.Contains(other.Id) && !other.Connected.Contains(own.Id) && !own.Connected.Intersect(other.Aliases).Any();

    private static Names Compare(Customer one, Customer other)
    {
        if (Differ(one.Profile.Kind, other.Profile.Kind) || Differ(one.Profile.BirthDate, other.Profile.BirthDate))
        {
            return Names.Differ;
        }

        return (Clues.NameOf(one), Clues.NameOf(other)) switch
        {
            ({ } name, { } same) => name == same ? Names.Agree : Names.Differ,
            _ => Names.Unknown,
        };
    }

    private static bool Differ<T>(Stamped<T>? one, Stamped<T>? other) =>
        one is not null && other is not null && !EqualityComparer<T>.Default.Equals(one.Value, other.Value);
}
