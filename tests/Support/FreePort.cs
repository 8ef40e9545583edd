using System.Collections.Concurrent;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Tests.Support;

/// <summary>A loopback port on which nobody listens at the moment, and never one that was given before.</summary>
public static class FreePort
{
    private static readonly ConcurrentDictionary<int, bool> Given = [];

    public static int Find()
    {
        int port;
        do
        {
            port = LoopbackPort.Choose();
        }
        while (!Given.TryAdd(port, true));
        return port;
    }
}
