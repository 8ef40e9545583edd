using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Events;

/// <summary>What one member of a payload must look like.</summary>
public sealed class PayloadMember
{
    /// <summary>The length of a text that names no bound of its own.</summary>
    public const int DefaultTextLength = 4000;

    private readonly byte[] utf8Name;

    private PayloadMember(PropertyInfo property, Type type, bool required)
    {
        Property = property;
        Name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
        utf8Name = Encoding.UTF8.GetBytes(Name);
        Required = required;
        IsList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);
        var item = IsList ? type.GetGenericArguments()[0] : type;
        Words = WordsOf(property, item);
        Kind = Words.IsEmpty ? KindOf(item) : PayloadMemberKind.Word;
        IsPersonal = property.GetCustomAttribute<PersonalAttribute>() is not null;
        NamesCustomer = property.GetCustomAttribute<NamesCustomerAttribute>() is not null;
        Range = property.GetCustomAttribute<InRangeAttribute>();
        Shape = property.GetCustomAttribute<MatchesShapeAttribute>()?.Shape ?? TextShape.Any;
        MaxLength = property.GetCustomAttribute<AtMostAttribute>()?.Length ?? DefaultTextLength;
        AllowsBareNumber = property.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType == typeof(AmountConverter);
        Nested = Kind == PayloadMemberKind.Object ? PayloadSchema.Of(item) : null;
    }

    /// <summary>The record's property.</summary>
    public PropertyInfo Property { get; }

    /// <summary>The member's name in JSON.</summary>
    public string Name { get; }

    /// <summary>Whether it must be there.</summary>
    public bool Required { get; }

    /// <summary>Whether it is a list of its kind.</summary>
    public bool IsList { get; }

    /// <summary>Whether it is personal data.</summary>
    public bool IsPersonal { get; }

    /// <summary>Whether it names a customer; only a text of the payload itself can.</summary>
    public bool NamesCustomer { get; }

    /// <summary>What it, or each of its elements, is.</summary>
    public PayloadMemberKind Kind { get; }

    /// <summary>The words that are allowed; empty for all but <see cref="PayloadMemberKind.Word"/>.</summary>
    public ImmutableArray<string> Words { get; }

    /// <summary>The bounds of a number, or null.</summary>
    public InRangeAttribute? Range { get; }

    /// <summary>The shape of a text.</summary>
    public TextShape Shape { get; }

    /// <summary>The greatest length of a text, in UTF-16 units.</summary>
    public int MaxLength { get; }

    /// <summary>Whether a number may stand for the object.</summary>
    public bool AllowsBareNumber { get; }

    /// <summary>What an object must look like; null for everything else.</summary>
    public PayloadSchema? Nested { get; }

    /// <summary>What is expected, in words.</summary>
    public string Expected => IsList
        ? string.Create(CultureInfo.InvariantCulture, $"a list of at most {PayloadSchema.MaxItems:N0}, each {ExpectedItem}")
        : ExpectedItem;

    /// <summary>What is expected of it, or of each of its elements, in words.</summary>
    public string ExpectedItem => Kind switch
    {
        PayloadMemberKind.Word => OneOf(Words),
        PayloadMemberKind.Text => TextShapes.Expected(Shape)
            ?? string.Create(CultureInfo.InvariantCulture, $"a text of 1 to {MaxLength:N0} characters"),
        PayloadMemberKind.Boolean => "true or false",
        PayloadMemberKind.Integer => $"a whole number{RangeText}",
        PayloadMemberKind.Number => $"a number{RangeText}",
        PayloadMemberKind.Time => "a time with an offset, such as \"2026-11-23T08:00:00+08:00\"",
        PayloadMemberKind.Date => "a date, such as \"1984-11-23\"",
        _ => $"an object {{{string.Join(", ", Nested!.Members.Select(m => m.Required ? m.Name : m.Name + "?"))}}}"
            + (AllowsBareNumber ? " or a number" : string.Empty),
    };

    private string RangeText => Range is null
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $" from {Range.From} to {Range.To}");

    internal static PayloadMember Of(PropertyInfo property, bool required) =>
        new(property, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, required);

    /// <summary>Checks the member of an object; the path of a problem begins after the member's name.</summary>
    internal EventProblem? CheckIn(JsonElement owner)
    {
        if (owner.TryGetProperty(utf8Name, out var value) && value.ValueKind != JsonValueKind.Null)
        {
            return IsList ? CheckList(value) : CheckItem(value);
        }

        return Required ? Problem("required", $"is required: {Expected}") : null;
    }

    private static PayloadMemberKind KindOf(Type type) => type switch
    {
        _ when type == typeof(string) => PayloadMemberKind.Text,
        _ when type == typeof(bool) => PayloadMemberKind.Boolean,
        _ when type == typeof(int) => PayloadMemberKind.Integer,
        _ when type == typeof(decimal) => PayloadMemberKind.Number,
        _ when type == typeof(DateTimeOffset) => PayloadMemberKind.Time,
        _ when type == typeof(DateOnly) => PayloadMemberKind.Date,
        _ when type.IsClass => PayloadMemberKind.Object,
        _ => throw new NotSupportedException($"A payload cannot have a member of type {type}."),
    };

    private static ImmutableArray<string> WordsOf(PropertyInfo property, Type type) => type.IsEnum
        ? [.. type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(WordConverter.WordOf)]
        : [.. property.GetCustomAttribute<OneOfAttribute>()?.Words ?? []];

    private static string OneOf(ImmutableArray<string> words) => words.Length == 1
        ? $"\"{words[0]}\""
        : $"\"{string.Join("\", \"", words[..^1])}\" or \"{words[^1]}\"";

    private static EventProblem Problem(string code, string message) => new(code, string.Empty, message);

    private EventProblem? CheckList(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return WrongType(value, Expected);
        }

        if (value.GetArrayLength() > PayloadSchema.MaxItems)
        {
            return Problem("too-many", $"has {value.GetArrayLength()} elements; at most {PayloadSchema.MaxItems} are allowed");
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (CheckItem(item) is { } problem)
            {
                return problem with { Path = $"[{index}]{problem.Path}" };
            }

            index++;
        }

        return null;
    }

    private EventProblem? CheckItem(JsonElement value) => Kind switch
    {
        PayloadMemberKind.Text => CheckText(value),
        PayloadMemberKind.Word => CheckWord(value),
        PayloadMemberKind.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : WrongType(value, ExpectedItem),
        PayloadMemberKind.Integer or PayloadMemberKind.Number => CheckNumber(value),
        PayloadMemberKind.Time => CheckFormat(value, text => EventTime.TryParse(text, out _)),
        PayloadMemberKind.Date => CheckFormat(value, text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)),
        _ when AllowsBareNumber && value.ValueKind == JsonValueKind.Number => CheckNumber(value),
        _ => value.ValueKind == JsonValueKind.Object ? Nested!.Check(value) : WrongType(value, ExpectedItem),
    };

    private EventProblem? CheckText(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return WrongType(value, ExpectedItem);
        }

        var text = value.GetString()!;
        return text switch
        {
            "" => Problem("empty", $"must not be empty: {ExpectedItem}"),
            _ when text.Length > MaxLength => Problem(
                "too-long",
                string.Create(CultureInfo.InvariantCulture, $"has {text.Length:N0} characters; at most {MaxLength:N0} are allowed")),
            _ when !TextShapes.Has(Shape, text) => Problem("format", $"must be {ExpectedItem}"),
            _ => null,
        };
    }

    private EventProblem? CheckWord(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return WrongType(value, ExpectedItem);
        }

        foreach (var word in Words)
        {
            if (value.ValueEquals(word))
            {
                return null;
            }
        }

        return Problem("format", $"must be {ExpectedItem}");
    }

    private EventProblem? CheckNumber(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return WrongType(value, ExpectedItem);
        }

        var isInteger = Kind == PayloadMemberKind.Integer;
        if (isInteger ? !value.TryGetInt32(out _) : !value.TryGetDecimal(out _))
        {
            return Problem(isInteger ? "type" : "range", $"must be {ExpectedItem}");
        }

        return Range is not null && (value.GetDouble() < Range.From || value.GetDouble() > Range.To)
            ? Problem("range", $"must be {ExpectedItem}")
            : null;
    }

    private EventProblem? CheckFormat(JsonElement value, Func<string, bool> fits) => value.ValueKind != JsonValueKind.String
        ? WrongType(value, ExpectedItem)
        : fits(value.GetString()!) ? null : Problem("format", $"must be {ExpectedItem}");

    private static EventProblem WrongType(JsonElement value, string expected) =>
        Problem("type", $"must be {expected}, not {PayloadSchema.NameOf(value.ValueKind)}");
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

    /// <summary>One of a closed set of words.</summary>
    Word,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A day (ISO 8601).</summary>
    Date,
}
