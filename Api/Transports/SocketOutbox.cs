using System.Net.WebSockets;
using System.Threading.Channels;

namespace AutoCrm.Actors.Api.Transports;

/// <summary>What waits to be sent on one WebSocket: bounded, and given up if the client does not read.</summary>
internal sealed class SocketOutbox(WebSocket socket, TimeProvider time, TransportOptions bounds)
{
    private readonly Channel<byte[]> waiting = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(bounds.MaxWaitingMessages) { SingleReader = true });

    public async ValueTask Put(byte[] message, CancellationToken cancellation)
    {
        try
        {
            await waiting.Writer.WriteAsync(message, cancellation);
        }
        catch (ChannelClosedException)
        {
            // The socket closes: nothing more is said.
        }
    }

    public void Complete() => waiting.Writer.TryComplete();

    /// <summary>Sends until there is nothing more to come. Returns early if a message does not get through in time.</summary>
    public async Task Send(CancellationToken ended)
    {
        try
        {
            await foreach (var message in waiting.Reader.ReadAllAsync(ended))
            {
                using var slow = new CancellationTokenSource(bounds.SendTimeout, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, ended);
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, either.Token);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException)
        {
            waiting.Writer.TryComplete();
        }
    }
}
