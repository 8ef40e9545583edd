using System.Text.Json;
using Xunit;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>One customer, two cars, the whole loop: sent in as a dealership and the maker would, seen as an app would.</summary>
public sealed class LoopTests(RunningSystem system)
{
    // What the system derives by its clock depends on when it looked: it stands apart from what was reported.
    private const string Everything =
        """
        query($customer: ID!, $first: ID!, $second: ID!, $dealership: ID!, $atLeast: String) {
          customer(id: $customer, atLeast: $atLeast) {
            stage party conflicts { kind } stageWhy { type } numbers { dealership number }
            vehicles { vin role from until }
            leads { leadId state level orderId }
            testDrives { testDriveId }
            quotes { quoteId }
            orders { orderId state vin deliveredAt reportedAt amount { amount } }
            deliveries { vin orderId at }
            tradeIns { vin at }
            serviceVisits { repairOrder state at amount { amount } }
            cases { caseId state kind resolution }
            surveys { score }
            nextBestAction { kind }
          }
          first: vehicle(vin: $first, atLeast: $atLeast) { ...Car }
          second: vehicle(vin: $second, atLeast: $atLeast) { ...Car }
          dealership(code: $dealership, atLeast: $atLeast) {
            orders deliveries serviceVisits openConflicts openCases
            pipeline { newLeads assignedLeads contactedLeads qualifiedLeads openQuotes openOrders deliveries }
            stock { state count }
            activity { type count }
          }
        }
        fragment Car on Vehicle {
          supply commercial ownership end conflicts { kind } odometer { km suspect }
          ownershipPeriods { role from until } lives { number kind } sales { at }
          serviceVisits { at } recalls { campaign state forbidsSale } warranties { kind state }
          nextService { due dueKm since }
        }
        """;

    [Fact]
    public async Task A_customer_lives_the_whole_loop()
    {
        var names = LoopNames.Of(0);
        var life = new LoopLife(names);

        var seen = await After(names, life.Lead());
        Is(names.Number, seen, "customer.numbers.0.number");
        Is("LEAD", seen, "customer.stage");
        Is("autocrm.lead.received.v1", seen, "customer.stageWhy.0.type");
        Is("CONTACTED", seen, "customer.leads.0.state");
        Is(1, seen, "dealership.pipeline.contactedLeads");

        seen = await After(names, life.Opportunity());
        Is("OPPORTUNITY", seen, "customer.stage");
        Is("autocrm.lead.qualified.v1", seen, "customer.stageWhy.0.type");
        Is(1, seen, "dealership.pipeline.qualifiedLeads");
        Is(1, seen, "customer.quotes.#");

        seen = await After(names, life.Order());
        Is("ORDERED", seen, "customer.stage");
        Is("autocrm.order.placed.v1", seen, "customer.stageWhy.0.type");
        Is("CONFIRMED", seen, "customer.orders.0.state");
        Is("CONVERTED", seen, "customer.leads.0.state");
        Is(1, seen, "dealership.pipeline.openOrders");
        Is(0, seen, "dealership.pipeline.qualifiedLeads");

        seen = await After(names, life.Built());
        Is("ALLOCATED", seen, "customer.orders.0.state");
        Is(names.First, seen, "customer.orders.0.vin");
        Is("BUILT", seen, "first.supply");
        Is("SOLD", seen, "first.commercial");

        seen = await After(names, life.Shipped());
        Is("IN_TRANSIT", seen, "customer.orders.0.state");
        Is("ARRIVED", seen, "first.supply");

        seen = await After(names, life.Received());
        Is("READY_FOR_DELIVERY", seen, "customer.orders.0.state");
        Is("READY", seen, "first.supply");
        Is("SOLD", seen, "dealership.stock.0.state");

        seen = await After(names, life.Delivered());
        Is("OWNER_NEW", seen, "customer.stage");
        Is("autocrm.vehicle.delivered.v1", seen, "customer.stageWhy.0.type");
        Is("REPORTED", seen, "customer.orders.0.state");
        Is("REPORTED", seen, "first.commercial");
        Is("OWNER", seen, "first.ownership");
        Is("ACTIVE", seen, "first.warranties.0.state");
        Is(1, seen, "dealership.deliveries");
        Is(0, seen, "dealership.pipeline.openOrders");
        Is(0, seen, "dealership.stock.#");

        seen = await After(names, [.. life.Serviced(1, 410, 14_000), .. life.Serviced(2, 760, 27_500)]);
        Is("OWNER_IN_SERVICE", seen, "customer.stage");
        Is(2, seen, "customer.serviceVisits.#");
        Is("FULFILLED", seen, "customer.serviceVisits.0.state");
        Is(2, seen, "first.serviceVisits.#");
        Is(27_500, seen, "first.odometer.km");
        Is(57_500, seen, "first.nextService.dueKm");

        seen = await After(names, life.Complaint());
        Is("CLOSED", seen, "customer.cases.0.state");
        Is("The rattle is gone", seen, "customer.cases.0.resolution");
        Is(0, seen, "dealership.openCases");

        seen = await After(names, life.Recalled());
        Is("OPEN", seen, "first.recalls.0.state");
        Is(true, seen, "first.recalls.0.forbidsSale");
        seen = await After(names, life.Remedied());
        Is("REMEDIED", seen, "first.recalls.0.state");
        Is(false, seen, "first.recalls.0.forbidsSale");

        seen = await After(names, life.Looking());
        Is("IN_MARKET", seen, "customer.stage");
        Is("autocrm.lead.received.v1", seen, "customer.stageWhy.1.type");

        seen = await After(names, life.BoughtAgain());
        Is("REPURCHASED", seen, "customer.stage");
        Is(2, seen, "customer.stageWhy.#");
        Is("DEALER", seen, "first.ownership");
        Is("AVAILABLE", seen, "first.commercial");
        Is(2, seen, "first.lives.#");
        Is("OWNER", seen, "second.ownership");
        Is(2, seen, "dealership.deliveries");
        Is(0, seen, "customer.conflicts.#");
        Is(0, seen, "first.conflicts.#");
        Is(0, seen, "second.conflicts.#");
        await IsOnTheTimeline(names, life.Whole());
    }

    [Fact]
    public async Task Shuffled_and_repeated_it_ends_the_same_ten_times()
    {
        var expected = await EndOf(LoopNames.Of(11), events => events);
        var random = new Random(7);
        for (var n = 1; n <= 10; n++)
        {
            Assert.Equal(expected, await EndOf(LoopNames.Of(n), events =>
            {
                string[] all = [.. events, .. events.Where(_ => random.Next(3) == 0)];
                random.Shuffle(all);
                return all;
            }));
        }
    }

    private async Task<string> EndOf(LoopNames names, Func<string[], string[]> sent)
    {
        var seen = await After(names, sent(new LoopLife(names).Whole()));
        return seen.GetRawText()
            .Replace(names.Customer, "CUSTOMER", StringComparison.Ordinal)
            .Replace(names.Number, "NUMBER", StringComparison.Ordinal)
            .Replace(names.Dealership, "DEALERSHIP", StringComparison.Ordinal)
            .Replace(names.First, "FIRST", StringComparison.Ordinal)
            .Replace(names.Second, "SECOND", StringComparison.Ordinal);
    }

    private async Task<JsonElement> After(LoopNames names, string[] events)
    {
        var (status, body) = await system.Post(string.Join('\n', events));
        Assert.True(status == 202 && body.GetProperty("rejected").GetArrayLength() == 0, body.GetRawText());
        return WithoutDerived(await system.Query(Everything, new
        {
            customer = names.Customer,
            first = names.First,
            second = names.Second,
            dealership = names.Dealership,
            atLeast = body.GetProperty("position").GetString(),
        }));
    }

    // How many were derived by then is the clock's affair.
    private static JsonElement WithoutDerived(JsonElement seen)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(seen.GetRawText())!;
        var activity = node["dealership"]!["activity"]!.AsArray();
        foreach (var derived in activity.Where(count => ((string)count!["type"]!) is var type && (type.Contains("overdue") || type.Contains("service.due") || type.Contains("-ending"))).ToArray())
        {
            activity.Remove(derived);
        }

        return JsonSerializer.SerializeToElement(node);
    }

    private async Task IsOnTheTimeline(LoopNames names, string[] events)
    {
        var seen = new HashSet<(string Type, string Position)>();
        foreach (var (kind, key, id) in new[] { ("customer", "id", names.Customer), ("vehicle", "vin", names.First), ("vehicle", "vin", names.Second) })
        {
            var data = await system.Query($"query($id: ID!) {{ {kind}({key}: $id) {{ timeline(first: 100) {{ edges {{ node {{ type position }} }} }} }} }}", new { id });
            seen.UnionWith(data.GetProperty(kind).GetProperty("timeline").GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node"))
                .Select(node => (node.GetProperty("type").GetString()!, node.GetProperty("position").GetString()!)));
        }

        foreach (var sent in events.CountBy(text => JsonDocument.Parse(text).RootElement.GetProperty("type").GetString()!))
        {
            Assert.Equal(sent, KeyValuePair.Create(sent.Key, seen.Count(entry => entry.Type == sent.Key)));
        }
    }

    private static void Is<T>(T expected, JsonElement seen, string path)
    {
        var at = seen;
        foreach (var step in path.Split('.'))
        {
            if (step == "#")
            {
                Assert.Equal(Convert.ToInt32(expected, System.Globalization.CultureInfo.InvariantCulture), at.GetArrayLength());
                return;
            }

            at = int.TryParse(step, out var index) ? at[index] : at.GetProperty(step);
        }

        Assert.True(at.Deserialize<T>()!.Equals(expected), $"{path} is {at.GetRawText()}, not {expected}, in {seen.GetRawText()}");
    }
}
