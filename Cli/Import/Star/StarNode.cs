using System.Globalization;
using System.Text.Json;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cli.Import.Star;

/// <summary>
/// A place in a STAR document. Paths are names joined by dots; where a list stands in a path its first element is
/// meant, because the standard's examples give one thing now as an object and now as a list.
/// </summary>
internal readonly record struct StarNode(JsonElement Json)
{
    public bool Exists => Json.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    public bool Has(string path) => At(path).Exists;

    public StarNode At(string path)
    {
        var at = Json;
        foreach (var name in path.Split('.'))
        {
            if (at.ValueKind == JsonValueKind.Array)
            {
                at = at.GetArrayLength() > 0 ? at[0] : default;
            }

            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return default;
            }
        }

        return new StarNode(at);
    }

    /// <summary>The elements of a list; of what is no list, itself.</summary>
    public IEnumerable<StarNode> Items(string path)
    {
        var found = At(path);
        return found.Json.ValueKind == JsonValueKind.Array
            ? found.Json.EnumerateArray().Select(item => new StarNode(item))
            : found.Exists ? [found] : [];
    }

    /// <summary>The first text or number at one of the paths, on one line and cut where it is too long.</summary>
    public string? Text(int max, params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            var at = At(path).Json;
            if (at.ValueKind == JsonValueKind.Array)
            {
                at = at.GetArrayLength() > 0 ? at[0] : default;
            }

            var text = at.ValueKind switch
            {
                JsonValueKind.String => at.GetString()!,
                JsonValueKind.Number => at.GetRawText(),
                _ => string.Empty,
            };
            if (OneLine(text) is { Length: > 0 } line)
            {
                return line.Length <= max ? line : line[..(char.IsHighSurrogate(line[max - 1]) ? max - 1 : max)];
            }
        }

        return null;
    }

    /// <summary>A code of the standard in its spelling, <c>CUSTOMER_PAY</c>.</summary>
    public string? Code(params ReadOnlySpan<string> paths) => Text(100, paths)?.ToUpperInvariant().Replace(' ', '_').Replace('-', '_');

    /// <summary>A code of the standard in words, <c>customer pay</c>.</summary>
    public string? Words(int max, params ReadOnlySpan<string> paths) => Text(max, paths)?.Replace('_', ' ').ToLowerInvariant();

    public DateTimeOffset? Time(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (At(path).Json is { ValueKind: JsonValueKind.String } text && EventTime.TryParse(text.GetString()!, out var time))
            {
                return time;
            }
        }

        return null;
    }

    /// <summary>An amount, given as an object or as a bare number whose currency stands elsewhere.</summary>
    public Money? Money(string? currency, params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            var at = At(path);
            var (amount, code) = at.Json.ValueKind == JsonValueKind.Object
                ? (at.Text(40, "value", "amount"), at.Text(3, "currency_code", "currency") ?? currency)
                : (Text(40, path), currency);
            if (Decimal(amount) is { } value && code is { Length: 3 } && code.All(char.IsAsciiLetterUpper))
            {
                return new Money(value, code);
            }
        }

        return null;
    }

    public Distance? Distance(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            var at = At(path);
            var unit = at.Code("uom", "unit", "uom_type") switch
            {
                "MILES" or "MILE" or "MI" => "mi",
                "KILOMETERS" or "KILOMETRES" or "KM" or "KILOMETER" => "km",
                _ => null,
            };
            if (unit is not null && Decimal(at.Text(40, "value")) is >= 0 and <= 9_999_999 and var value)
            {
                return new Distance(value, unit);
            }
        }

        return null;
    }

    private static decimal? Decimal(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && Math.Abs(value) < 1_000_000_000_000_000m
            ? value
            : null;

    private static string OneLine(string text) => string.Join(
        ' ',
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
