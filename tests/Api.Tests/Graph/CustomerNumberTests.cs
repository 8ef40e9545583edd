using AutoCrm.Actors.Api.Tests.Graph.Host;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Graph;

/// <summary>A dealership finds a customer by its own number, and gives one its number.</summary>
public sealed class CustomerNumberTests(Showroom host) : IClassFixture<Showroom>
{
    private const string OfD1 = "{ customerByNumber(number: \"D1-NUMBER\") { id numbers { dealership number at } } }";

    [Fact]
    public async Task A_dealership_finds_a_customer_by_its_own_number_and_sees_no_others() => Assert.Equal(
        $$$"""{"customerByNumber":{"id":"{{{Showroom.Numbered}}}","numbers":[{"dealership":"D1","number":"D1-NUMBER","at":"2026-01-01T08:00:00+08:00"}]}}""",
        (await host.Data(Tokens.Dealership("D1"), OfD1)).GetRawText());

    [Fact]
    public async Task Headquarters_says_whose_number_it_is_and_sees_all()
    {
        var seen = await host.Data(Tokens.Headquarters, "{ customerByNumber(dealership: \"D1\", number: \"D1-NUMBER\") { numbers { number } } }");

        Assert.Equal("""{"customerByNumber":{"numbers":[{"number":"D1-NUMBER"},{"number":"D2-NUMBER"}]}}""", seen.GetRawText());
        Assert.Equal("BAD_INPUT", await host.Code(Tokens.Headquarters, OfD1));
    }

    [Theory]
    [InlineData("D1", "D2-NUMBER")]
    [InlineData("D2", "D1-NUMBER")]
    [InlineData("D1", "nobody's")]
    [InlineData("D1", "")]
    public async Task A_number_that_is_not_the_dealerships_names_nobody(string dealership, string number) => Assert.Equal(
        """{"customerByNumber":null}""",
        (await host.Data(Tokens.Dealership(dealership), "query($n: String!) { customerByNumber(number: $n) { id } }", new { n = number })).GetRawText());

    [Fact]
    public async Task Another_dealerships_numbers_are_refused() => Assert.Equal(
        "FORBIDDEN", await host.Code(Tokens.Dealership("D2"), "{ customerByNumber(dealership: \"D1\", number: \"D1-NUMBER\") { id } }"));

    [Fact]
    public async Task A_dealership_registers_a_customer_under_its_own_number()
    {
        await host.Data(Tokens.Dealership("D1"), Register("4711"));

        Assert.Equal(("4711", CustomerIds.Of("D1", "4711")), (((EventCommand)host.Commands.Last!).Number, host.Commands.LastCustomer));
    }

    [Fact]
    public async Task A_customer_registered_without_a_number_has_an_id_that_events_can_name()
    {
        await host.Data(Tokens.Dealership("D1"), "mutation { registerCustomer(input: { clientMutationId: \"m\", name: \"Ann\" }) { position } }");

        Assert.Null(((EventCommand)host.Commands.Last!).Number);
        Assert.True(CustomerIds.IsOwn(host.Commands.LastCustomer));
    }

    [Fact]
    public async Task An_id_is_no_number_to_register_under() =>
        Assert.Equal("BAD_INPUT", await host.Code(Tokens.Dealership("D1"), Register(Showroom.Numbered)));

    private static string Register(string number) =>
        $"mutation {{ registerCustomer(input: {{ clientMutationId: \"m\", name: \"Ann\", number: \"{number}\" }}) {{ position }} }}";
}
