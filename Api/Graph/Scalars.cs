using System.Globalization;
using System.Text.Json;
using AutoCrm.Actors.Events;
using GraphQL.Types;
using GraphQLParser.AST;

namespace AutoCrm.Actors.Api.Graph;

/// <summary>An instant with the sender's offset from UTC, as RFC 3339 has it.</summary>
internal sealed class InstantType : ScalarGraphType
{
    public InstantType()
    {
        Name = "DateTime";
        Description = "An instant with an offset from UTC, as RFC 3339 has it.";
    }

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateTimeOffset { Offset.Ticks: 0 } utc => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        _ => ThrowSerializationError(value),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text when EventTime.TryParse(text, out var instant) => instant,
        _ => ThrowValueConversionError(value),
    };

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => ParseValue((string)text.Value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };
}

/// <summary>A day without a time zone, as ISO 8601 has it.</summary>
internal sealed class DayType : ScalarGraphType
{
    public DayType()
    {
        Name = "Date";
        Description = "A day, as ISO 8601 has it.";
    }

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => ThrowSerializationError(value),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
        _ => ThrowValueConversionError(value),
    };

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLStringValue text => ParseValue((string)text.Value),
        GraphQLNullValue => null,
        _ => ThrowLiteralConversionError(value),
    };
}

/// <summary>JSON as it was sent.</summary>
internal sealed class JsonType : ScalarGraphType
{
    public JsonType()
    {
        Name = "JSON";
        Description = "A JSON value.";
    }

    public override object? Serialize(object? value) => value is JsonElement or null ? value : ThrowSerializationError(value);

    public override object? ParseValue(object? value) => ThrowValueConversionError(value);
}
