using System.Text;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>The number by which a dealership names a customer, from the append to the actor.</summary>
public sealed class CustomerNumberTests(SiloFixture silo)
{
    [Fact]
    public async Task It_reaches_the_actor_at_once_and_again_from_the_log_and_stands_there_readable()
    {
        var dealership = "D" + Guid.NewGuid().ToString("N");
        var id = CustomerIds.Of(dealership, "47\"11");
        var reply = await silo.Append(SiloFixture.Event(
            "autocrm.customer.registered.v1", """{"name":"Ann"}""", customer: id, dealership: dealership) with
        {
            Attributes = Encoding.UTF8.GetBytes("""{"about":"somebody","customernumber":"47\"11"}"""),
        });
        var token = PositionToken.Of(reply.Epoch, reply.Results.Select(r => r.Position));
        var grain = silo.Grains.GetGrain<ICustomerGrain>(Subject.Customer(id).Key);

        var live = await grain.Get(token);
        Assert.Equal((dealership, "47\"11"), live!.State.Numbers.Select(one => (one.Dealership, one.Number)).Single());
        Assert.Equal("47\"11", CustomerNumberAttribute.In(await silo.Scalar<byte[]>("SELECT attributes FROM event_log WHERE customer = $1", id)));

        await grain.Rebuild();
        Assert.Equal(live.State.Numbers, (await grain.Get(token))!.State.Numbers);
    }
}
