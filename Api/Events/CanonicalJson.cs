using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutoCrm.Actors.Api.Events;

/// <summary>
/// Writes JSON in the form that the log keeps and that an event's body hash covers: UTF-8 without white space, the
/// least escapes, members in the sender's order, numbers digit by digit as the sender wrote them.
/// So white space and the style of escapes make no other event; the order of members and <c>1.0</c> for <c>1</c> do.
/// </summary>
internal sealed class CanonicalJson : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new(1024);
    private readonly Utf8JsonWriter writer;

    public CanonicalJson() => writer = new Utf8JsonWriter(buffer, new JsonWriterOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    });

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The bytes, valid until the next call.</returns>
    public ReadOnlySpan<byte> Write(JsonElement value)
    {
        Start();
        value.WriteTo(writer);
        return Finish();
    }

    /// <summary>Writes an object, with another text in the place of some members.</summary>
    /// <param name="value">The object.</param>
    /// <param name="instead">The text of a member in its place; null to leave it as it is.</param>
    /// <returns>The bytes, valid until the next call.</returns>
    public ReadOnlySpan<byte> Write(JsonElement value, Func<JsonProperty, string?> instead)
    {
        Start();
        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            if (instead(member) is { } text)
            {
                writer.WriteString(member.Name, text);
            }
            else
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        return Finish();
    }

    /// <summary>Writes attributes as one object, ordered by name: among attributes the order has no meaning.</summary>
    /// <param name="attributes">The attributes; sorted in place.</param>
    /// <returns>The bytes, valid until the next call.</returns>
    public ReadOnlySpan<byte> Write(List<EnvelopeAttribute> attributes)
    {
        attributes.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        Start();
        writer.WriteStartObject();
        foreach (var attribute in attributes)
        {
            writer.WritePropertyName(attribute.Name);
            if (attribute.Text is { } text)
            {
                writer.WriteStringValue(text);
            }
            else
            {
                attribute.Value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        return Finish();
    }

    public void Dispose() => writer.Dispose();

    private void Start()
    {
        buffer.ResetWrittenCount();
        writer.Reset();
    }

    private ReadOnlySpan<byte> Finish()
    {
        writer.Flush();
        return buffer.WrittenSpan;
    }
}
