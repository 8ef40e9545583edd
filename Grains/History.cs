using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains;

/// <summary>The two ways in which folds keep things, both functions of the set of events and not of their order.</summary>
internal static class History
{
    /// <summary>Last writer wins: by occurrence, then event id.</summary>
    public static Stamped<T>? Latest<T>(Stamped<T>? current, T? value, EventStamp by)
        where T : class =>
        value is null || (current is not null && current.By.CompareTo(by) >= 0) ? current : new Stamped<T>(value, by);

    /// <inheritdoc cref="Latest{T}(Stamped{T}, T, EventStamp)"/>
    public static Stamped<int>? Latest(Stamped<int>? current, int? value, EventStamp by) =>
        value is not { } written || (current is not null && current.By.CompareTo(by) >= 0) ? current : new Stamped<int>(written, by);

    /// <summary>The later of two stamps.</summary>
    public static EventStamp Later(EventStamp? current, EventStamp other) =>
        current is null || current.CompareTo(other) < 0 ? other : current;

    /// <summary>
    /// Adds an item to a list in order of occurrence, unless its event is there already. Beyond the bound the
    /// earliest goes, so the list stays the latest of the whole set, whatever came first.
    /// </summary>
    public static ImmutableArray<T> Add<T>(ImmutableArray<T> items, T item, Func<T, EventStamp> by, int most)
    {
        var stamp = by(item);
        var at = items.Length;
        while (at > 0 && by(items[at - 1]).CompareTo(stamp) is var order && order >= 0)
        {
            if (order == 0)
            {
                return items;
            }

            at--;
        }

        if (items.Length < most)
        {
            return items.Insert(at, item);
        }

        return at == 0 ? items : items.Insert(at, item).RemoveAt(0);
    }

    /// <summary>Adds a code to a list without repeats, ascending by code.</summary>
    public static ImmutableArray<string> Add(ImmutableArray<string> codes, string? code)
    {
        if (code is null)
        {
            return codes;
        }

        var at = codes.BinarySearch(code, StringComparer.Ordinal);
        return at >= 0 ? codes : codes.Insert(~at, code);
    }
}
