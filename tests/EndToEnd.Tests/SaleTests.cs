using System.Text.Json;
using Xunit;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>A sale that is asked for, from the first contact to the delivery, by two dealerships that want the same car.</summary>
public sealed class SaleTests(RunningSystem system)
{
    private const int Buyers = 6;

    [Fact]
    public async Task Of_many_buyers_of_one_car_one_gets_it_and_it_is_delivered_once()
    {
        var run = Guid.NewGuid().ToString("N")[..8];
        var vin = $"WVWZZZ1J{run[..3].ToUpperInvariant()}000123";
        await system.Post($$"""{"specversion":"1.0","id":"{{run}}","source":"/erp","type":"autocrm.vehicle.built.v1","time":"2026-11-01T08:00:00Z","vin":"{{vin}}","data":{} }""");
        var customers = await Task.WhenAll(Enumerable.Range(0, Buyers).Select(n => Buyer($"D{n}", run)));

        var wanted = await Task.WhenAll(customers.Select((customer, n) => Ask("allocateVehicle", $"D{n}", run, $"vin: \"{vin}\", customer: \"{customer}\", orderId: \"O1\"")));

        var winner = Array.FindIndex(wanted, IsAccepted);
        Assert.Single(wanted, IsAccepted);
        Assert.All(wanted.Where(answer => !IsAccepted(answer)), answer => Assert.Equal("vehicle-allocated", CodeOf(answer)));
        var handed = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Ask(
            "deliverVehicle", $"D{winner}", $"{run}-{n}", $"vin: \"{vin}\", customer: \"{customers[winner]}\", orderId: \"O1\", price: {{ amount: 30000, currency: \"EUR\" }}")));
        var delivered = Assert.Single(handed, IsAccepted);
        var data = await system.Query(
            $"{{ customer(id: \"{customers[winner]}\", atLeast: \"{delivered.GetProperty("position")}\") {{ stage }} vehicle(vin: \"{vin}\") {{ conflicts {{ kind }} }} }}");
        Assert.Equal("OWNER_NEW", data.GetProperty("customer").GetProperty("stage").GetString());
        Assert.Equal(0, data.GetProperty("vehicle").GetProperty("conflicts").GetArrayLength());
    }

    private async Task<string> Buyer(string dealership, string run)
    {
        var registered = await Ask("registerCustomer", dealership, run, $"name: \"A Buyer of {dealership}\", phones: [\"+49 30 123456{dealership[1..]}\"]", "customer { id }");
        var id = registered.GetProperty("customer").GetProperty("id").GetString()!;
        Assert.True(IsAccepted(await Ask("receiveLead", dealership, run, $"customer: \"{id}\", leadId: \"L1\", channel: WEB, interest: BUY")));
        Assert.True(IsAccepted(await Ask("placeOrder", dealership, run, $"customer: \"{id}\", orderId: \"O1\", leadId: \"L1\"")));
        return id;
    }

    private async Task<JsonElement> Ask(string command, string dealership, string mutation, string members, string more = "")
    {
        var data = await system.Query(
            $"mutation {{ {command}(input: {{ clientMutationId: \"{mutation}\", dealership: \"{dealership}\", {members} }}) {{ {more} position rejection {{ code }} }} }}");
        return data.GetProperty(command);
    }

    private static bool IsAccepted(JsonElement answer) => answer.GetProperty("rejection").ValueKind == JsonValueKind.Null;

    private static string? CodeOf(JsonElement answer) => answer.GetProperty("rejection").GetProperty("code").GetString();
}
