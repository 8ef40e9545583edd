using System.Text.Json;
using AutoCrm.Actors.Api.Graph;
using GraphQL;
using GraphQL.SystemTextJson;

namespace AutoCrm.Actors.Api.Transports;

/// <summary>A request that is not GraphQL at all: it is answered with a status and a reason.</summary>
internal sealed class TransportRefusal(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}

/// <summary>Reads {query, operationName, variables, extensions} from JSON or from a query string.</summary>
internal sealed class RequestReader(GraphQLSerializer serializer)
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new TransportRefusal(StatusCodes.Status400BadRequest, "The body is not JSON.");
        }
    }

    public GraphRequest Read(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.Object => new GraphRequest(
            Text(body, "query") is { Length: > 0 } query ? query : throw Bad("'query' is missing."),
            Text(body, "operationName") is { Length: > 0 } operation ? operation : null,
            Variables(body)),
        JsonValueKind.Array => throw Bad("Batches of operations are not taken; send one operation."),
        _ => throw Bad("The body is not a JSON object."),
    };

    public GraphRequest Read(IQueryCollection query) => Read(JsonSerializer.SerializeToElement(new Dictionary<string, object?>
    {
        ["query"] = query["query"].FirstOrDefault(),
        ["operationName"] = query["operationName"].FirstOrDefault(),
        ["variables"] = Embedded(query, "variables"),
        ["extensions"] = Embedded(query, "extensions"),
    }));

    private static JsonElement? Embedded(IQueryCollection query, string name) => query[name].FirstOrDefault() is { Length: > 0 } text
        ? Parse(System.Text.Encoding.UTF8.GetBytes(text))
        : null;

    private static string? Text(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Bad($"'{name}' is not a text.");
        }
        catch (InvalidOperationException)
        {
            throw Bad($"'{name}' is not well-formed text.");
        }
    }

    private static TransportRefusal Bad(string message) => new(StatusCodes.Status400BadRequest, message);

    private Inputs Variables(JsonElement body)
    {
        if (body.TryGetProperty("extensions", out var extensions) && extensions.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            throw Bad("'extensions' is not an object.");
        }

        if (!body.TryGetProperty("variables", out var variables) || variables.ValueKind == JsonValueKind.Null)
        {
            return Inputs.Empty;
        }

        if (variables.ValueKind != JsonValueKind.Object)
        {
            throw Bad("'variables' is not an object.");
        }

        try
        {
            return serializer.ReadNode<Inputs>(variables) ?? Inputs.Empty;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            throw Bad("'variables' cannot be read.");
        }
    }
}
