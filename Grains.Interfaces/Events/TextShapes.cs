namespace AutoCrm.Actors.Events;

/// <summary>What the shapes of texts are, for the check and in words.</summary>
internal static class TextShapes
{
    /// <summary>What is expected, in words; null for a text of any shape.</summary>
    public static string? Expected(TextShape shape) => shape switch
    {
        TextShape.Currency => "an ISO 4217 currency code such as \"USD\"",
        TextShape.DistanceUnit => "\"km\" or \"mi\"",
        TextShape.Country => "an ISO 3166-1 country code such as \"DE\"",
        TextShape.Vin => "a VIN (17 capital letters and digits without I, O and Q) or a non-VIN serial (5 to 16)",
        _ => null,
    };

    /// <summary>Whether a text has a shape.</summary>
    public static bool Has(TextShape shape, string text) => shape switch
    {
        TextShape.Currency => text.Length == 3 && text.All(char.IsAsciiLetterUpper),
        TextShape.DistanceUnit => text is "km" or "mi",
        TextShape.Country => text.Length == 2 && text.All(char.IsAsciiLetterUpper),
        TextShape.Vin => Vehicles.Vin.Normalize(text, out var canonical) is null && canonical == text,
        _ => true,
    };
}
