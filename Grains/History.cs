using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains;

/// <summary>The two ways in which folds keep things, both functions of the set of events and not of their order.</summary>
internal static class History
{
    /// <summary>Last writer wins: by occurrence, then event id.</summary>
    public static Stamped<T>? Latest<T>(Stamped<T>? current, T? value, EventStamp by)
        where T : class =>
        value is null ? current : Last(current, value, by);

    /// <inheritdoc cref="Latest{T}(Stamped{T}, T, EventStamp)"/>
    public static Stamped<T>? Latest<T>(Stamped<T>? current, T? value, EventStamp by)
        where T : struct =>
        value is { } written ? Last(current, written, by) : current;

    /// <summary>The same for a value that is always there.</summary>
    public static Stamped<T> Last<T>(Stamped<T>? current, T value, EventStamp by) =>
        current is not null && current.By.CompareTo(by) >= 0 ? current : new Stamped<T>(value, by);

    /// <summary>The later of two stamps.</summary>
    public static EventStamp Later(EventStamp? current, EventStamp other) =>
        current is null || current.CompareTo(other) < 0 ? other : current;

    /// <summary>The earlier of two stamps.</summary>
    public static EventStamp Earlier(EventStamp? current, EventStamp other) =>
        current is null || current.CompareTo(other) > 0 ? other : current;

    /// <summary>The later of two times, in UTC, so that reports of one instant from two time zones are one.</summary>
    public static DateTimeOffset Later(DateTimeOffset? current, DateTimeOffset other) =>
        current >= other ? current.Value : other.ToUniversalTime();

    /// <summary>The earlier of two times, in UTC.</summary>
    public static DateTimeOffset Earlier(DateTimeOffset? current, DateTimeOffset other) =>
        current <= other ? current.Value : other.ToUniversalTime();

    /// <summary>
    /// Changes what has a dealership's number, in a list that ascends by dealership and number. Beyond the bound the
    /// first one goes; as the others only become more, it never comes back.
    /// </summary>
    public static ImmutableArray<T> Change<T>(
        ImmutableArray<T> items, string? dealership, string id, Func<string, string?, T> fresh, Func<T, T> change, int most)
        where T : class, INumbered
    {
        var at = items.IndexOf(dealership, id);
        if (at >= 0)
        {
            var changed = change(items[at]);
            return ReferenceEquals(changed, items[at]) ? items : items.SetItem(at, changed);
        }

        var more = items.Insert(~at, change(fresh(id, dealership)));
        return more.Length > most ? more.RemoveAt(0) : more;
    }

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

    /// <summary>
    /// The same where several events tell of one thing, of which the latest counts: so that the latest of the whole set
    /// can be kept within the bound.
    /// </summary>
    public static ImmutableArray<T> AddLatest<T>(
        ImmutableArray<T> items, T item, Func<T, T, bool> isSame, Func<T, EventStamp> by, int most)
    {
        for (var i = 0; i < items.Length; i++)
        {
            if (isSame(items[i], item))
            {
                return by(items[i]).CompareTo(by(item)) >= 0 ? items : Add(items.RemoveAt(i), item, by, most);
            }
        }

        return Add(items, item, by, most);
    }

    /// <summary>
    /// Changes what has a key, or puts it into its place, in a list that ascends by the key. Beyond the bound the first
    /// one goes; as the others only become more, it never comes back.
    /// </summary>
    /// <param name="items">The list.</param>
    /// <param name="compare">How an item's key compares with the one that is asked for.</param>
    /// <param name="change">What becomes of the item; of null, if there is none.</param>
    /// <param name="most">The bound.</param>
    public static ImmutableArray<T> Put<T>(ImmutableArray<T> items, Func<T, int> compare, Func<T?, T> change, int most)
        where T : class
    {
        var (at, order) = (0, 1);
        while (at < items.Length && (order = compare(items[at])) < 0)
        {
            at++;
        }

        if (order == 0)
        {
            var changed = change(items[at]);
            return ReferenceEquals(changed, items[at]) ? items : items.SetItem(at, changed);
        }

        var more = items.Insert(at, change(null));
        return more.Length > most ? more.RemoveAt(0) : more;
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

    /// <summary>Adds codes to a list without repeats, ascending; beyond the bound the first ones go.</summary>
    public static ImmutableArray<string> Add(ImmutableArray<string> codes, ImmutableArray<string> more, int most)
    {
        if (!more.IsDefaultOrEmpty)
        {
            foreach (var code in more)
            {
                codes = Add(codes, code);
            }
        }

        return codes.Length > most ? codes.RemoveRange(0, codes.Length - most) : codes;
    }
}
