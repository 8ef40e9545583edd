using System.Buffers;
using System.Globalization;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using Microsoft.Net.Http.Headers;

namespace AutoCrm.Actors.Api.Events;

/// <summary>What CloudEvents 1.0 demands of attribute names and values, in words for the sender's programmer.</summary>
internal static class EnvelopeRules
{
    public const int MaxIdLength = 256;
    public const int MaxSourceLength = 512;
    public const int MaxTypeLength = 256;
    public const int MaxTextLength = 4000;

    /// <summary>The longest name of an extension; the specification recommends at most 20.</summary>
    public const int MaxNameLength = 64;

    public const string TimeExpected = "expected a time with an offset, such as \"2026-11-23T08:00:00+08:00\"";
    public const string Json = "application/json";

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(unit => (char)unit).Where(char.IsControl)]);

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    public static EventProblem? CheckText(string name, string value, int maxLength) => value.Length switch
    {
        0 => new EventProblem("empty", name, Invariant($"must not be empty: expected a text of 1 to {maxLength:N0} characters")),
        var length when length > maxLength => new EventProblem(
            "too-long", name, Invariant($"has {length:N0} characters; at most {maxLength:N0} are allowed")),
        _ => CheckControls(name, value),
    };

    public static EventProblem? CheckControls(string name, string value) => value.AsSpan().IndexOfAny(Controls) is >= 0 and var at
        ? new EventProblem("control-character", name, Invariant($"has a control character at position {at + 1}; none are allowed"))
        : null;

    public static EventProblem? CheckName(string name) => name switch
    {
        CustomerNumberAttribute.Name => new EventProblem("format", name, "is set by the system; expected the customer's number as customer"),
        { Length: > 0 and <= MaxNameLength } when !name.AsSpan().ContainsAnyExcept(NameCharacters) => null,
        _ => new EventProblem(
            "format",
            name.Length <= MaxNameLength ? name : name[..MaxNameLength],
            $"is not a name for an attribute; expected 1 to {MaxNameLength} of a to z and 0 to 9"),
    };

    public static EventProblem? CheckMediaType(string name, string value) =>
        value == Json || MediaTypeHeaderValue.TryParse(value, out _)
            ? null
            : new EventProblem("format", name, "is not a media type; expected one such as \"application/json\"");

    public static bool IsJson(string mediaType) =>
        mediaType == Json
        || (MediaTypeHeaderValue.TryParse(mediaType, out var type)
            && (type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));

    public static EventProblem? CheckTime(string name, string value, out DateTimeOffset time)
    {
        if (EventTime.TryParse(value, out time))
        {
            return null;
        }

        var lacksOffset = value.Length > 18 && !EventTime.HasOffset(value);
        return new EventProblem("format", name, (lacksOffset ? "has no offset from UTC; " : "is not a time; ") + TimeExpected);
    }

    public static EventProblem WrongType(string name, string expected, string found) =>
        new("type", name, $"must be {expected}, not {found}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
