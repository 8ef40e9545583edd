using Microsoft.Net.Http.Headers;

namespace AutoCrm.Actors.Api.Transports;

/// <summary>The media types that GraphQL answers with.</summary>
internal enum AnswerMedia
{
    Json,
    GraphResponse,
    EventStream,
}

/// <summary>Chooses the media type of the answer by the Accept header.</summary>
internal static class Negotiation
{
    public const string Json = "application/json";
    public const string GraphResponse = "application/graphql-response+json";
    public const string EventStream = "text/event-stream";
    public const int MaxAcceptLength = 1024;

    /// <returns>Null if nothing that the client accepts can be given.</returns>
    public static AnswerMedia? Choose(HttpRequest request, StatusProfile profile)
    {
        var whatever = profile == StatusProfile.Compat ? AnswerMedia.Json : AnswerMedia.GraphResponse;
        var header = request.Headers.Accept.ToString();
        if (header.Length is 0 or > MaxAcceptLength || !MediaTypeHeaderValue.TryParseList([header], out var accepted))
        {
            return whatever;
        }

        return accepted
            .Where(media => media.Quality is not 0)
            .OrderByDescending(media => media.Quality ?? 1)
            .Select(media => Match(media, whatever))
            .FirstOrDefault(match => match is not null);
    }

    public static string NameOf(AnswerMedia media) => media switch
    {
        AnswerMedia.GraphResponse => GraphResponse + "; charset=utf-8",
        AnswerMedia.EventStream => EventStream + "; charset=utf-8",
        _ => Json + "; charset=utf-8",
    };

    private static AnswerMedia? Match(MediaTypeHeaderValue media, AnswerMedia whatever)
    {
        if (media.Charset.HasValue && !media.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return media.MediaType.Value?.ToLowerInvariant() switch
        {
            GraphResponse => AnswerMedia.GraphResponse,
            Json => AnswerMedia.Json,
            EventStream => AnswerMedia.EventStream,
            "*/*" or "application/*" => whatever,
            _ => null,
        };
    }
}
