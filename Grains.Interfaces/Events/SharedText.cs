using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Events;

/// <summary>
/// Texts that events repeat: sources, dealerships, currencies, models. What actors keep of millions of events holds one
/// instance of each. A table of fixed size without a lock: a text that is forgotten for another one is only kept twice.
/// Not for what is personal, or told once.
/// </summary>
public static class SharedText
{
    /// <summary>Longer texts are not shared, in characters.</summary>
    public const int MostLength = 64;

    private const int Places = 1 << 13;
    private static readonly string?[] Known = new string?[Places];

    /// <summary>The instance that everybody shares.</summary>
    /// <param name="text">The text.</param>
    /// <returns>An equal text.</returns>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MostLength)
        {
            return text;
        }

        ref var place = ref Known[PlaceOf(text)];
        var known = Volatile.Read(ref place);
        if (known is not null && known.Equals(text, StringComparison.Ordinal))
        {
            return known;
        }

        Volatile.Write(ref place, text);
        return text;
    }

    /// <inheritdoc cref="Of(string)"/>
    public static string Of(ReadOnlySpan<char> text)
    {
        if (text.Length > MostLength)
        {
            return text.ToString();
        }

        ref var place = ref Known[PlaceOf(text)];
        var known = Volatile.Read(ref place);
        if (known is not null && text.SequenceEqual(known))
        {
            return known;
        }

        known = text.ToString();
        Volatile.Write(ref place, known);
        return known;
    }

    private static int PlaceOf(ReadOnlySpan<char> text) => string.GetHashCode(text) & (Places - 1);
}

/// <summary>Reads a member whose texts are repeated.</summary>
public sealed class SharedTextConverter : JsonConverter<string>
{
    /// <inheritdoc />
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > SharedText.MostLength)
        {
            return reader.GetString();
        }

        Span<char> text = stackalloc char[SharedText.MostLength];
        return Ascii.ToUtf16(reader.ValueSpan, text, out var length) == System.Buffers.OperationStatus.Done
            ? SharedText.Of(text[..length])
            : reader.GetString();
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value);
    }
}
