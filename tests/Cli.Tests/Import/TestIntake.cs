using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import;
using AutoCrm.Actors.Tests.Support;

namespace AutoCrm.Actors.Cli.Tests.Import;

/// <summary>
/// A server on a real socket that answers <c>POST /events</c> as the contract says: it knows each identity once, and
/// rejects what it is told to.
/// </summary>
internal sealed class TestIntake : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, int> bodies = new();
    private readonly HttpListener listener = new();
    private readonly ConcurrentBag<Task> answers = [];
    private readonly Task accepting;
    private int requests;
    private int underWay;
    private int mostUnderWay;

    public TestIntake(int? port = null)
    {
        Port = port ?? FreePort.Find();
        listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        listener.Start();
        accepting = Accept();
    }

    public int Port { get; }

    public ImportTarget Target => new(new Uri($"http://127.0.0.1:{Port}"), "token-of-the-test");

    /// <summary>Answers instead of the intake; null lets it answer. Gets the number of the request, from 1.</summary>
    public Func<int, HttpListenerContext, Task<bool>>? Instead { get; set; }

    /// <summary>The code with which an event is rejected, or null.</summary>
    public Func<JsonElement, string?> Reject { get; set; } = _ => null;

    /// <summary>Whether identities are kept; a test of memory has to do without.</summary>
    public bool Remembers { get; set; } = true;

    public int Requests => Volatile.Read(ref requests);

    public int MostUnderWay => Volatile.Read(ref mostUnderWay);

    public int Count => bodies.Count;

    public ConcurrentQueue<string?> ContentEncodings { get; } = new();

    public static async Task<bool> Answer(HttpListenerContext context, int status, string body = "{}")
    {
        await Drain(context.Request.InputStream);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await accepting;
        await Task.WhenAll(answers);
    }

    private static async Task Drain(Stream stream) => await stream.CopyToAsync(Stream.Null);

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                var context = await listener.GetContextAsync();
                answers.Add(Task.Run(() => Serve(context)));
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task Serve(HttpListenerContext context)
    {
        try
        {
            var now = Interlocked.Increment(ref underWay);
            InterlockedMax(now);
            var number = Interlocked.Increment(ref requests);
            if (Instead is null || !await Instead(number, context))
            {
                await Take(context);
            }
        }
        catch (Exception gone) when (gone is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client went away, which some tests want.
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    private async Task Take(HttpListenerContext context)
    {
        var isZipped = context.Request.Headers["Content-Encoding"] == "gzip";
        ContentEncodings.Enqueue(context.Request.Headers["Content-Encoding"]);
        if (context.Request.Headers["Authorization"] != "Bearer token-of-the-test" || context.Request.ContentType != "application/x-ndjson")
        {
            await Answer(context, 401);
            return;
        }

        using var body = new MemoryStream();
        await using (var stream = isZipped ? new GZipStream(context.Request.InputStream, CompressionMode.Decompress) : context.Request.InputStream)
        {
            await stream.CopyToAsync(body);
        }

        var answer = Judge(body.ToArray());
        await Answer(context, answer.Taken ? 202 : 422, answer.Json);
    }

    private (bool Taken, string Json) Judge(byte[] body)
    {
        var (accepted, duplicates, index) = (0, 0, -1);
        var rejected = new List<string>();
        foreach (var range in body.AsSpan().Split((byte)'\n'))
        {
            if (body.AsSpan(range).IsEmpty)
            {
                continue;
            }

            index++;
            using var parsed = JsonDocument.Parse(body.AsMemory(range));
            var made = parsed.RootElement;
            if (Reject(made) is { } code)
            {
                rejected.Add($$"""{"index":{{index}},"id":"x","code":"{{code}}","path":"data.price","message":"data.price is wrong."}""");
            }
            else if (!Remembers || bodies.TryAdd($"{made.GetProperty("source")} {made.GetProperty("id")}", 0))
            {
                accepted++;
            }
            else
            {
                duplicates++;
            }
        }

        return (accepted + duplicates > 0, $$"""{"accepted":{{accepted}},"duplicates":{{duplicates}},"rejected":[{{string.Join(',', rejected)}}],"position":"p"}""");
    }

    private void InterlockedMax(int now)
    {
        for (var seen = MostUnderWay; now > seen; seen = MostUnderWay)
        {
            Interlocked.CompareExchange(ref mostUnderWay, now, seen);
        }
    }
}
