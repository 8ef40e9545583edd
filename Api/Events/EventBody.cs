using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace AutoCrm.Actors.Api.Events;

/// <summary>The body of a request to <c>/events</c>: decompressed, and bounded both as sent and after decompression.</summary>
internal static class EventBody
{
    /// <summary>JSON of events shrinks to a tenth or a thirtieth; whatever grows more than this is a bomb.</summary>
    private const int MaxGrowth = 200;

    private const int FreeGrowth = 16 * 1024 * 1024;
    /// <summary>
    /// How much more than the bound is still drained: a sender that is cut off in the middle of its body mostly
    /// sees a broken connection instead of the answer.
    /// </summary>
    private const int DrainFactor = 8;

    private const int ReadSize = 64 * 1024;

    /// <summary>Whether the body's encoding is one that is understood.</summary>
    public static bool IsReadable(HttpRequest request) =>
        request.Headers.ContentEncoding.Count == 0 || IsGzip(request) || IsOnly(request, "identity");

    /// <summary>Reads a whole body.</summary>
    /// <returns>The body, or null if it is larger than allowed.</returns>
    public static async Task<ArrayBufferWriter<byte>?> ReadAll(HttpRequest request, int maxBytes, CancellationToken cancelled)
    {
        Limit(request, (long)maxBytes * DrainFactor);
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        var body = new ArrayBufferWriter<byte>(Math.Max(256, (int)(request.ContentLength ?? 0) + 1));
        try
        {
            await using var stream = new BoundedStream(IsGzip(request) ? Inflate(request.Body) : request.Body, count => count <= maxBytes);
            while (true)
            {
                var read = await stream.ReadAsync(body.GetMemory(1), cancelled);
                if (read == 0)
                {
                    return body;
                }

                body.Advance(read);
            }
        }
        catch (BodyTooLargeException)
        {
            return null;
        }
    }

    /// <summary>Opens a body of any length.</summary>
    public static PipeReader Open(HttpRequest request)
    {
        Limit(request, null);
        if (!IsGzip(request))
        {
            return request.BodyReader;
        }

        var sent = new BoundedStream(request.Body, _ => true);
        var inflated = new BoundedStream(Inflate(sent), count => count <= FreeGrowth || count / MaxGrowth <= sent.Count);
        request.HttpContext.Response.RegisterForDispose(inflated);
        return PipeReader.Create(inflated, new StreamPipeReaderOptions(bufferSize: ReadSize));
    }

    private static GZipStream Inflate(Stream body) => new(body, CompressionMode.Decompress);

    private static bool IsGzip(HttpRequest request) => IsOnly(request, "gzip");

    private static bool IsOnly(HttpRequest request, string encoding) =>
        request.Headers.ContentEncoding is [{ } value] && value.Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase);

    private static void Limit(HttpRequest request, long? maxBytes)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }
    }
}
