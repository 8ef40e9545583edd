using System.Text;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Api.Events;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Events;

/// <summary>A dealership names a customer by its own number: the event is about the customer's id, and keeps the number.</summary>
public sealed class CustomerReferenceTests
{
    private const string OwnNumber = """{"customernumber":"4711"}""";

    [Fact]
    public void A_number_of_a_dealership_becomes_the_customers_id()
    {
        var taken = Sample.Read(Sample.Registration()).Event!;

        Assert.Equal(CustomerIds.Of("D07", "4711"), taken.Customer);
        Assert.Equal(OwnNumber, Encoding.UTF8.GetString(taken.Attributes!));
    }

    [Fact]
    public void The_dealership_of_the_token_counts_as_well() =>
        Assert.Equal(CustomerIds.Of("D07", "4711"), Sample.Read(Sample.Registration().Without("dealership"), Sample.Dealership("D07")).Event!.Customer);

    [Fact]
    public void The_same_number_at_two_dealerships_is_two_customers() =>
        Assert.NotEqual(Sample.Read(Sample.Registration()).Event!.Customer, Sample.Read(Sample.Registration().With("dealership", "D08")).Event!.Customer);

    [Fact]
    public void An_id_that_the_product_gave_out_stays_and_is_no_number()
    {
        var id = CustomerIds.Of("D01", "1");
        var taken = Sample.Read(Sample.Registration().With("customer", id)).Event!;

        Assert.Equal(id, taken.Customer);
        Assert.Null(taken.Attributes);
    }

    [Fact]
    public void Without_a_dealership_the_customer_is_named_by_the_id()
    {
        var taken = Sample.Read(Sample.Registration().Without("dealership")).Event!;

        Assert.Equal("4711", taken.Customer);
        Assert.Null(taken.Attributes);
    }

    [Fact]
    public void An_event_of_an_unknown_type_is_no_exception() =>
        Assert.Equal(CustomerIds.Of("D07", "4711"), Sample.Read(Sample.Registration().With("type", "x")).Event!.Customer);

    [Fact]
    public void An_event_in_headers_is_no_exception()
    {
        using var parser = new EventParser(Sample.Dealership("D07"), new FakeTimeProvider(Sample.Now));
        var headers = new HeaderDictionary
        {
            ["ce-specversion"] = "1.0",
            ["ce-id"] = "1",
            ["ce-source"] = "s",
            ["ce-type"] = "x",
            ["ce-time"] = "2026-11-23T08:00:00Z",
            ["ce-customer"] = "4711",
        };

        Assert.Equal(CustomerIds.Of("D07", "4711"), parser.Parse(headers, default).Event!.Customer);
    }

    [Theory]
    [InlineData("\"4711\"")]
    [InlineData("4711")]
    [InlineData("true")]
    public void A_sender_cannot_set_the_number_itself(string value)
    {
        var problem = Sample.Read(Sample.Registration().With("customernumber", JsonNode.Parse(value))).Problem!;

        Assert.Equal(("format", "customernumber"), (problem.Code, problem.Path));
    }

    [Theory]
    [InlineData("4711")]
    [InlineData("é \"quoted\" \\ back 客户")]
    [InlineData("x\"customernumber\":\"y")]
    public void A_number_is_read_back_as_it_was_sent(string number)
    {
        var taken = Sample.Read(Sample.Registration().With("customer", number).With("about", "\"customernumber\":\"z\"").With("zone", 5)).Event!;

        Assert.Equal(CustomerIds.Of("D07", number), taken.Customer);
        Assert.Equal(number, CustomerNumberAttribute.In(taken.Attributes));
        Assert.Equal(number, CustomerNumberAttribute.In(CustomerNumberAttribute.Of(number)));
        Assert.Null(CustomerNumberAttribute.In("""{"about":"\"customernumber\":\"z\""}"""u8));
    }

    [Fact]
    public void A_payload_names_another_customer_in_the_same_way()
    {
        var merged = Sample.Registration().With("type", "autocrm.customer.merged.v1")
            .With("data", new JsonObject { ["into"] = "4712", ["reason"] = "4712", ["more"] = new JsonObject { ["into"] = "4712" } });

        Assert.Equal(
            $$$"""{"into":"{{{CustomerIds.Of("D07", "4712")}}}","reason":"4712","more":{"into":"4712"}}""",
            Encoding.UTF8.GetString(Sample.Read(merged).Event!.Data));
        Assert.Equal("4712", IntoOf(merged.Without("dealership")));
        Assert.Equal(CustomerIds.Of("D01", "1"), IntoOf(merged.With("dealership", "D07").With("data.into", CustomerIds.Of("D01", "1"))));
    }

    [Fact]
    public void Every_member_that_names_a_customer_is_marked() => Assert.Equal(
        ["autocrm.customer.merged.v1 into", "autocrm.customer.unmerged.v1 from"],
        EventCatalogue.All.SelectMany(type => type.Schema.Members.Where(member => member.NamesCustomer).Select(member => $"{type.Type} {member.Name}")).Order());

    [Fact]
    public void References_that_share_a_place_in_the_cache_do_not_share_an_id()
    {
        var cache = new CustomerIdCache(places: 3);
        foreach (var n in Enumerable.Range(0, 200).Concat(Enumerable.Range(0, 200)))
        {
            Assert.Equal(CustomerIds.Of($"D{n % 7}", $"{n}"), cache.Of($"D{n % 7}", $"{n}"));
        }
    }

    private static string IntoOf(JsonObject merged) =>
        JsonNode.Parse(Sample.Read(merged).Event!.Data)!["into"]!.GetValue<string>();
}
