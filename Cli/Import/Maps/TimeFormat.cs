using System.Globalization;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>How a column's text becomes an instant. A text without an offset gets the map's; there is no guessing.</summary>
internal sealed class TimeFormat
{
    /// <summary>What JavaScript's <c>Date</c> prints: <c>Thu Dec 18 2014 11:30:00 GMT-0800 (PST)</c>.</summary>
    public const string JavaScript = "javascript";

    private readonly string format;
    private readonly TimeSpan? offset;

    private TimeFormat(string format, TimeSpan? offset)
    {
        this.format = format;
        this.offset = offset;
    }

    public string Expected => format == JavaScript
        ? "a JavaScript date such as Thu Dec 18 2014 11:30:00 GMT-0800 (PST)"
        : $"a time of the form {format}";

    public static TimeFormat Create(string format, string? offset, string path)
    {
        var hasZone = format == JavaScript || format.Contains('z', StringComparison.Ordinal) || format.Contains('K', StringComparison.Ordinal);
        if (hasZone != (offset is null))
        {
            throw new MapException(hasZone
                ? $"{path}.offset: the texts state their own offset (format {format}); leave it out."
                : $"{path}.offset: is required, for example \"-06:00\", because the format {format} has no offset.");
        }

        try
        {
            _ = DateTime.UnixEpoch.ToString(format == JavaScript ? "o" : format, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw new MapException($"{path}.format: '{format}' is no format; it is \"{JavaScript}\" or one like \"M/d/yyyy\".");
        }

        return new TimeFormat(format, offset is null ? null : ReadOffset(offset, path));
    }

    public bool TryParse(string text, TimeOnly? at, out DateTimeOffset time)
    {
        var isTime = format == JavaScript
            ? TryParseJavaScript(text, out time)
            : TryParseExact(text, out time);
        if (isTime && at is { } timeOfDay)
        {
            time = new DateTimeOffset(time.Date + timeOfDay.ToTimeSpan(), time.Offset);
        }

        return isTime;
    }

    public static TimeSpan ReadOffset(string text, string path)
    {
        if (text.Length == 6
            && text[0] is '+' or '-'
            && TimeSpan.TryParseExact(text.AsSpan(1), "hh\\:mm", CultureInfo.InvariantCulture, out var value)
            && value <= TimeSpan.FromHours(14))
        {
            return text[0] == '-' ? -value : value;
        }

        throw new MapException($"{path}.offset: must be an offset from UTC such as \"-06:00\" or \"+08:00\".");
    }

    private static bool TryParseJavaScript(string text, out DateTimeOffset time)
    {
        time = default;
        var comment = text.IndexOf(" (", StringComparison.Ordinal);
        var instant = comment > 0 && text[^1] == ')' ? text.AsSpan(0, comment) : text.AsSpan();

        // The name of the day is skipped, as JavaScript itself does: the date says it already.
        const int dayName = 4;
        const string shape = "MMM dd yyyy HH:mm:ss 'GMT'zzz";
        if (instant.Length != 33 || instant[3] != ' ')
        {
            return false;
        }

        Span<char> withColon = stackalloc char[30];
        instant[dayName..^2].CopyTo(withColon);
        withColon[27] = ':';
        instant[^2..].CopyTo(withColon[28..]);
        return DateTimeOffset.TryParseExact(withColon, shape, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    private bool TryParseExact(string text, out DateTimeOffset time)
    {
        if (offset is null)
        {
            return DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
        }

        time = default;
        if (!DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || local.Year is < 2 or > 9998)
        {
            return false;
        }

        time = new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), offset.Value);
        return true;
    }
}
