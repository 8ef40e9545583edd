namespace AutoCrm.Actors.Events;

/// <summary>What the shapes of texts are, for the check and in words.</summary>
public static class TextShapes
{
    /// <summary>What is expected, in words.</summary>
    /// <param name="shape">The shape.</param>
    /// <returns>For example <c>"km" or "mi"</c>; null for a text of any shape.</returns>
    public static string? Expected(TextShape shape) => shape switch
    {
        TextShape.Currency => "an ISO 4217 currency code such as \"USD\"",
        TextShape.DistanceUnit => "\"km\" or \"mi\"",
        TextShape.Country => "an ISO 3166-1 country code such as \"DE\"",
        TextShape.Vin => "a VIN (17 capital letters and digits without I, O and Q) or a non-VIN serial (5 to 16)",
        TextShape.TimeOfDay => "a time of day such as \"08:30\", at most \"24:00\"",
        TextShape.TimeZone => "an IANA time zone such as \"Europe/Berlin\"",
        _ => null,
    };

    /// <summary>What is expected, as a regular expression.</summary>
    /// <param name="shape">The shape.</param>
    /// <returns>In the dialect of ECMA-262, as JSON Schema wants it; null for a text of any shape.</returns>
    public static string? Pattern(TextShape shape) => shape switch
    {
        TextShape.Currency => "^[A-Z]{3}$",
        TextShape.DistanceUnit => "^(km|mi)$",
        TextShape.Country => "^[A-Z]{2}$",
        TextShape.Vin => "^([A-HJ-NPR-Z0-9]{17}|[A-Z0-9]{5,16})$",
        TextShape.TimeOfDay => "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
        TextShape.TimeZone => "^(UTC|[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)+)$",
        _ => null,
    };

    /// <summary>Whether a text has a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="text">The text.</param>
    /// <returns>True if it has.</returns>
    public static bool Has(TextShape shape, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return shape switch
        {
            TextShape.Currency => text.Length == 3 && text.All(char.IsAsciiLetterUpper),
            TextShape.DistanceUnit => text is "km" or "mi",
            TextShape.Country => text.Length == 2 && text.All(char.IsAsciiLetterUpper),
            TextShape.Vin => Vehicles.Vin.Normalize(text, out var canonical) is null && canonical == text,
            TextShape.TimeOfDay => MinutesOf(text) is not null,
            TextShape.TimeZone => (text == "UTC" || text.Contains('/', StringComparison.Ordinal)) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+') && TimeZoneInfo.TryFindSystemTimeZoneById(text, out _),
            _ => true,
        };
    }

    /// <summary>The minutes since midnight of a time of day; null if the text is none.</summary>
    /// <param name="text">For example <c>08:30</c>.</param>
    /// <returns>0 to 1,440, or null.</returns>
    public static int? MinutesOf(string text)
    {
        if (text is not [>= '0' and <= '2', >= '0' and <= '9', ':', >= '0' and <= '5', >= '0' and <= '9'])
        {
            return null;
        }

        var minutes = ((((text[0] - '0') * 10) + text[1] - '0') * 60) + ((text[3] - '0') * 10) + text[4] - '0';
        return minutes <= 24 * 60 ? minutes : null;
    }
}
