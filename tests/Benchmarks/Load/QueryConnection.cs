using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>
/// One keep-alive connection that sends requests which are ready, byte for byte, and only looks for the end of the
/// answer: on two cores a full HTTP client would measure itself.
/// </summary>
internal sealed class QueryConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[64 * 1024];

    public static async Task<QueryConnection> Open(Uri api, CancellationToken cancellation)
    {
        var connection = new QueryConnection();
        await connection.socket.ConnectAsync(IPAddress.Loopback, api.Port, cancellation);
        return connection;
    }

    /// <summary>A GraphQL request as it goes over the wire.</summary>
    public static byte[] Request(Uri api, string token, string query)
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new { query });
        return Encoding.UTF8.GetBytes(
            $"POST /graphql HTTP/1.1\r\nHost: {api.Authority}\r\nAuthorization: Bearer {token}\r\nAccept: application/graphql-response+json\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <exception cref="InvalidOperationException">The answer is not a result without errors.</exception>
    public async ValueTask Ask(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        await socket.SendAsync(request, cancellation);
        var length = 0;
        do
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            if (read == 0)
            {
                throw new IOException("The Api closed the connection.");
            }

            length += read;
        }
        while (!IsComplete(buffer.AsSpan(0, length)));

        var answer = buffer.AsSpan(0, length);
        if (!answer.StartsWith("HTTP/1.1 200"u8) || answer.IndexOf("\"errors\""u8) >= 0)
        {
            throw new InvalidOperationException($"The query was answered: {Encoding.UTF8.GetString(answer)}");
        }
    }

    public void Dispose() => socket.Dispose();

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var at = answer[..end].IndexOf("Content-Length: "u8);
        if (at < 0)
        {
            return answer.EndsWith("0\r\n\r\n"u8);
        }

        _ = Utf8Parser.TryParse(answer[(at + "Content-Length: "u8.Length)..], out int length, out _);
        return answer.Length >= end + 4 + length;
    }
}
