using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace AutoCrm.Actors.Events;

/// <summary>What one member of a payload must look like.</summary>
public sealed class PayloadMember
{
    /// <summary>The length of a text that names no bound of its own.</summary>
    public const int DefaultTextLength = 4000;

    private readonly InRangeAttribute? range;
    private readonly TextShape shape;
    private readonly int maxLength;
    private readonly bool allowsBareNumber;
    private readonly PayloadSchema? nested;

    private PayloadMember(PropertyInfo property, Type type, bool required)
    {
        Name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        Required = required;
        IsList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);
        Kind = KindOf(IsList ? type.GetGenericArguments()[0] : type);
        IsPersonal = property.GetCustomAttribute<PersonalAttribute>() is not null;
        range = property.GetCustomAttribute<InRangeAttribute>();
        shape = property.GetCustomAttribute<MatchesShapeAttribute>()?.Shape ?? TextShape.Any;
        maxLength = property.GetCustomAttribute<AtMostAttribute>()?.Length ?? DefaultTextLength;
        allowsBareNumber = property.GetCustomAttribute<System.Text.Json.Serialization.JsonConverterAttribute>()?.ConverterType == typeof(AmountConverter);
        nested = Kind == PayloadMemberKind.Object ? PayloadSchema.Of(IsList ? type.GetGenericArguments()[0] : type) : null;
    }

    /// <summary>The member's name in JSON.</summary>
    public string Name { get; }

    /// <summary>Whether it must be there.</summary>
    public bool Required { get; }

    /// <summary>Whether it is a list of its kind.</summary>
    public bool IsList { get; }

    /// <summary>Whether it is personal data.</summary>
    public bool IsPersonal { get; }

    /// <summary>What it, or each of its elements, is.</summary>
    public PayloadMemberKind Kind { get; }

    /// <summary>What is expected, in words.</summary>
    public string Expected => IsList ? $"a list of at most {PayloadSchema.MaxItems:N0}, each {ExpectedItem}" : ExpectedItem;

    private string ExpectedItem => Kind switch
    {
        PayloadMemberKind.Text when shape == TextShape.Currency => "an ISO 4217 currency code such as \"USD\"",
        PayloadMemberKind.Text when shape == TextShape.DistanceUnit => "\"km\" or \"mi\"",
        PayloadMemberKind.Text => string.Create(CultureInfo.InvariantCulture, $"a text of 1 to {maxLength:N0} characters"),
        PayloadMemberKind.Integer => $"a whole number{RangeText}",
        PayloadMemberKind.Number => $"a number{RangeText}",
        PayloadMemberKind.Time => "a time with an offset, such as \"2026-11-23T08:00:00+08:00\"",
        _ => $"an object {{{string.Join(", ", nested!.Members.Select(m => m.Required ? m.Name : m.Name + "?"))}}}"
            + (allowsBareNumber ? " or a number" : string.Empty),
    };

    private string RangeText => range is null
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $" from {range.From} to {range.To}");

    internal static PayloadMember Of(PropertyInfo property, bool required) =>
        new(property, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, required);

    internal EventProblem? Check(JsonElement value, string path)
    {
        if (!IsList)
        {
            return CheckItem(value, path);
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            return WrongType(value, path);
        }

        if (value.GetArrayLength() > PayloadSchema.MaxItems)
        {
            return new EventProblem("too-many", path, $"has {value.GetArrayLength()} elements; at most {PayloadSchema.MaxItems} are allowed");
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (CheckItem(item, $"{path}[{index++}]") is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private static PayloadMemberKind KindOf(Type type) => type switch
    {
        _ when type == typeof(string) => PayloadMemberKind.Text,
        _ when type == typeof(int) || type == typeof(long) => PayloadMemberKind.Integer,
        _ when type == typeof(decimal) => PayloadMemberKind.Number,
        _ when type == typeof(DateTimeOffset) => PayloadMemberKind.Time,
        _ when type.IsClass => PayloadMemberKind.Object,
        _ => throw new NotSupportedException($"A payload cannot have a member of type {type}."),
    };

    private EventProblem? CheckItem(JsonElement value, string path) => Kind switch
    {
        PayloadMemberKind.Text => CheckText(value, path),
        PayloadMemberKind.Integer or PayloadMemberKind.Number => CheckNumber(value, path),
        PayloadMemberKind.Time => CheckTime(value, path),
        _ when allowsBareNumber && value.ValueKind == JsonValueKind.Number => CheckNumber(value, path),
        _ => value.ValueKind == JsonValueKind.Object ? nested!.Check(value, path) : WrongType(value, path),
    };

    private EventProblem? CheckText(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return WrongType(value, path);
        }

        var text = value.GetString()!;
        return text switch
        {
            "" => new EventProblem("empty", path, $"must not be empty: {ExpectedItem}"),
            _ when text.Length > maxLength => new EventProblem(
                "too-long",
                path,
                string.Create(CultureInfo.InvariantCulture, $"has {text.Length:N0} characters; at most {maxLength:N0} are allowed")),
            _ when !HasShape(text) => new EventProblem("format", path, $"must be {ExpectedItem}"),
            _ => null,
        };
    }

    private bool HasShape(string text) => shape switch
    {
        TextShape.Currency => text.Length == 3 && text.All(char.IsAsciiLetterUpper),
        TextShape.DistanceUnit => text is "km" or "mi",
        _ => true,
    };

    private EventProblem? CheckNumber(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return WrongType(value, path);
        }

        var isInteger = Kind == PayloadMemberKind.Integer;
        if (isInteger ? !value.TryGetInt32(out _) : !value.TryGetDecimal(out _))
        {
            return new EventProblem(isInteger ? "type" : "range", path, $"must be {ExpectedItem}");
        }

        return range is not null && (value.GetDouble() < range.From || value.GetDouble() > range.To)
            ? new EventProblem("range", path, $"must be {ExpectedItem}")
            : null;
    }

    private EventProblem? CheckTime(JsonElement value, string path) => value.ValueKind != JsonValueKind.String
        ? WrongType(value, path)
        : EventTime.TryParse(value.GetString()!, out _) ? null : new EventProblem("format", path, $"must be {ExpectedItem}");

    private EventProblem WrongType(JsonElement value, string path) =>
        new("type", path, $"must be {Expected}, not {PayloadSchema.NameOf(value.ValueKind)}");
}

/// <summary>What a payload's member can be.</summary>
public enum PayloadMemberKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A whole number of 32 bits.</summary>
    Integer,

    /// <summary>A decimal number of at most 28 significant digits.</summary>
    Number,

    /// <summary>An instant with an offset (RFC 3339).</summary>
    Time,

    /// <summary>An object with members of its own.</summary>
    Object,
}
