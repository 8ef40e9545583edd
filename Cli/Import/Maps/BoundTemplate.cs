using System.Collections.Immutable;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>A template whose columns are known by their slots.</summary>
internal sealed class BoundTemplate
{
    private readonly ImmutableArray<(string? Literal, int Slot, ImmutableArray<Func<string, string>> Filters)> parts;
    private readonly string?[] pieces;

    public BoundTemplate(Template template, ColumnSlots slots)
    {
        parts = [.. template.Parts.Select(part => (part.Literal, part.Column is null ? -1 : slots.Of(part.Column), part.Filters))];
        pieces = new string?[parts.Length];
        Columns = string.Join(", ", template.Columns);
    }

    /// <summary>Its columns, to be named in a complaint.</summary>
    public string Columns { get; }

    public string? Of(string?[] values)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            var (literal, slot, filters) = parts[i];
            var piece = literal ?? values[slot];
            if (piece is null)
            {
                return null;
            }

            foreach (var filter in filters)
            {
                piece = filter(piece);
            }

            pieces[i] = piece;
        }

        var text = pieces.Length == 1 ? pieces[0]! : string.Concat(pieces);
        return text.Length == 0 ? null : text;
    }
}
