using System.Text;
using System.Text.Json;
using GraphQL;
using GraphQL.SystemTextJson;

namespace AutoCrm.Actors.Api.Transports;

/// <summary>Reads and writes the messages of graphql-transport-ws.</summary>
internal static class SocketMessage
{
    private const int MaxIdLength = 256;
    private const string Bearer = "Bearer ";

    public static readonly byte[] Ack = """{"type":"connection_ack"}"""u8.ToArray();
    public static readonly byte[] Pong = """{"type":"pong"}"""u8.ToArray();

    /// <returns>The text of a member, or null if it is absent or no text.</returns>
    public static string? Member(JsonElement message, string name) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? TextOf(value)
            : null;

    public static string Id(JsonElement message) => Member(message, "id") is { Length: > 0 and <= MaxIdLength } id
        ? id
        : throw new ProtocolViolation(CloseCodes.InvalidMessage, "The id is missing or too long");

    public static JsonElement Payload(JsonElement message) =>
        message.TryGetProperty("payload", out var payload) && payload.ValueKind == JsonValueKind.Object
            ? payload
            : throw new ProtocolViolation(CloseCodes.InvalidMessage, "The payload is missing");

    public static string? BearerToken(JsonElement init)
    {
        if (!init.TryGetProperty("payload", out var payload) || payload.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (payload.ValueKind != JsonValueKind.Object)
        {
            throw new ProtocolViolation(CloseCodes.InvalidMessage, "The payload is not an object");
        }

        var header = Member(payload, "authorization") ?? Member(payload, "Authorization");
        return header?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true ? header[Bearer.Length..].Trim() : null;
    }

    public static byte[] Next(string id, ExecutionResult result, GraphQLSerializer serializer) => Of(id, "next", serializer.Serialize(result));

    public static byte[] Error(string id, ExecutionErrors errors, GraphQLSerializer serializer) =>
        Of(id, "error", serializer.Serialize<IEnumerable<ExecutionError>>(errors));

    public static byte[] Complete(string id) => Encoding.UTF8.GetBytes($$"""{"id":{{JsonSerializer.Serialize(id)}},"type":"complete"}""");

    private static byte[] Of(string id, string type, string payload) =>
        Encoding.UTF8.GetBytes($$"""{"id":{{JsonSerializer.Serialize(id)}},"type":"{{type}}","payload":{{payload}}}""");

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate: valid in JSON, but not a text.
            return null;
        }
    }
}
