using System.Globalization;

namespace AutoCrm.Actors.Events;

/// <summary>Reads RFC 3339 times. An offset is demanded: a time without one is not an instant.</summary>
public static class EventTime
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd't'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Reads a time and cuts it to whole microseconds, which is what the log keeps.</summary>
    /// <param name="text">The text, for example <c>2026-11-23T08:00:00+08:00</c>.</param>
    /// <param name="time">The time, if the text is one.</param>
    /// <returns>Whether the text is a time with an offset.</returns>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        if (!HasOffset(text)
            || !DateTimeOffset.TryParseExact(CutFraction(text), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
        {
            return false;
        }

        time = Cut(parsed);
        return true;
    }

    /// <summary>A time as the log keeps it.</summary>
    /// <param name="time">The time.</param>
    /// <returns>The same, less what is beyond whole microseconds.</returns>
    public static DateTimeOffset Cut(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>Whether a text ends as a time with an offset does: in <c>Z</c> or <c>±hh:mm</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True if there is an offset.</returns>
    public static bool HasOffset(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 19
            && (text[^1] is 'Z' or 'z' || (text[^6] is '+' or '-' && text[^3] == ':'));
    }

    // RFC 3339 allows any number of digits; the platform reads seven.
    private static string CutFraction(string text)
    {
        const int Dot = 19;
        const int MostDigits = 7;
        if (text.Length <= Dot || text[Dot] != '.')
        {
            return text;
        }

        var end = Dot + 1;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        var kept = Math.Min(end, Dot + 1 + MostDigits);
        return text.Remove(kept, end - kept);
    }
}
