using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>Brings what a document says into a form that an event can carry: cleaned, bounded, never a guess.</summary>
internal static class AdfValues
{
    /// <summary>The longest text of one line.</summary>
    public const int MaxLine = 200;

    /// <summary>The longest comment.</summary>
    public const int MaxProse = 4000;

    private const string Lines = "br p div li tr";
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.,");
    private static readonly SearchValues<char> CurrencySigns = SearchValues.Create("$€£¥￥");

    /// <summary>A text of one line, or null where there is none.</summary>
    public static string? Line(string? text, int max = MaxLine)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var line = new StringBuilder(text.Length);
        foreach (var rune in Unescape(text).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (rune != Rune.ReplacementChar)
            {
                line.Append(rune);
            }
        }

        return Cut(line.ToString().TrimEnd(), max);
    }

    /// <summary>Somebody's words, in lines, without the mark-up of a web page.</summary>
    public static string? Prose(string? text, int max = MaxProse)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var prose = new StringBuilder(text.Length);
        foreach (var line in WithoutMarkup(Unescape(text)).Split('\n'))
        {
            if (Line(line, int.MaxValue) is { } words)
            {
                prose.Append(prose.Length > 0 ? "\n" : string.Empty).Append(words);
            }
        }

        return Cut(prose.ToString(), max);
    }

    /// <summary>A model year, of four digits or of two.</summary>
    public static int? Year(string? text)
    {
        var digits = Digits(text);
        return digits is null || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            ? null
            : (digits.Length, year) switch
            {
                (4, >= 1886 and <= 2100) => year,
                (2, >= 50) => 1900 + year,
                (2, _) => 2000 + year,
                _ => null,
            };
    }

    /// <summary>The first number in a text: <c>about 18,400 mi</c> is 18400, <c>45k</c> is 45000.</summary>
    public static decimal? Number(string? text)
    {
        var from = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (from < 0 || (from > 0 && text![from - 1] == '-'))
        {
            return null;
        }

        var number = text.AsSpan(from);
        var length = number.IndexOfAnyExcept(NumberCharacters);
        var digits = (length < 0 ? number : number[..length]).TrimEnd(".,");
        var isThousands = length > 0 && length == digits.Length && number[length] is 'k' or 'K' && !number[(length + 1)..].StartsWith("m", StringComparison.OrdinalIgnoreCase);
        return decimal.TryParse(WithPoint(digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 10_000_000_000_000m
            ? isThousands ? value * 1000 : value
            : null;
    }

    /// <summary>An ISO 4217 code of what names a currency, or null.</summary>
    public static string? Currency(string? attribute, string? amount)
    {
        var code = attribute?.Trim().ToUpperInvariant();
        if (code is { Length: 3 } && code.All(char.IsAsciiLetterUpper))
        {
            return code;
        }

        return (code + amount).AsSpan().IndexOfAny(CurrencySigns) is >= 0 and var at
            ? (code + amount)[at] switch
            {
                '$' => "USD",
                '€' => "EUR",
                '£' => "GBP",
                _ => "CNY",
            }
            : null;
    }

    /// <summary>A text as it was meant, where it was escaped once too often.</summary>
    private static string Unescape(string text) => text.Contains('&', StringComparison.Ordinal) ? WebUtility.HtmlDecode(text) : text;

    private static string? Digits(string? text)
    {
        var from = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (from < 0)
        {
            return null;
        }

        var number = text.AsSpan(from);
        var length = number.IndexOfAnyExceptInRange('0', '9');
        return (length < 0 ? number : number[..length]).ToString();
    }

    // The last mark is a decimal point unless three digits follow it, or it is there more than once.
    private static string WithPoint(ReadOnlySpan<char> digits)
    {
        var last = digits.LastIndexOfAny('.', ',');
        var isDecimal = last >= 0 && (digits.Length - last - 1 != 3 || digits[..last].Contains(digits[last] == '.' ? ',' : '.'))
            && !digits[..last].Contains(digits[last]);
        var point = isDecimal ? last : digits.Length;
        var number = new StringBuilder(digits.Length);
        for (var i = 0; i < digits.Length; i++)
        {
            if (char.IsAsciiDigit(digits[i]))
            {
                number.Append(digits[i]);
            }
            else if (i == point)
            {
                number.Append('.');
            }
        }

        return number.ToString();
    }

    private static string WithoutMarkup(string text)
    {
        if (!text.Contains('<', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            var end = IsTag(text, at) ? text.IndexOfAny(['>', '<'], at + 1) : -1;
            if (end < 0 || text[end] == '<')
            {
                plain.Append(text[at]);
                continue;
            }

            var name = text.AsSpan(at + 1, end - at - 1).Trim("/ ").ToString();
            var length = name.AsSpan().IndexOfAnyExceptInRange('A', 'z');
            name = length < 0 ? name : name[..length];
            plain.Append(Lines.Split(' ').Contains(name, StringComparer.OrdinalIgnoreCase) ? '\n' : ' ');
            at = end;
        }

        return plain.ToString();
    }

    private static bool IsTag(string text, int at) =>
        text[at] == '<' && at + 1 < text.Length && (char.IsAsciiLetter(text[at + 1]) || text[at + 1] is '/' or '!');

    private static string? Cut(string text, int max)
    {
        if (text.Length > max)
        {
            var end = char.IsHighSurrogate(text[max - 2]) ? max - 2 : max - 1;
            return string.Concat(text.AsSpan(0, end).TrimEnd(), "…");
        }

        return text.Length == 0 ? null : text;
    }
}
