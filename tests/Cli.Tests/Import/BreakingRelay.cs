using System.Net;
using System.Net.Sockets;

namespace AutoCrm.Actors.Cli.Tests.Import;

/// <summary>A TCP relay that resets its first connections: some before the server gets the request, some before the client gets the answer.</summary>
internal sealed class BreakingRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly int target;
    private readonly int broken;
    private readonly List<Task> relays = [];
    private readonly Task accepting;

    public BreakingRelay(int target, int broken)
    {
        this.target = target;
        this.broken = broken;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = Accept();
    }

    public int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(relays);
        stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            for (var number = 1; ; number++)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                relays.Add(Relay(client, number));
            }
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException)
        {
            // The relay is at its end.
        }
    }

    private async Task Relay(TcpClient client, int number)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                var isLost = number <= broken && number % 2 == 0;
                var isUnanswered = number <= broken && number % 2 == 1;
                if (isLost)
                {
                    await client.GetStream().ReadExactlyAsync(new byte[100], stop.Token);
                    client.LingerState = new LingerOption(true, 0);
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, target, stop.Token);
                var there = client.GetStream().CopyToAsync(server.GetStream(), stop.Token);
                var back = isUnanswered
                    ? server.GetStream().ReadExactlyAsync(new byte[1], stop.Token).AsTask()
                    : server.GetStream().CopyToAsync(client.GetStream(), stop.Token);
                await Task.WhenAny(there, back);
                if (isUnanswered)
                {
                    client.LingerState = new LingerOption(true, 0);
                }

                client.Close();
                server.Close();
                await Task.WhenAll(there, back);
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException or EndOfStreamException)
            {
                // One side went away, or the test is over.
            }
        }
    }
}
