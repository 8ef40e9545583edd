using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Decisions;

/// <summary>Commands to customers of which each has two activations.</summary>
public sealed class CustomerCommandTests : IAsyncLifetime
{
    private const int Rounds = 20;
    private TwoClusters? clusters;

    private TwoClusters Clusters => clusters!;

    public async ValueTask InitializeAsync() => clusters = await TwoClusters.Start();

    public async ValueTask DisposeAsync() => await Clusters.DisposeAsync();

    [Fact]
    public async Task A_registration_that_is_sent_many_times_makes_one_customer_and_one_answer()
    {
        var id = NewCustomerId.Of("D1", "r");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Customer(n % 2 == 0 ? Clusters.One : Clusters.Two, id).Do(Register("Ann"))));

        Assert.All(outcomes, outcome => Assert.Null(outcome.Rejection));
        Assert.Single(outcomes.Select(outcome => outcome.Position!.ToString()).Distinct());
        Assert.Equal(1, await Clusters.Count("event_log"));
        Assert.Equal(RejectionCodes.MutationIdReused, (await Customer(Clusters.Two, id).Do(Register("Bob"))).Rejection?.Code);
        Assert.Equal("Ann", (await Customer(Clusters.Two, id).Get(outcomes[0].Position))!.State.Profile.Name?.Value);
    }

    [Fact]
    public async Task A_registration_under_a_number_tells_the_number_and_another_one_under_it_is_refused()
    {
        var id = NewCustomerId.Of("D1", "r", "4711");
        var outcome = await Customer(Clusters.One, id).Do(Register("Ann") with { Number = "4711" });

        Assert.Equal(("D1", "4711"), outcome.Live!.State.Numbers.Select(one => (one.Dealership, one.Number)).Single());
        var again = await Customer(Clusters.Two, id).Do(Register("Ann") with { Number = "4711" });
        Assert.Equal(outcome.Position!.ToString(), again.Position?.ToString());
        var other = Register("Ann") with { Number = "4711", MutationId = "s" };
        Assert.Equal(CommandRejections.AlreadyRegistered, (await Customer(Clusters.Two, id).Do(other)).Rejection?.Code);
        Assert.Equal("4711", Assert.Single((await Customer(Clusters.Two, id).Get(outcome.Position))!.State.Numbers).Number);
    }

    [Fact]
    public async Task Of_two_advisors_who_lose_and_convert_a_lead_at_once_one_does()
    {
        foreach (var n in Enumerable.Range(0, Rounds))
        {
            Assert.Null((await Customer(Clusters.One, Id(n)).Do(Register("Ann"))).Rejection);
            Assert.Null((await Customer(Clusters.One, Id(n)).Do(Of("receiveLead", "l", new LeadReceived
            {
                LeadId = "L1", Channel = ContactChannel.Web, Interest = LeadInterest.Buy,
            }))).Rejection);
            await Customer(Clusters.Two, Id(n)).Get(null);
        }

        var races = await Task.WhenAll(Enumerable.Range(0, Rounds).Select(n => Task.WhenAll(
            Customer(Clusters.One, Id(n)).Do(Of("loseLead", "a", new LeadLost { LeadId = "L1", Reason = "r" })),
            Customer(Clusters.Two, Id(n)).Do(Of("placeOrder", "b", new Orders.OrderPlaced { OrderId = "O1", LeadId = "L1" })))));

        Assert.All(races, race => Assert.Single(race, outcome => outcome.Rejection is null));
        Assert.All(races, race => Assert.Single(race, outcome => outcome.Rejection?.Code == CommandRejections.LeadEnded));
    }

    private static string Id(int n) => $"C{n}";

    private static EventCommand Register(string name) => Of("registerCustomer", "r", new CustomerRegistered { Name = name });

    private static EventCommand Of(string name, string mutation, EventPayload payload) =>
        new() { Name = name, Dealership = "D1", MutationId = mutation, Payload = payload };

    private static ICustomerGrain Customer(IGrainFactory at, string id) => at.GetGrain<ICustomerGrain>(Subject.Customer(id).Key);
}
