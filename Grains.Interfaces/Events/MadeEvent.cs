using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AutoCrm.Actors.Events;

/// <summary>
/// An event that is made out of a message in another format. Its id is derived from what it says, so whoever makes it
/// again, from the same message or from another one that says the same, makes the same event.
/// </summary>
public sealed record MadeEvent
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>CloudEvents <c>source</c>.</summary>
    public required string Source { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// Whether the message does not say when it happened, so that <see cref="Time"/> only tells when it came. Then the
    /// id does not depend on the time, and the log answers a repeat as a conflict where it means a duplicate.
    /// </summary>
    public bool IsTimeAssumed { get; init; }

    /// <summary>The dealership's code.</summary>
    public string? Dealership { get; init; }

    /// <summary>The customer's id.</summary>
    public string? Customer { get; init; }

    /// <summary>The VIN in canonical form.</summary>
    public string? Vin { get; init; }

    /// <summary>The payload; a type that the catalogue knows.</summary>
    public required EventPayload Data { get; init; }

    /// <summary>The payload without what makes no other event of it; null if all of it counts.</summary>
    public EventPayload? Identity { get; init; }

    /// <summary>The CloudEvents type.</summary>
    public string Type => EventCatalogue.TypeOf(Data.GetType());

    /// <summary>The id: the first half of SHA-256 over all that the event says, in hexadecimal.</summary>
    public string Id
    {
        get
        {
            var said = new ArrayBufferWriter<byte>(512);
            foreach (var text in (ReadOnlySpan<string?>)[Type, Source, Dealership, Customer, Vin])
            {
                Append(said, text is null ? null : Encoding.UTF8.GetBytes(text));
            }

            if (!IsTimeAssumed)
            {
                BinaryPrimitives.WriteInt64LittleEndian(said.GetSpan(sizeof(long)), Time.UtcTicks);
                said.Advance(sizeof(long));
            }

            Append(said, JsonOf(Identity ?? Data));
            return Convert.ToHexStringLower(SHA256.HashData(said.WrittenSpan).AsSpan(0, SHA256.HashSizeInBytes / 2));
        }
    }

    /// <summary>A payload in JSON.</summary>
    /// <param name="payload">The payload.</param>
    /// <returns>UTF-8.</returns>
    public static byte[] JsonOf(EventPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        var bytes = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            JsonSerializer.Serialize(json, payload, payload.GetType(), EventJson.Default);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Writes the event as a structured CloudEvent.</summary>
    /// <param name="output">Where to.</param>
    public void WriteTo(IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteString("id"u8, Id);
        json.WriteString("source"u8, Source);
        json.WriteString("type"u8, Type);
        json.WriteString("time"u8, Time);
        Write(json, "dealership", Dealership);
        Write(json, "customer", Customer);
        Write(json, "vin", Vin);
        json.WriteString("datacontenttype"u8, "application/json"u8);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(JsonOf(Data), skipInputValidation: true);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Append(ArrayBufferWriter<byte> said, byte[]? part)
    {
        BinaryPrimitives.WriteInt32LittleEndian(said.GetSpan(sizeof(int)), part?.Length ?? -1);
        said.Advance(sizeof(int));
        said.Write(part);
    }
}
