using System.Text.Json;
using Xunit;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>Two dealerships know one person by two numbers: over HTTP and GraphQL it is one customer, until somebody says otherwise.</summary>
public sealed class IdentityTests(RunningSystem system)
{
    private const string All = "id revision aliases numbers { dealership number } dealerships { code } leads { leadId } timeline(first: 50) { totalCount }";

    [Fact]
    public async Task One_person_at_two_dealerships_is_one_customer_that_can_be_taken_apart_again()
    {
        await Send("D61", "17", "autocrm.customer.registered.v1", """{"name":"Rosalind Okafor","emails":["rosalind@okafor.example"]}""");
        var alone = await ByNumber("D61", "17", customer => customer.GetProperty("revision").GetInt32() > 0);

        await Send("D62", "K-9", "autocrm.customer.registered.v1", """{"name":"Okafor, Rosalind","emails":["Rosalind@Okafor.example"]}""", "2026-11-20T11:00:00Z");
        await Send("D62", "K-9", "autocrm.lead.received.v1", """{"leadId":"L-61","channel":"web","interest":"buy"}""", "2026-11-20T11:00:00Z");

        var both = await ByNumber("D62", "K-9", customer => customer.GetProperty("aliases").GetArrayLength() == 1 && customer.GetProperty("leads").GetArrayLength() == 1);
        Assert.Equal(alone.GetProperty("id").GetString(), both.GetProperty("id").GetString());
        Assert.Equal(["17", "K-9"], both.GetProperty("numbers").EnumerateArray().Select(number => number.GetProperty("number").GetString()).Order());
        Assert.Equal(["D61", "D62"], both.GetProperty("dealerships").EnumerateArray().Select(one => one.GetProperty("code").GetString()));
        Assert.True(both.GetProperty("timeline").GetProperty("totalCount").GetInt32() >= 3);
        await RunningSystem.Eventually(() => Found("rosalind@okafor.example"), ids => ids.SequenceEqual([both.GetProperty("id").GetString()]));

        var alias = both.GetProperty("aliases")[0].GetString();
        Assert.Equal("null", await Ask($$"""mutation { unmergeCustomers(input: { clientMutationId: "u-1", customer: "{{alias}}", reason: "mother and daughter" }) { rejection { code } } }""", "unmergeCustomers"));
        Assert.Equal(alias, (await ByNumber("D62", "K-9", customer => customer.GetProperty("aliases").GetArrayLength() == 0)).GetProperty("id").GetString());
        Assert.Empty((await ByNumber("D61", "17", customer => customer.GetProperty("aliases").GetArrayLength() == 0)).GetProperty("leads").EnumerateArray());

        // What somebody has taken apart the system leaves apart; a person may join it again.
        await Send("D62", "K-9", "autocrm.customer.profile-changed.v1", """{"emails":["rosalind@okafor.example"]}""", "2026-11-21T10:00:00Z");
        Assert.Equal(alias, (await ByNumber("D62", "K-9", _ => true)).GetProperty("id").GetString());
        Assert.Equal("null", await Ask($$"""mutation { mergeCustomers(input: { clientMutationId: "m-1", customer: "{{alias}}", into: "{{alone.GetProperty("id").GetString()}}" }) { rejection { code } } }""", "mergeCustomers"));
        Assert.Single((await ByNumber("D61", "17", customer => customer.GetProperty("aliases").GetArrayLength() == 1)).GetProperty("leads").EnumerateArray());
    }

    private async Task<string> Ask(string mutation, string field) => (await system.Query(mutation)).GetProperty(field).GetProperty("rejection").ToString() is { Length: > 0 } rejection ? rejection : "null";

    private async Task<string?[]> Found(string email) =>
        [.. (await system.Query($$"""{ customers(filter: { email: "{{email}}" }) { edges { node { id } } } }""")).GetProperty("customers").GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node").GetProperty("id").GetString())];

    private Task<JsonElement> ByNumber(string dealership, string number, Func<JsonElement, bool> satisfies) => RunningSystem.Eventually(
        async () => (await system.Query($$"""{ customerByNumber(dealership: "{{dealership}}", number: "{{number}}") { {{All}} } }""")).GetProperty("customerByNumber"),
        customer => customer.ValueKind == JsonValueKind.Object && satisfies(customer));

    private async Task Send(string dealership, string customer, string type, string data, string time = "2026-11-20T10:00:00Z")
    {
        var report = new
        {
            specversion = "1.0", id = Guid.NewGuid().ToString("N"), source = $"/dealers/{dealership}/dms", type, time, dealership, customer, data = JsonElement.Parse(data),
        };
        Assert.Equal(202, (await system.Post(JsonSerializer.Serialize(report), "application/cloudevents+json")).Status);
    }
}
