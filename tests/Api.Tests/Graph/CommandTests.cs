using AutoCrm.Actors.Api.Tests.Graph.Host;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Graph;

/// <summary>Commands on their way from the document to the actor.</summary>
public sealed class CommandTests(Showroom host) : IClassFixture<Showroom>
{
    public static TheoryData<string> Names() => [.. CommandCatalogue.All.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_command_reaches_its_actor_for_the_dealership_that_may_act(string name)
    {
        var command = CommandCatalogue.Find(name)!;
        await host.Data(Tokens.Headquarters, Mutation(command, "D2"));
        var asked = Assert.IsType<EventCommand>(host.Commands.Last);
        Assert.Equal((name, "D2", true, command.Payload), (asked.Name, asked.Dealership, asked.ByHeadquarters, asked.Payload.GetType()));

        Assert.Equal("BAD_INPUT", await host.Code(Tokens.Headquarters, Mutation(command, null)));
        Assert.Equal("FORBIDDEN", await host.Code(Tokens.HeadquartersWithoutPersonalData, Mutation(command, "D2")));
        Assert.Equal("FORBIDDEN", await host.Code(Tokens.Dealership("D1"), Mutation(command, "D2")));
        if (!command.HeadquartersOnly)
        {
            await host.Data(Tokens.Dealership("D1"), Mutation(command, null));
            Assert.Equal(("D1", false), (host.Commands.Last!.Dealership, ((EventCommand)host.Commands.Last).ByHeadquarters));
        }
    }

    [Fact]
    public async Task What_the_input_says_is_what_is_to_happen()
    {
        await host.Data(Tokens.Dealership("D1"), $$"""
            mutation { deliverVehicle(input: { clientMutationId: "m", vin: " 4t1be32k13u193407", customer: "C1", orderId: "O1",
              price: { amount: 29500.5, currency: "EUR" }, odometer: { value: 12, unit: "mi" }, finance: LEASE }) { position } }
            """);

        var asked = (EventCommand)host.Commands.Last!;
        Assert.Equal("C1", asked.Other);
        Assert.Equal(
            new VehicleDelivered { OrderId = "O1", Price = new Money(29500.5m, "EUR"), Odometer = new Distance(12, "mi"), Finance = FinanceKind.Lease },
            asked.Payload);
    }

    [Fact]
    public async Task Lists_and_days_are_read()
    {
        await host.Data(Tokens.Dealership("D1"), """
            mutation { registerCustomer(input: { clientMutationId: "m", name: "Ann", phones: ["+49 1", "+49 2"], birthDate: "1984-11-23", kind: PERSON }) { position } }
            """);

        var registered = Assert.IsType<CustomerRegistered>(((EventCommand)host.Commands.Last!).Payload);
        Assert.Equal(["+49 1", "+49 2"], registered.Phones.AsEnumerable());
        Assert.Equal((new DateOnly(1984, 11, 23), PartyKind.Person), (registered.BirthDate, registered.Kind));
    }

    [Theory]
    [InlineData("", "input.leadId")]
    [InlineData("nul\\u0000", "input.leadId")]
    public async Task What_is_out_of_bounds_is_refused_by_its_name(string lead, string path)
    {
        var answer = await host.Ask(Tokens.Dealership("D1"), $"mutation {{ loseLead(input: {{ clientMutationId: \"m\", customer: \"C1\", leadId: \"{lead}\", reason: \"r\" }}) {{ position }} }}");
        Assert.Contains("BAD_INPUT", answer.ToString(), StringComparison.Ordinal);
        Assert.Contains(path, answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_shows_no_customer_of_another_dealership()
    {
        host.Commands.CustomerAnswer = new()
        {
            Live = new Live<Customer>(new Customer { Id = "C-X", Dealerships = ["D2"] }, 1, new PositionToken(Guid.Empty, [])),
            Rejection = new Rejection("unknown-customer", "The dealership knows no such customer.", "customer"),
        };
        const string mutation = "mutation { assignLead(input: { clientMutationId: \"m\", dealership: \"D1\", customer: \"C-X\", leadId: \"L\", advisor: \"A\" }) { customer { id } position rejection { code path } } }";
        var seen = await host.Data(Tokens.Dealership("D1"), mutation);
        var byHeadquarters = await host.Data(Tokens.Headquarters, mutation);
        host.Commands.CustomerAnswer = new();

        Assert.Equal("""{"assignLead":{"customer":null,"position":null,"rejection":{"code":"unknown-customer","path":"customer"}}}""", seen.GetRawText());
        Assert.Contains("C-X", byHeadquarters.GetRawText(), StringComparison.Ordinal);
    }

    private static string Mutation(CommandDefinition command, string? dealership) =>
        $"mutation {{ {CommandInputText.Of(command, dealership)} {{ clientMutationId position rejection {{ code }} }} }}";
}
