using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>
/// <c>GET /schemas</c> and <c>GET /schemas/{type}</c>: what payloads must look like. Nothing in them is secret, and
/// whoever writes a sender needs them before a token.
/// </summary>
internal static class SchemasEndpoint
{
    private const string MediaType = "application/schema+json";

    // Descriptions quote examples; the answer is never part of a page.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Lazy<Published> Answers = new(Publish);

    public static IEndpointRouteBuilder MapSchemas(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/schemas", () => Results.Bytes(Answers.Value.List, "application/json")).AllowAnonymous();
        endpoints.MapGet("/schemas/{type}", (string type) => Answers.Value.Schemas.TryGetValue(type, out var schema)
            ? Results.Bytes(schema, MediaType)
            : Problems.Of(StatusCodes.Status404NotFound, "There is no such event type. GET /schemas lists those that there are.")).AllowAnonymous();
        return endpoints;
    }

    private static Published Publish()
    {
        var schemas = EventSchemas.All();
        var list = EventCatalogue.All.OrderBy(definition => definition.Type, StringComparer.Ordinal).Select(definition => (JsonNode)new JsonObject
        {
            ["type"] = definition.Type,
            ["description"] = schemas[definition.Type]["description"]!.DeepClone(),
            ["derived"] = definition.IsDerived,
            ["schema"] = $"/schemas/{definition.Type}",
        });
        return new Published(
            Utf8(new JsonObject { ["schemas"] = new JsonArray([.. list]) }),
            schemas.ToDictionary(schema => schema.Key, schema => Utf8(schema.Value), StringComparer.Ordinal));
    }

    private static byte[] Utf8(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json, Readable);

    private sealed record Published(byte[] List, Dictionary<string, byte[]> Schemas);
}
