using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Events;

/// <summary>Writes enumerations as words in kebab case, for example <c>test-drive</c>; numbers are not read.</summary>
public sealed class WordConverter : JsonConverterFactory
{
    private static readonly JsonStringEnumConverter Words = new(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

    /// <summary>The word of a value.</summary>
    /// <param name="value">The value's field.</param>
    /// <returns>As it is written in JSON.</returns>
    public static string WordOf(FieldInfo value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.KebabCaseLower.ConvertName(value.Name);
    }

    /// <summary>The word of a value.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="value">The value; one that has a name.</param>
    /// <returns>As it is written in JSON.</returns>
    public static string WordOf<T>(T value)
        where T : struct, Enum => WordsOf<T>.All[value];

    /// <inheritdoc />
    public override bool CanConvert(Type typeToConvert) => Words.CanConvert(typeToConvert);

    /// <inheritdoc />
    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        Words.CreateConverter(typeToConvert, options);

    private static class WordsOf<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> All =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, value => WordOf(typeof(T).GetField(value.ToString())!));
    }
}

/// <summary>Writes times as RFC 3339 has them, and reads what <see cref="EventTime"/> takes for one.</summary>
public sealed class EventTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && EventTime.TryParse(reader.GetString()!, out var time)
            ? time
            : throw new JsonException("A time has a date, a time of day and an offset.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }
}
