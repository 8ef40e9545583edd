using System.Collections.Immutable;

namespace AutoCrm.Actors;

/// <summary>Lists of numbered things, in order of dealership and number (ordinal; no dealership comes first).</summary>
public static class NumberedLists
{
    /// <summary>Finds one.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="all">The list, in its order.</param>
    /// <param name="dealership">The dealership.</param>
    /// <param name="number">The number at the dealership.</param>
    /// <returns>The one of that number; null if there is none.</returns>
    public static T? Numbered<T>(this ImmutableArray<T> all, string? dealership, string number)
        where T : class, INumbered => all.IndexOf(dealership, number) is >= 0 and var at ? all[at] : null;

    /// <summary>Finds the place of one.</summary>
    /// <typeparam name="T">What it is.</typeparam>
    /// <param name="all">The list, in its order.</param>
    /// <param name="dealership">The dealership.</param>
    /// <param name="number">The number at the dealership.</param>
    /// <returns>Its place; the complement of where it would stand if there is none.</returns>
    public static int IndexOf<T>(this ImmutableArray<T> all, string? dealership, string number)
        where T : class, INumbered
    {
        var (from, to) = (0, all.Length - 1);
        while (from <= to)
        {
            var middle = (from + to) >>> 1;
            var order = string.CompareOrdinal(all[middle].Dealership, dealership);
            order = order != 0 ? order : string.CompareOrdinal(all[middle].Id, number);
            if (order == 0)
            {
                return middle;
            }

            (from, to) = order < 0 ? (middle + 1, to) : (from, middle - 1);
        }

        return ~from;
    }
}
