using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutoCrm.Actors.Customers;

/// <summary>
/// The CloudEvents attribute <c>customernumber</c>: the number by which the event's dealership knows the customer, as it
/// was sent. The system alone sets it, where it makes an id of the number; an event that names an id has none.
/// </summary>
public static class CustomerNumberAttribute
{
    /// <summary>The attribute's name.</summary>
    public const string Name = "customernumber";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Inside a text the quotes would be escaped, so these bytes stand nowhere but at the attribute itself.
    private static ReadOnlySpan<byte> Start => "\"customernumber\":\""u8;

    /// <summary>The number that attributes hold.</summary>
    /// <param name="attributes">The attributes as the log keeps them: one compact UTF-8 JSON object, or nothing.</param>
    /// <returns>The number, or null if there is none.</returns>
    public static string? In(ReadOnlySpan<byte> attributes)
    {
        var at = attributes.IndexOf(Start);
        if (at < 0)
        {
            return null;
        }

        var text = attributes[(at + Start.Length)..];
        var end = text.IndexOfAny((byte)'"', (byte)'\\');
        return end >= 0 && text[end] == (byte)'"' ? Encoding.UTF8.GetString(text[..end]) : Searched(attributes);
    }

    /// <summary>Attributes with nothing but a number.</summary>
    /// <param name="number">The number.</param>
    /// <returns>Compact UTF-8 JSON.</returns>
    public static byte[] Of(string number)
    {
        var bytes = new ArrayBufferWriter<byte>(64);
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString(Name, number);
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static string? Searched(ReadOnlySpan<byte> attributes)
    {
        var reader = new Utf8JsonReader(attributes);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(Name))
            {
                return reader.Read() ? reader.GetString() : null;
            }
        }

        return null;
    }
}
