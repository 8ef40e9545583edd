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
            _ => true,
        };
    }
}
