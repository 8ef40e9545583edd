using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Tests.Support;

/// <summary>A loopback port on which nobody listens at the moment, and not one that was given before.</summary>
public static class FreePort
{
    public static int Find() => LoopbackPort.Choose();
}
