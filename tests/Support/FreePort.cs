using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AutoCrm.Actors.Tests.Support;

/// <summary>A loopback port on which nobody listens at the moment.</summary>
/// <remarks>
/// Below the ports that the kernel gives to outgoing connections: one of those can be taken by a connection to the
/// database before its listener is started. And never one that was given before.
/// </remarks>
public static class FreePort
{
    private const int First = 20_000;
    private const int BeyondLast = 32_000;
    private const int MostAttempts = 1000;

    private static readonly ConcurrentDictionary<int, bool> Given = [];

    public static int Find()
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = Random.Shared.Next(First, BeyondLast);
            if (!Given.TryAdd(port, true))
            {
                continue;
            }

            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (attempt < MostAttempts)
            {
                // Somebody listens there: another one.
            }
        }
    }
}
