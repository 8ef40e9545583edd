using System.Collections.Immutable;

namespace AutoCrm.Actors;

/// <summary>What became of a list from one state to the next: nearly always one item has come, or was replaced.</summary>
public static class ListChange
{
    /// <summary>Whether one item is all that differs.</summary>
    /// <typeparam name="T">What it is a list of.</typeparam>
    /// <param name="before">The list before.</param>
    /// <param name="after">The list after.</param>
    /// <param name="was">The item that was replaced; null if the other one has come.</param>
    /// <param name="now">The item that came or stands in its place.</param>
    /// <returns>False also if nothing differs.</returns>
    public static bool IsOne<T>(ImmutableArray<T> before, ImmutableArray<T> after, out T? was, out T? now)
        where T : class
    {
        (was, now) = (null, null);
        var grown = after.Length - before.Length;
        if (grown is not (0 or 1))
        {
            return false;
        }

        var old = before.AsSpan();
        var young = after.AsSpan();
        var (first, last) = (0, old.Length - 1);
        while (first < old.Length && ReferenceEquals(old[first], young[first]))
        {
            first++;
        }

        while (last >= first && ReferenceEquals(old[last], young[last + grown]))
        {
            last--;
        }

        if (first == young.Length || last - first != -grown)
        {
            return false;
        }

        (was, now) = (grown == 0 ? old[first] : null, young[first]);
        return true;
    }
}
