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

    // Who was given a port may listen on it only later. So many are remembered; more would use up all of them in a process
    // that starts others again and again.
    private const int Remembered = 2_000;
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Given = [];
    private static readonly Queue<int> InOrder = [];

    /// <summary>Whether nobody listens on a port.</summary>
    public static bool IsFree(int port)
    {
        // Every address, so that a server that listens on all of them is seen too.
        return CanListen(IPAddress.Loopback, port) && CanListen(IPAddress.Any, port);
    }

    /// <summary>A free port: the wanted one if it is free, otherwise any that this process has not been given of late.</summary>
    public static int Choose(int? wanted = null)
    {
        if (wanted is { } port && IsFree(port))
        {
            Claim(port);
            return port;
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var candidate = First + System.Security.Cryptography.RandomNumberGenerator.GetInt32(Count);
            if (Claim(candidate) && IsFree(candidate))
            {
                return candidate;
            }
        }

        throw new OperatorException($"No free port was found on 127.0.0.1 between {First} and {First + Count}.");
    }

    /// <summary>Notes that a port is given.</summary>
    /// <returns>Whether it had not been given of late.</returns>
    private static bool Claim(int port)
    {
        lock (Gate)
        {
            if (!Given.Add(port))
            {
                return false;
            }

            InOrder.Enqueue(port);
            if (InOrder.Count > Remembered)
            {
                Given.Remove(InOrder.Dequeue());
            }

            return true;
        }
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
