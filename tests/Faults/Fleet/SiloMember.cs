using System.Globalization;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>A silo process with its proxies: to the database, and from the other silos to it.</summary>
internal sealed class SiloMember(Func<int, FaultProxy> newProxy)
{
    private int gatewayPort = LoopbackPort.Choose();

    public required ServiceProcess Process { get; init; }

    public required FaultProxy Database { get; init; }

    /// <summary>What other silos send to this one comes through here.</summary>
    public FaultProxy Peers { get; private set; } = newProxy(LoopbackPort.Choose());

    /// <summary>The next start is at another address, as on another machine.</summary>
    public void Move() => (Peers, gatewayPort) = (newProxy(LoopbackPort.Choose()), LoopbackPort.Choose());

    public Dictionary<string, string> Ports() => new()
    {
        ["AutoCrm__SiloPort"] = Peers.Port.ToString(CultureInfo.InvariantCulture),
        ["AutoCrm__SiloListenPort"] = Peers.Target.ToString(CultureInfo.InvariantCulture),
        ["AutoCrm__GatewayPort"] = gatewayPort.ToString(CultureInfo.InvariantCulture),
    };
}

/// <summary>An Api process with its proxy to the database and the one that clients connect to.</summary>
internal sealed record ApiMember(ServiceProcess Process, FaultProxy Database, FaultProxy Clients)
{
    public Uri Address { get; } = new($"http://127.0.0.1:{Clients.Port}");
}
