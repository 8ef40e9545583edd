using System.Runtime.InteropServices;
using System.Text.Json;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Reads a structured CloudEvent (JSON format) into an envelope.</summary>
internal static class EnvelopeReader
{
    /// <summary>Reads an event.</summary>
    /// <param name="root">The event.</param>
    /// <param name="envelope">Where to put it; cleared before.</param>
    /// <returns>The first problem, or null. The envelope then still holds what could be read, such as the id.</returns>
    public static EventProblem? Read(JsonElement root, Envelope envelope)
    {
        envelope.Clear();
        if (root.ValueKind != JsonValueKind.Object)
        {
            return EnvelopeRules.WrongType(string.Empty, "an event, a JSON object", PayloadSchema.NameOf(root.ValueKind));
        }

        EventProblem? first = null;
        foreach (var member in root.EnumerateObject())
        {
            var problem = Set(envelope, KnownName(member) ?? member.Name, member.Value);
            first ??= problem;
        }

        return first ?? envelope.Complete();
    }

    private static EventProblem? Set(Envelope envelope, string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return name is "data" or "data_base64" ? null : EnvelopeRules.CheckName(name);
        }

        switch (name)
        {
            case "data":
                envelope.Data = value;
                return null;
            case "data_base64" when value.ValueKind == JsonValueKind.String:
                envelope.DataBase64 = value;
                return null;
            case "data_base64":
                return EnvelopeRules.WrongType(name, "base64 text", PayloadSchema.NameOf(value.ValueKind));
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => envelope.Set(name, value.GetString()!),
            _ when IsText(name) => EnvelopeRules.WrongType(name, "a text", PayloadSchema.NameOf(value.ValueKind)),
            JsonValueKind.True or JsonValueKind.False => envelope.Set(name, value),
            JsonValueKind.Number when value.TryGetInt32(out _) => envelope.Set(name, value),
            _ => EnvelopeRules.CheckName(name)
                ?? EnvelopeRules.WrongType(name, "a text, a boolean or a whole number of 32 bits", PayloadSchema.NameOf(value.ValueKind)),
        };
    }

    private static bool IsText(string name) => name
        is "specversion" or "id" or "source" or "type" or "time" or "dealership" or "customer" or "vin"
        or "datacontenttype" or "dataschema" or "subject" or "sequence" or "traceparent" or "correlationid";

    // The names that nearly every event has: no string is made for them.
    private static string? KnownName(JsonProperty member)
    {
        var name = JsonMarshal.GetRawUtf8PropertyName(member);
        return name.Length switch
        {
            2 when name.SequenceEqual("id"u8) => "id",
            3 when name.SequenceEqual("vin"u8) => "vin",
            4 when name.SequenceEqual("data"u8) => "data",
            4 when name.SequenceEqual("type"u8) => "type",
            4 when name.SequenceEqual("time"u8) => "time",
            6 when name.SequenceEqual("source"u8) => "source",
            8 when name.SequenceEqual("customer"u8) => "customer",
            10 when name.SequenceEqual("dealership"u8) => "dealership",
            11 when name.SequenceEqual("specversion"u8) => "specversion",
            15 when name.SequenceEqual("datacontenttype"u8) => "datacontenttype",
            _ => null,
        };
    }
}
