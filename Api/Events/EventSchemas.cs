using System.Text.Json.Nodes;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>
/// JSON Schemas (2020-12) of the payloads. Intake does not use them: it checks with the same bounds, and names what is
/// wrong in the trade's words.
/// </summary>
internal sealed class EventSchemas
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private readonly EventTexts texts = EventTexts.Load();

    /// <summary>Every schema by its type.</summary>
    public static IReadOnlyDictionary<string, JsonObject> All()
    {
        var schemas = new EventSchemas();
        return EventCatalogue.All.ToDictionary(definition => definition.Type, schemas.Of, StringComparer.Ordinal);
    }

    private JsonObject Of(EventDefinition definition)
    {
        var parts = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        var schema = new JsonObject
        {
            ["$schema"] = Dialect,
            ["$id"] = $"urn:autocrm:schema:{definition.Type}",
            ["title"] = definition.Type,
            ["description"] = texts.Of(definition.Payload),
            ["x-about"] = WhomOf(definition.About),
            ["x-derived"] = definition.IsDerived,
        };
        Describe(schema, definition.Schema, parts);
        if (parts.Count > 0)
        {
            schema["$defs"] = new JsonObject(parts.Select(part => KeyValuePair.Create(part.Key, (JsonNode?)part.Value)));
        }

        return schema;
    }

    /// <summary>The envelope's attributes that must be there: of each list at least one.</summary>
    private static JsonArray WhomOf(Whom whom) => whom switch
    {
        Whom.Customer => [new JsonArray("customer")],
        Whom.Vehicle => [new JsonArray("vin")],
        Whom.CustomerOrVehicle => [new JsonArray("customer", "vin")],
        Whom.CustomerAndVehicle => [new JsonArray("customer"), new JsonArray("vin")],
        _ => [],
    };

    private void Describe(JsonObject schema, PayloadSchema payload, SortedDictionary<string, JsonObject> parts)
    {
        schema["type"] = "object";
        schema["required"] = new JsonArray([.. payload.Members.Where(member => member.Required).Select(member => JsonValue.Create(member.Name))]);
        schema["properties"] = new JsonObject(
            payload.Members.Select(member => KeyValuePair.Create(member.Name, (JsonNode?)Of(member, parts))));
    }

    private JsonObject Of(PayloadMember member, SortedDictionary<string, JsonObject> parts)
    {
        var item = ItemOf(member, parts);
        var value = member.IsList
            ? new JsonObject { ["type"] = "array", ["maxItems"] = PayloadSchema.MaxItems, ["items"] = item }
            : item;
        var schema = new JsonObject { ["description"] = texts.Of(member.Property) };
        if (member.IsPersonal)
        {
            schema["x-personal"] = true;
        }

        if (!member.Required)
        {
            schema["anyOf"] = new JsonArray(value, new JsonObject { ["type"] = "null" });
            return schema;
        }

        foreach (var (name, rule) in value.ToArray())
        {
            value.Remove(name);
            schema[name] = rule;
        }

        return schema;
    }

    private JsonObject ItemOf(PayloadMember member, SortedDictionary<string, JsonObject> parts) => member.Kind switch
    {
        PayloadMemberKind.Word => new JsonObject { ["enum"] = new JsonArray([.. member.Words.Select(word => JsonValue.Create(word))]) },
        PayloadMemberKind.Text when TextShapes.Pattern(member.Shape) is { } pattern => new JsonObject { ["type"] = "string", ["pattern"] = pattern },
        PayloadMemberKind.Text => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = member.MaxLength },
        PayloadMemberKind.Boolean => new JsonObject { ["type"] = "boolean" },
        PayloadMemberKind.Integer => Bounded("integer", member.Range?.From ?? int.MinValue, member.Range?.To ?? int.MaxValue),
        PayloadMemberKind.Number => member.Range is { } range ? Bounded("number", range.From, range.To) : AnyNumber(),
        PayloadMemberKind.Time => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        PayloadMemberKind.Date => new JsonObject { ["type"] = "string", ["format"] = "date" },
        _ when member.AllowsBareNumber => new JsonObject { ["anyOf"] = new JsonArray(PartOf(member.Nested!, parts), AnyNumber()) },
        _ => PartOf(member.Nested!, parts),
    };

    private static JsonObject AnyNumber() => Bounded("number", (double)decimal.MinValue, (double)decimal.MaxValue);

    private static JsonObject Bounded(string type, double from, double to) =>
        new() { ["type"] = type, ["minimum"] = from, ["maximum"] = to };

    private JsonObject PartOf(PayloadSchema payload, SortedDictionary<string, JsonObject> parts)
    {
        var name = payload.Type.Name;
        if (!parts.ContainsKey(name))
        {
            var part = new JsonObject { ["description"] = texts.Of(payload.Type) };
            parts.Add(name, part);
            Describe(part, payload, parts);
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }
}
