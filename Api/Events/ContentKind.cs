using Microsoft.Net.Http.Headers;

namespace AutoCrm.Actors.Api.Events;

/// <summary>The ways in which events can be sent.</summary>
internal enum ContentKind
{
    /// <summary>None that is understood.</summary>
    Unknown,

    /// <summary>One event in JSON.</summary>
    Structured,

    /// <summary>A JSON array of events.</summary>
    Batch,

    /// <summary>Attributes in headers, data in the body.</summary>
    Binary,

    /// <summary>One structured event a line.</summary>
    Stream,
}

internal static class ContentKinds
{
    private const string Batch = "application/cloudevents-batch";
    private const string Structured = "application/cloudevents";
    private const string Stream = "application/x-ndjson";

    /// <summary>Decides how a request sends events, as the HTTP binding of CloudEvents says: batch first, then structured, else binary.</summary>
    public static ContentKind Of(HttpRequest request)
    {
        var type = request.ContentType ?? string.Empty;
        if (type.StartsWith(Structured, StringComparison.OrdinalIgnoreCase))
        {
            return Media(type) switch
            {
                Batch or Batch + "+json" => ContentKind.Batch,
                Structured or Structured + "+json" => ContentKind.Structured,
                _ => ContentKind.Unknown,
            };
        }

        if (Media(type) == Stream)
        {
            return ContentKind.Stream;
        }

        return request.Headers.ContainsKey("ce-specversion") && (type.Length == 0 || Media(type) is not null)
            ? ContentKind.Binary
            : ContentKind.Unknown;
    }

    // Null for what is no media type, and for a character set that is not UTF-8.
    private static string? Media(string type) =>
        MediaTypeHeaderValue.TryParse(type, out var parsed)
        && (!parsed.Charset.HasValue || HeaderUtilities.RemoveQuotes(parsed.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? parsed.MediaType.Value!.ToLowerInvariant()
            : null;
}
