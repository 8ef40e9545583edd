using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>Sends requests that are ready, and repeats what was refused for a moment, as a well-behaved sender does.</summary>
internal sealed class EventClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Lines = new("application/x-ndjson");
    private static readonly MediaTypeHeaderValue Single = new("application/cloudevents+json");
    private static readonly TimeSpan Otherwise = TimeSpan.FromMilliseconds(250);
    private readonly HttpClient http;
    private readonly Uri address;
    private long accepted;
    private long duplicates;
    private long repeats;
    private int refusals;
    private int failures;

    public EventClient(Uri api, string token, int connections)
    {
        Connections = connections;
        address = new Uri(api, "/events");
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = connections }) { Timeout = TimeSpan.FromSeconds(100) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>How many requests can be under way at once.</summary>
    public int Connections { get; }

    /// <summary>What was answered since the beginning.</summary>
    public EventCounts Counts =>
        new(Interlocked.Read(ref accepted), Interlocked.Read(ref duplicates), Interlocked.Read(ref repeats), refusals, failures);

    /// <summary>Sends a request until all of its events are durable.</summary>
    public async Task Send(EventBody body, CancellationToken cancellation)
    {
        while (await TrySend(body, cancellation) is { } pause)
        {
            await Task.Delay(pause, cancellation);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<TimeSpan?> TrySend(EventBody body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body.Bytes) };
        request.Content.Headers.ContentType = body.IsSingle ? Single : Lines;
        try
        {
            using var answer = await http.SendAsync(request, cancellation);
            if (answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
            {
                Interlocked.Increment(ref refusals);
                return answer.Headers.RetryAfter?.Delta ?? Otherwise;
            }

            Count(body, answer, await answer.Content.ReadAsByteArrayAsync(cancellation));
            return null;
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref failures);
            return Otherwise;
        }
    }

    private void Count(EventBody body, HttpResponseMessage answer, byte[] content)
    {
        if (answer.StatusCode != HttpStatusCode.Accepted)
        {
            throw new InvalidOperationException($"POST /events was answered {(int)answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(content)}");
        }

        using var receipt = JsonDocument.Parse(content);
        var fresh = receipt.RootElement.GetProperty("accepted").GetInt32();
        var known = receipt.RootElement.GetProperty("duplicates").GetInt32();
        if (fresh + known != body.Events)
        {
            throw new InvalidOperationException($"Of {body.Events} events {fresh + known} were taken: {System.Text.Encoding.UTF8.GetString(content)}");
        }

        Interlocked.Add(ref accepted, fresh);
        Interlocked.Add(ref duplicates, known);
        Interlocked.Add(ref repeats, body.Repeats);
    }
}
