using AutoCrm.Actors.Api.Hosting;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Hosting;

public sealed class ClusterLinkTests
{
    [Fact]
    public void A_lost_link_ends_what_waits_and_a_new_one_starts_afresh()
    {
        using var link = new ClusterLink(() => true);
        Assert.Equal((false, false), (link.IsUp, link.IsLost));

        link.Set(1);
        var first = link.Lost;
        Assert.Equal((true, false), (link.IsUp, first.IsCancellationRequested));

        link.Set(0);
        Assert.Equal((false, true, true), (link.IsUp, link.IsLost, first.IsCancellationRequested));

        link.Set(2);
        link.Set(1);
        Assert.Equal((true, false, false), (link.IsUp, link.IsLost, link.Lost.IsCancellationRequested));
    }

    [Fact]
    public void A_connection_is_no_use_before_the_silos_have_told_what_they_host()
    {
        var told = false;
        using var link = new ClusterLink(() => told);
        link.Set(1);
        Assert.Equal((false, false), (link.IsUp, link.IsLost));

        told = true;
        Assert.True(link.IsUp);
    }
}
