using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>The repairs that a map can name.</summary>
internal static class Repairs
{
    private static readonly ImmutableSortedDictionary<string, Func<string, string>> Known =
        new Dictionary<string, Func<string, string>>
        {
            ["blanks"] = CollapseBlanks,
            ["lower"] = text => text.ToLowerInvariant(),
            ["mojibake"] = Mojibake.Undo,
            ["number"] = StripNumber,
            ["trim"] = text => text.Trim(),
            ["upper"] = text => text.ToUpperInvariant(),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly SearchValues<char> PlainNumber = SearchValues.Create("+-.0123456789");

    public static IEnumerable<string> Names => Known.Keys;

    public static bool IsKnown(string name) => Known.ContainsKey(name);

    public static Func<string, string> Find(string name) => Known[name];

    /// <summary>Makes every run of white space, no-break spaces included, one blank; none at the ends.</summary>
    private static string CollapseBlanks(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            return text;
        }

        var collapsed = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                collapsed.Append(c);
            }
            else if (collapsed.Length > 0 && collapsed[^1] != ' ')
            {
                collapsed.Append(' ');
            }
        }

        return (collapsed.Length > 0 && collapsed[^1] == ' ' ? collapsed.Remove(collapsed.Length - 1, 1) : collapsed).ToString();
    }

    /// <summary>Takes currency signs, blanks and the commas between thousands out of a number.</summary>
    private static string StripNumber(string text) => text.AsSpan().IndexOfAnyExcept(PlainNumber) < 0
        ? text
        : string.Concat(text.Where(c => c != ',' && !char.IsWhiteSpace(c)
            && char.GetUnicodeCategory(c) != UnicodeCategory.CurrencySymbol));
}

/// <summary>How often a repair changed a row.</summary>
internal sealed record RepairCount(string Column, string Repair, long Rows);
