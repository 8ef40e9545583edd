using System.Collections.Immutable;
using System.Text;
using AutoCrm.Actors.Dealerships;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>A text with columns in braces: <c>{SELLER|slug}</c>. It is absent when one of its columns is.</summary>
internal sealed record Template(ImmutableArray<TemplatePart> Parts)
{
    public IEnumerable<string> Columns => Parts.Where(p => p.Column is not null).Select(p => p.Column!);

    public static Template Parse(string text, string path)
    {
        var parts = ImmutableArray.CreateBuilder<TemplatePart>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var c = text[at];
            if (c is not ('{' or '}'))
            {
                literal.Append(c);
            }
            else if (at + 1 < text.Length && text[at + 1] == c)
            {
                literal.Append(c);
                at++;
            }
            else if (c == '{' && text.IndexOf('}', at) is > 0 and var end)
            {
                Flush(parts, literal);
                parts.Add(ParseColumn(text[(at + 1)..end], path));
                at = end;
            }
            else
            {
                throw new MapException($"{path}: the brace at character {at + 1} has no partner; a brace that is meant as text is doubled.");
            }
        }

        Flush(parts, literal);
        return parts.Count == 0
            ? throw new MapException($"{path}: must not be empty.")
            : new Template(parts.ToImmutable());
    }

    private static TemplatePart ParseColumn(string inside, string path)
    {
        var pieces = inside.Split('|');
        if (pieces[0].Length == 0)
        {
            throw new MapException($"{path}: a column's name is missing between the braces.");
        }

        return new TemplatePart(null, pieces[0], [.. pieces.Skip(1).Select(name => TextFilters.Find(name, path))]);
    }

    private static void Flush(ImmutableArray<TemplatePart>.Builder parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new TemplatePart(literal.ToString(), null, []));
            literal.Clear();
        }
    }
}

internal sealed record TemplatePart(string? Literal, string? Column, ImmutableArray<Func<string, string>> Filters);

/// <summary>What may follow a column in a template, behind a bar.</summary>
internal static class TextFilters
{
    private static readonly ImmutableSortedDictionary<string, Func<string, string>> Known =
        new Dictionary<string, Func<string, string>>
        {
            ["slug"] = Slug.Of,
            ["upper"] = text => text.ToUpperInvariant(),
            ["lower"] = text => text.ToLowerInvariant(),
            ["trim"] = text => text.Trim(),
        }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static Func<string, string> Find(string name, string path) => Known.GetValueOrDefault(name)
        ?? throw new MapException($"{path}: there is no filter '{name}'; there are {string.Join(", ", Known.Keys)}.");
}
