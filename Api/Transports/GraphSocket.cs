using System.Net.WebSockets;
using System.Text.Json;
using AutoCrm.Actors.Api.Auth;

namespace AutoCrm.Actors.Api.Transports;

/// <summary>One WebSocket with graphql-transport-ws: reads messages one after the other, and decides when to close.</summary>
internal sealed partial class GraphSocket(
    WebSocket socket,
    SocketOperations operations,
    AccessTokens tokens,
    TimeProvider time,
    TransportOptions bounds,
    ILogger<GraphSocket> logger)
{
    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);
    private readonly TaskCompletionSource<Closing> closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SocketOutbox outbox = new(socket, time, bounds);
    private ITimer? expiry;
    private Caller caller = Caller.Nobody;
    private bool initialised;
    private bool acknowledged;

    /// <param name="fromHeader">The caller of the upgrade request, if it had a token.</param>
    /// <param name="stopping">When the server stops.</param>
    /// <param name="aborted">When the connection is lost.</param>
    public async Task Run(Caller fromHeader, CancellationToken stopping, CancellationToken aborted)
    {
        caller = fromHeader;
        await using var initTimer = time.CreateTimer(_ => CloseIfNotInitialised(), null, bounds.InitTimeout, Timeout.InfiniteTimeSpan);
        using var shutdown = stopping.Register(() => Close(CloseCodes.GoingAway, "Server shuts down"));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        operations.Start(outbox, Close, ended.Token);
        var sending = outbox.Send(ended.Token);
        var receiving = Receive(ended.Token);
        var first = await Task.WhenAny(receiving, closing.Task, sending);
        if (first == sending)
        {
            LogSlow(logger);
            socket.Abort();
        }

        await operations.Stop();
        outbox.Complete();
        await Farewell(sending, receiving);
        await ended.CancelAsync();
        await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        expiry?.Dispose();
    }

    private void Close(int code, string reason) => closing.TrySetResult(new Closing(code, reason));

    private void CloseIfNotInitialised()
    {
        if (!Volatile.Read(ref initialised))
        {
            Close(CloseCodes.InitTimeout, "Connection initialisation timeout");
        }
    }

    private async Task Farewell(Task sending, Task receiving)
    {
        try
        {
            await sending.WaitAsync(FarewellTimeout, time);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                var last = closing.Task.IsCompletedSuccessfully ? await closing.Task : new Closing(CloseCodes.Normal, "Bye");
                using var timeout = new CancellationTokenSource(FarewellTimeout, time);
                await socket.CloseOutputAsync((WebSocketCloseStatus)last.Code, last.Reason, timeout.Token);
                await receiving.WaitAsync(FarewellTimeout, time);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or TimeoutException or OperationCanceledException or IOException)
        {
            socket.Abort();
        }
    }

    private async Task Receive(CancellationToken ended)
    {
        var buffer = new byte[bounds.MaxMessageBytes + 1];
        while (await ReceiveMessage(buffer, ended) is { } message)
        {
            if (closing.Task.IsCompleted)
            {
                continue;
            }

            try
            {
                await Handle(RequestReader.Parse(message), ended);
            }
            catch (ProtocolViolation violation)
            {
                Close(violation.Closing.Code, violation.Closing.Reason);
            }
            catch (TransportRefusal refusal)
            {
                Close(CloseCodes.InvalidMessage, refusal.Message);
            }
        }
    }

    /// <returns>Null when the peer closed.</returns>
    private async Task<ReadOnlyMemory<byte>?> ReceiveMessage(byte[] buffer, CancellationToken ended)
    {
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), ended);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (length > bounds.MaxMessageBytes)
            {
                Close(CloseCodes.TooBig, "Message too big");
                length = 0;
            }
            else if (part.EndOfMessage)
            {
                if (part.MessageType == WebSocketMessageType.Binary)
                {
                    Close(CloseCodes.InvalidMessage, "Messages are text");
                }

                return buffer.AsMemory(0, length);
            }
        }
    }

    private async Task Handle(JsonElement message, CancellationToken ended)
    {
        switch (SocketMessage.Member(message, "type"))
        {
            case "connection_init":
                await Initialise(message, ended);
                break;
            case "ping":
                await outbox.Put(SocketMessage.Pong, ended);
                break;
            case "pong":
                break;
            case "subscribe":
                if (!acknowledged)
                {
                    throw new ProtocolViolation(CloseCodes.Unauthorized, "Unauthorized");
                }

                await operations.Begin(SocketMessage.Id(message), SocketMessage.Payload(message), caller);
                break;
            case "complete":
                operations.End(SocketMessage.Id(message));
                break;
            default:
                throw new ProtocolViolation(CloseCodes.InvalidMessage, "Unknown message type");
        }
    }

    private async Task Initialise(JsonElement message, CancellationToken ended)
    {
        if (initialised)
        {
            throw new ProtocolViolation(CloseCodes.SecondInit, "Too many initialisation requests");
        }

        Volatile.Write(ref initialised, true);
        if (!caller.IsKnown)
        {
            caller = await tokens.Read(SocketMessage.BearerToken(message));
        }

        var left = Lifetimes.Left(caller, time);
        if (!caller.IsKnown || left == TimeSpan.Zero)
        {
            throw new ProtocolViolation(CloseCodes.Forbidden, "Forbidden");
        }

        expiry = time.CreateTimer(_ => Close(CloseCodes.Forbidden, "Token expired"), null, left, Timeout.InfiniteTimeSpan);
        acknowledged = true;
        await outbox.Put(SocketMessage.Ack, ended);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A WebSocket was dropped: its client does not read, or is gone")]
    private static partial void LogSlow(ILogger logger);
}
