namespace AutoCrm.Actors.Events;

/// <summary>Bounds a number in a payload, both ends included.</summary>
/// <param name="from">The least number allowed.</param>
/// <param name="to">The greatest number allowed.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InRangeAttribute(double from, double to) : Attribute
{
    /// <summary>The least number allowed.</summary>
    public double From { get; } = from;

    /// <summary>The greatest number allowed.</summary>
    public double To { get; } = to;
}

/// <summary>Bounds the length of a text in a payload, in UTF-16 units. Without it a text may have 1 to 4,000.</summary>
/// <param name="length">The greatest length allowed.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AtMostAttribute(int length) : Attribute
{
    /// <summary>The greatest length allowed.</summary>
    public int Length { get; } = length;
}

/// <summary>Demands one of the product's text shapes of a member.</summary>
/// <param name="shape">The shape.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MatchesShapeAttribute(TextShape shape) : Attribute
{
    /// <summary>The shape.</summary>
    public TextShape Shape { get; } = shape;
}

/// <summary>Demands one of a closed set of words of a text. Enumerations have such a set by themselves.</summary>
/// <param name="words">The words.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOfAttribute(params string[] words) : Attribute
{
    /// <summary>The words, exactly as they are sent.</summary>
    public IReadOnlyList<string> Words { get; } = words;
}

/// <summary>Shapes of text that payloads use.</summary>
public enum TextShape
{
    /// <summary>Any text without control characters other than tab and line ends.</summary>
    Any,

    /// <summary>Three upper-case letters, as ISO 4217 has them.</summary>
    Currency,

    /// <summary><c>km</c> or <c>mi</c>.</summary>
    DistanceUnit,

    /// <summary>Two upper-case letters, as ISO 3166-1 has them.</summary>
    Country,

    /// <summary>A VIN or a non-VIN serial in canonical form: capital letters and digits, without blanks.</summary>
    Vin,

    /// <summary>A time of day by the local clock, <c>00:00</c> to <c>24:00</c>.</summary>
    TimeOfDay,

    /// <summary>The IANA name of a time zone that the platform knows.</summary>
    TimeZone,
}

/// <summary>Marks personal data: never in logs or error messages, masked without the right to see it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute;
