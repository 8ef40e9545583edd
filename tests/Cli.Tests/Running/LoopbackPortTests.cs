using System.Net;
using System.Net.Sockets;
using AutoCrm.Actors.Cli.Running;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Running;

public sealed class LoopbackPortTests
{
    [Fact]
    public void The_wanted_port_is_chosen_when_it_is_free()
    {
        var free = LoopbackPort.Choose();

        Assert.Equal(free, LoopbackPort.Choose(free));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public void Another_port_is_chosen_when_the_wanted_one_is_taken(string address)
    {
        using var taken = new TcpListener(IPAddress.Parse(address), 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var chosen = LoopbackPort.Choose(port);

        Assert.NotEqual(port, chosen);
        Assert.False(LoopbackPort.IsFree(port));
    }

    [Fact]
    public void No_port_is_given_to_two_who_have_not_listened_yet()
    {
        var chosen = Enumerable.Range(0, 1_000).Select(_ => LoopbackPort.Choose()).ToList();

        Assert.Equal(chosen.Count, chosen.Distinct().Count());
    }

    [Fact]
    public void A_chosen_port_is_not_one_of_those_that_the_kernel_gives_to_outgoing_connections()
    {
        Assert.InRange(LoopbackPort.Choose(), 20_000, 29_999);
    }
}
