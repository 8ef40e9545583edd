using System.Collections.Immutable;
using System.Text.Json;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>What the system says of one event that it did not take.</summary>
internal sealed record RejectedEvent(int Index, string Code, string Path, string Message);

/// <summary>The system's answer to a request: every event of it is accepted, a duplicate or rejected.</summary>
internal sealed record IntakeAnswer(int Accepted, int Duplicates, ImmutableArray<RejectedEvent> Rejected)
{
    public static IntakeAnswer Empty { get; } = new(0, 0, []);

    /// <summary>Reads an answer; null if the text is none.</summary>
    public static IntakeAnswer? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new IntakeAnswer(
                root.GetProperty("accepted").GetInt32(),
                root.GetProperty("duplicates").GetInt32(),
                [.. root.GetProperty("rejected").EnumerateArray().Select(ReadRejected)]);
        }
        catch (Exception notAnAnswer) when (notAnAnswer is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static RejectedEvent ReadRejected(JsonElement item) =>
        new(item.GetProperty("index").GetInt32(), TextOf(item, "code"), TextOf(item, "path"), TextOf(item, "message"));

    private static string TextOf(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : string.Empty;
}
