using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Api.Tests.Graph.Host;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Transports;

/// <summary>A client that speaks graphql-transport-ws, and can break it.</summary>
internal sealed class Socket : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ClientWebSocket socket = new();

    public WebSocketState State => socket.State;

    public int? CloseCode => (int?)socket.CloseStatus;

    public static async Task<Socket> Connect(GraphHost host, string? header = null, string protocol = "graphql-transport-ws", string? origin = null)
    {
        var client = new Socket();
        client.socket.Options.AddSubProtocol(protocol);
        if (header is not null)
        {
            client.socket.Options.SetRequestHeader("Authorization", header);
        }

        if (origin is not null)
        {
            client.socket.Options.SetRequestHeader("Origin", origin);
        }

        using var patience = new CancellationTokenSource(Patience);
        await client.socket.ConnectAsync(new UriBuilder(host.Address) { Scheme = "ws", Path = "/graphql" }.Uri, patience.Token);
        return client;
    }

    /// <summary>Connects and initialises.</summary>
    public static async Task<Socket> Open(GraphHost host, string token)
    {
        var client = await Connect(host);
        await client.Send(new { type = "connection_init", payload = new { authorization = "Bearer " + token } });
        Assert.Equal("connection_ack", (await client.Receive())!.Value.GetProperty("type").GetString());
        return client;
    }

    public Task Send(object message) => SendText(JsonSerializer.Serialize(message));

    public async Task SendText(string text, bool end = true, WebSocketMessageType type = WebSocketMessageType.Text)
    {
        using var patience = new CancellationTokenSource(Patience);
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), type, end, patience.Token);
    }

    public Task Subscribe(string id, string query) => Send(new { id, type = "subscribe", payload = new { query } });

    /// <returns>The next message, or null if the server closed.</returns>
    public async Task<JsonElement?> Receive()
    {
        using var patience = new CancellationTokenSource(Patience);
        var buffer = new byte[1024 * 1024];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            if (part.EndOfMessage)
            {
                return JsonElement.Parse(buffer.AsSpan(0, length));
            }
        }
    }

    /// <summary>Receives, and demands a message of a type.</summary>
    public async Task<JsonElement> Receive(string type)
    {
        var message = await Receive();
        Assert.True(message is not null, $"The server closed with {CloseCode}.");
        Assert.Equal(type, message.Value.GetProperty("type").GetString());
        return message.Value;
    }

    /// <returns>The code that the server closed with, after whatever it still sent.</returns>
    public async Task<int?> ReceiveClose()
    {
        while (await Receive() is not null)
        {
        }

        return CloseCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            try
            {
                using var patience = new CancellationTokenSource(Patience);
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }
            catch (WebSocketException)
            {
                // The server dropped the connection first.
            }
        }

        socket.Dispose();
    }
}
