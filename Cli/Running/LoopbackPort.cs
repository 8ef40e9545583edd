using System.Net;
using System.Net.Sockets;

namespace AutoCrm.Actors.Cli.Running;

/// <summary>Finds ports on the loopback address.</summary>
internal static class LoopbackPort
{
    // Below the ports that Linux (32768) and macOS (49152) give to outgoing connections: one of those may take a port
    // between the moment it is chosen and the moment it is listened on.
    private const int First = 20_000;
    private const int Count = 10_000;
    private const int Attempts = 200;

    /// <summary>Whether nobody listens on a port.</summary>
    public static bool IsFree(int port)
    {
        // Every address, so that a server that listens on all of them is seen too.
        return CanListen(IPAddress.Loopback, port) && CanListen(IPAddress.Any, port);
    }

    /// <summary>A free port: the wanted one if it is free, otherwise any.</summary>
    public static int Choose(int? wanted = null)
    {
        if (wanted is { } port && IsFree(port))
        {
            return port;
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var candidate = First + System.Security.Cryptography.RandomNumberGenerator.GetInt32(Count);
            if (IsFree(candidate))
            {
                return candidate;
            }
        }

        throw new OperatorException($"No free port was found on 127.0.0.1 between {First} and {First + Count}.");
    }

    private static bool CanListen(IPAddress address, int port)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
