using System.Globalization;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>A date as a lead gives it: many senders leave the offset out, and then it is no instant yet.</summary>
/// <param name="Local">Date and time of day, as written.</param>
/// <param name="Offset">The offset from UTC, or null.</param>
public readonly record struct AdfDate(DateTime Local, TimeSpan? Offset)
{
    private const int FirstYear = 1900;
    private const int LastYear = 9998;
    private const int MaxLength = 64;
    private static readonly TimeSpan MostOffset = TimeSpan.FromHours(14);

    private static readonly string[] Formats =
    [
        .. new[]
        {
            "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "M/d/yyyy", "M-d-yyyy", "d.M.yyyy", "d/M/yyyy", "d-MMM-yyyy",
            "ddd, d MMM yyyy", "d MMM yyyy", "ddd MMM d yyyy", "MMM d, yyyy", "MMMM d, yyyy", "d MMMM yyyy", "yyyy年M月d日", "M/d/yy",
        }.SelectMany(date => new[]
        {
            "", "' 'H:m:s.FFFFFFF", "' 'H:m", "' 'h:m:s tt", "' 'h:m tt", "' 'h:m:stt", "' 'h:mtt", "'T'H:m:s.FFFFFFF", "'T'H:m", "'T'HHmmss", "'T'HHmm", "HHmmss", "' 'HHmmss",
        }.Select(time => date + time)),
    ];

    /// <summary>Reads a date.</summary>
    /// <param name="text">The text, in ISO 8601, RFC 5322, the American or another usual form.</param>
    /// <param name="date">The date, if the text is one.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string? text, out AdfDate date)
    {
        date = default;
        var trimmed = AdfValues.Line(text);
        if (trimmed is null || trimmed.Length > MaxLength)
        {
            return false;
        }

        if (IsEpoch(trimmed, out var seconds))
        {
            date = new AdfDate(DateTimeOffset.FromUnixTimeSeconds(seconds).DateTime, TimeSpan.Zero);
            return true;
        }

        var local = SplitOffset(WithoutRemark(trimmed), out var offset);
        if (!DateTime.TryParseExact(CutFraction(local), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var parsed)
            || parsed.Year is < FirstYear or > LastYear)
        {
            return false;
        }

        date = new AdfDate(DateTime.SpecifyKind(parsed, DateTimeKind.Unspecified), offset);
        return true;
    }

    /// <summary>The instant.</summary>
    /// <param name="assumed">The offset to take if the date has none.</param>
    /// <returns>The instant, in whole seconds or what the date gives.</returns>
    public DateTimeOffset At(TimeSpan assumed) => new(Local, Offset ?? assumed);

    private static bool IsEpoch(string text, out long seconds)
    {
        seconds = 0;
        return text.Length is 10 or 13
            && text.All(char.IsAsciiDigit)
            && long.TryParse(text.AsSpan(0, 10), NumberStyles.None, CultureInfo.InvariantCulture, out seconds);
    }

    // JavaScript writes the zone's name behind the offset, in brackets.
    private static string WithoutRemark(string text)
    {
        var bracket = text.IndexOf(" (", StringComparison.Ordinal);
        return bracket > 0 ? text[..bracket] : text;
    }

    private static string SplitOffset(string text, out TimeSpan? offset)
    {
        offset = null;
        if (text is [.., >= '0' and <= '9', 'Z' or 'z'])
        {
            offset = TimeSpan.Zero;
            return text[..^1];
        }

        var blank = text.LastIndexOf(' ');
        if (blank > 0 && OfZone(text[(blank + 1)..]) is { } named)
        {
            offset = named;
            return text[..blank];
        }

        var sign = text.LastIndexOfAny(['+', '-']);
        if (sign <= 0 || !HasTime(text.AsSpan(0, sign)) || OfDigits(text.AsSpan(sign)) is not { } value)
        {
            return text;
        }

        offset = value;
        var before = text[..sign].TrimEnd();
        return before.EndsWith("GMT", StringComparison.Ordinal) || before.EndsWith("UTC", StringComparison.Ordinal)
            ? before[..^3].TrimEnd()
            : before;
    }

    // A sign belongs to the date unless a time of day stands before it.
    private static bool HasTime(ReadOnlySpan<char> text) =>
        text.Contains(':') || (text.IndexOf('T') is > 0 and var at && text.Length - at > 4 && char.IsAsciiDigit(text[at + 1]));

    private static TimeSpan? OfDigits(ReadOnlySpan<char> text)
    {
        var digits = text[1..];
        var colon = digits.IndexOf(':');
        var hours = colon >= 0 ? digits[..colon] : digits[..Math.Min(2, digits.Length)];
        var minutes = colon >= 0 ? digits[(colon + 1)..] : digits[hours.Length..];
        if (!int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
            || (minutes.Length > 0 && !int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            || hours.Length > 2
            || minutes.Length > 2)
        {
            return null;
        }

        var m = minutes.Length == 0 ? 0 : int.Parse(minutes, CultureInfo.InvariantCulture);
        var offset = new TimeSpan(h, m, 0);
        return m < 60 && offset <= MostOffset ? (text[0] == '-' ? -offset : offset) : null;
    }

    // The zones that RFC 5322 names; everybody else's abbreviations mean several zones.
    private static TimeSpan? OfZone(string name) => name switch
    {
        "GMT" or "UTC" or "UT" or "Z" => TimeSpan.Zero,
        "EDT" => TimeSpan.FromHours(-4),
        "EST" or "CDT" => TimeSpan.FromHours(-5),
        "CST" or "MDT" => TimeSpan.FromHours(-6),
        "MST" or "PDT" => TimeSpan.FromHours(-7),
        "PST" => TimeSpan.FromHours(-8),
        _ => null,
    };

    private static string CutFraction(string text)
    {
        const int MostDigits = 6;
        var dot = text.LastIndexOf('.');
        if (dot < 0 || !text.AsSpan(0, dot).Contains(':'))
        {
            return text;
        }

        var end = dot + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - dot - 1 <= MostDigits ? text : text.Remove(dot + 1 + MostDigits, end - dot - 1 - MostDigits);
    }
}
