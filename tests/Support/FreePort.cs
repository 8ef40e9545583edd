using System.Net;
using System.Net.Sockets;

namespace AutoCrm.Actors.Tests.Support;

/// <summary>A loopback port on which nobody listens at the moment.</summary>
public static class FreePort
{
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
