using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>How requests are sent.</summary>
internal sealed record SendingOptions
{
    /// <summary>The most requests under way at once.</summary>
    public int Window { get; init; } = 4;

    /// <summary>The most events in a request.</summary>
    public int EventsPerRequest { get; init; } = 500;

    /// <summary>How long a request is repeated before the import ends.</summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether bodies are compressed; null compresses them except on the way to this machine.</summary>
    public bool? Gzip { get; init; }
}

/// <summary>
/// Posts chunks and repeats them while the system is overloaded or away: ids make every repetition harmless.
/// </summary>
internal sealed class EventSender : IDisposable
{
    private const int MaxAnswerBytes = 8 * 1024 * 1024;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(100);
    private static readonly MediaTypeHeaderValue NdJson = new("application/x-ndjson");

    private readonly ImportTarget target;
    private readonly Uri address;
    private readonly SendingOptions options;
    private readonly TimeProvider time;
    private readonly Action<string?> waiting;
    private readonly HttpClient http;
    private readonly bool gzip;
    private int repeated;

    /// <param name="target">Where to.</param>
    /// <param name="options">How.</param>
    /// <param name="time">The clock.</param>
    /// <param name="waiting">Told why a request has to be repeated, and null once it got through; from any thread.</param>
    public EventSender(ImportTarget target, SendingOptions options, TimeProvider time, Action<string?> waiting)
    {
        this.target = target;
        address = target.Events;
        this.options = options;
        this.time = time;
        this.waiting = waiting;
        gzip = options.Gzip ?? !target.Url.IsLoopback;
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = options.Window,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !target.Url.IsLoopback,
            ConnectTimeout = TimeSpan.FromSeconds(10),
        };
        http = new HttpClient(handler, disposeHandler: true)
        {
            Timeout = RequestTimeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <summary>How many requests had to be repeated.</summary>
    public int Repeated => Volatile.Read(ref repeated);

    /// <summary>Sends a chunk until the system has answered for all of it.</summary>
    /// <exception cref="ImportStoppedException">It refuses the request as such, or did not answer for too long.</exception>
    public async Task<IntakeAnswer> Send(EventChunk chunk, CancellationToken cancellation)
    {
        var body = gzip ? Compress(chunk.Body) : chunk.Body;
        var started = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = Min(pause * 2, LongestPause))
        {
            var attempt = await Attempt(body, chunk.EventCount, cancellation);
            if (attempt.Answer is { } answer)
            {
                waiting(null);
                return answer;
            }

            if (time.GetElapsedTime(started) + pause >= options.GiveUpAfter)
            {
                throw new ImportStoppedException(
                    ImportOutcome.GaveUp,
                    $"{target.Url} has not taken events for {Duration.Format(options.GiveUpAfter)}: {attempt.Problem}");
            }

            waiting(attempt.Problem);
            Interlocked.Increment(ref repeated);
            await Task.Delay(PauseFor(attempt.RetryAfter, pause), time, cancellation);
        }
    }

    public void Dispose() => http.Dispose();

    private static TimeSpan PauseFor(TimeSpan? asked, TimeSpan pause) =>
        asked is { } retryAfter ? Min(Max(retryAfter, FirstPause), LongestPause) : pause;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static ReadOnlyMemory<byte> Compress(ReadOnlyMemory<byte> body)
    {
        using var compressed = new MemoryStream(body.Length / 4);
        using (var zip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(body.Span);
        }

        return compressed.GetBuffer().AsMemory(0, (int)compressed.Length);
    }

    private async Task<SendAttempt> Attempt(ReadOnlyMemory<byte> body, int events, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = ContentOf(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", target.Token);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellation);
            return await Judge(response, events, cancellation);
        }
        catch (HttpRequestException failure)
        {
            return SendAttempt.Again(Describe(failure));
        }
        catch (IOException)
        {
            return SendAttempt.Again("the connection broke");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return SendAttempt.Again("no answer in time");
        }
    }

    private ReadOnlyMemoryContent ContentOf(ReadOnlyMemory<byte> body)
    {
        var content = new ReadOnlyMemoryContent(body);
        content.Headers.ContentType = NdJson;
        if (gzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return content;
    }

    private async Task<SendAttempt> Judge(HttpResponseMessage response, int events, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (status is 408 or 429 or >= 500)
        {
            return SendAttempt.Again($"it answers {status} {response.ReasonPhrase}", RetryAfterOf(response));
        }

        var text = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (status is 200 or 202 or 409 or 422 && IntakeAnswer.Read(text) is { } answer)
        {
            return answer.Accepted + answer.Duplicates + answer.Rejected.Length == events
                ? SendAttempt.Done(answer)
                : throw Refusal($"it answered for {answer.Accepted + answer.Duplicates + answer.Rejected.Length} of {events} events");
        }

        throw Refusal(response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => "the token is missing, expired or not of this system (401)",
            HttpStatusCode.Forbidden => "the token has no right to send events (403); it needs the scope events:write",
            HttpStatusCode.RequestEntityTooLarge => "a request was too large (413); try a smaller --batch",
            HttpStatusCode.BadRequest => "it could not read a request (400)",
            HttpStatusCode.NotFound => "there is no POST /events at this address (404)",
            _ => $"it answered {status} {response.ReasonPhrase}, which is no answer to events",
        });
    }

    private ImportStoppedException Refusal(string why) => new(ImportOutcome.Refused, $"{target.Url} refuses: {why}");

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    private static string Describe(HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name is not known",
        HttpRequestError.ConnectionError => "it does not accept connections",
        HttpRequestError.SecureConnectionError => "no secure connection",
        HttpRequestError.ConfigurationLimitExceeded => "its answer is too long",
        _ => "the connection broke",
    };

    private sealed record SendAttempt(IntakeAnswer? Answer, string Problem, TimeSpan? RetryAfter)
    {
        public static SendAttempt Done(IntakeAnswer answer) => new(answer, string.Empty, null);

        public static SendAttempt Again(string problem, TimeSpan? retryAfter = null) => new(null, problem, retryAfter);
    }
}
