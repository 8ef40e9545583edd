using System.Text.Json;
using AutoCrm.Actors.Api.Tests.Graph.Host;
using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Graph;

public sealed class QueryTests(Showroom host) : IClassFixture<Showroom>
{
    [Theory]
    [InlineData("4T1BE32K13U193407")]
    [InlineData("4t1be32k13u193407")]
    [InlineData(" 4T1BE32K1-3U193407")]
    public async Task A_vehicle_is_found_however_its_number_is_written(string vin)
    {
        var vehicle = (await host.Data(Tokens.Headquarters, "query($v: ID!) { vehicle(vin: $v) { vin vinStatus odometer { km at suspect } sales { kind price { amount currency } } } }", new { v = vin }))
            .GetProperty("vehicle");
        Assert.Equal(Showroom.Car, vehicle.GetProperty("vin").GetString());
        Assert.Equal(278714.24, vehicle.GetProperty("odometer").GetProperty("km").GetDouble());
        Assert.Equal("2026-01-03T08:00:00+08:00", vehicle.GetProperty("odometer").GetProperty("at").GetString());
        Assert.Equal("5001.25", vehicle.GetProperty("sales")[0].GetProperty("price").GetProperty("amount").GetRawText());
    }

    [Theory]
    [InlineData("12345")]
    [InlineData("1")]
    [InlineData("")]
    public async Task An_unknown_number_is_no_vehicle(string vin) => Assert.Equal(
        JsonValueKind.Null,
        (await host.Data(Tokens.Headquarters, "query($v: ID!) { vehicle(vin: $v) { vin } }", new { v = vin })).GetProperty("vehicle").ValueKind);

    [Theory]
    [InlineData("4T1BE32K13U19340O", "no I, O or Q")]
    [InlineData("4T1BE32K13U193407X", "17")]
    [InlineData("4T1BE32K13U1\u000093407", "letters A to Z")]
    public async Task A_malformed_number_is_refused_with_the_reason(string vin, string reason)
    {
        var answer = (await host.Ask(Tokens.Headquarters, "query($v: ID!) { vehicle(vin: $v) { vin } }", new { v = vin })).ToString();
        Assert.Contains("BAD_INPUT", answer, StringComparison.Ordinal);
        Assert.Contains(reason, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_cheap_fields_asks_no_actor()
    {
        var before = host.States.Asked;
        var data = await host.Data(Tokens.Headquarters, "{ vehicles { totalCount position edges { node { vin make model modelYear revision dealerships { code } } } } }");
        Assert.Equal(2, data.GetProperty("vehicles").GetProperty("totalCount").GetInt32());
        Assert.StartsWith(AutoCrmDatabase.Epoch.ToString("N"), data.GetProperty("vehicles").GetProperty("position").GetString()!, StringComparison.Ordinal);
        Assert.Equal(before, host.States.Asked);
    }

    [Fact]
    public async Task A_list_asks_the_actor_for_what_the_row_does_not_have()
    {
        var data = await host.Data(Tokens.Headquarters, "{ vehicles(filter: { make: \"toyota\" }) { edges { node { vin color } } } }");
        Assert.Equal("Silver", data.GetProperty("vehicles").GetProperty("edges")[0].GetProperty("node").GetProperty("color").GetString());
    }

    [Theory]
    [InlineData("make: \"TOYOTA\"", 1)]
    [InlineData("model: \"accord\"", 1)]
    [InlineData("modelYear: 2003", 2)]
    [InlineData("hasConflicts: true", 1)]
    [InlineData("hasConflicts: false", 1)]
    [InlineData("dealership: \"D2\"", 2)]
    [InlineData("stockOf: \"D2\"", 1)]
    [InlineData("stockOf: \"D1\"", 0)]
    [InlineData("commercial: AVAILABLE", 1)]
    [InlineData("commercial: SOLD", 0)]
    [InlineData("make: \"x' OR 1=1 --\"", 0)]
    public async Task Vehicles_are_filtered(string filter, int count) => Assert.Equal(
        count,
        (await host.Data(Tokens.Headquarters, $"{{ vehicles(filter: {{ {filter} }}) {{ totalCount }} }}")).GetProperty("vehicles").GetProperty("totalCount").GetInt32());

    [Theory]
    [InlineData("nameStartsWith: \"p-n\"", 2)]
    [InlineData("nameStartsWith: \"%\"", 0)]
    [InlineData("nameStartsWith: \"P-NA\"", 2)]
    [InlineData("nameStartsWith: \"P-NB\"", 0)]
    [InlineData("nameStartsWith: \"p-name\"", 2)]
    [InlineData("nameStartsWith: \"p-name \"", 0)]
    [InlineData("nameStartsWith: \"\"", 2)]
    [InlineData("phone: \"0049 30 123\"", 2)]
    [InlineData("phone: \"+49 30 12\"", 0)]
    [InlineData("phone: \"none\"", 0)]
    [InlineData("email: \" C-SHARED@P.MAIL\"", 1)]
    [InlineData("email: \"C-SHARED@P.MAIL\", nameStartsWith: \"P-N\", dealership: \"D1\"", 1)]
    [InlineData("stage: OWNER_IN_SERVICE", 1)]
    [InlineData("dealership: \"D1\"", 1)]
    public async Task Customers_are_filtered(string filter, int count) => Assert.Equal(
        count,
        (await host.Data(Tokens.Headquarters, $"{{ customers(filter: {{ {filter} }}) {{ totalCount }} }}")).GetProperty("customers").GetProperty("totalCount").GetInt32());

    [Theory]
    [InlineData("vehicles")]
    [InlineData("customers")]
    [InlineData("dealerships")]
    public async Task A_list_is_paged_without_a_hole(string list)
    {
        var query = $"query($after: String) {{ {list}(first: 1, after: $after) {{ edges {{ cursor node {{ id }} }} pageInfo {{ hasNextPage hasPreviousPage endCursor }} }} }}";
        var first = (await host.Data(Tokens.Headquarters, query)).GetProperty(list);
        Assert.True(first.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        var after = first.GetProperty("pageInfo").GetProperty("endCursor").GetString();
        var second = (await host.Data(Tokens.Headquarters, query, new { after })).GetProperty(list);
        Assert.False(second.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
        Assert.True(second.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean());
        Assert.NotEqual(Id(first), Id(second));

        static string Id(JsonElement page) => page.GetProperty("edges")[0].GetProperty("node").GetProperty("id").GetString()!;
    }

    [Theory]
    [InlineData("vehicles(after: \"!!!\") { totalCount }")]
    [InlineData("vehicles(after: \"\") { totalCount }")]
    [InlineData("vehicles(after: \"WyJhIiwiYiJd\") { totalCount }")]
    [InlineData("customers(after: \"WyJcdTAwMDAiXQ\") { totalCount }")]
    [InlineData("vehicle(vin: \"4T1BE32K13U193407\") { timeline(after: \"WyJhIl0\") { totalCount } }")]
    public async Task A_forged_cursor_is_refused(string field) => Assert.Equal("BAD_CURSOR", await host.Code(Tokens.Headquarters, $"{{ {field} }}"));

    [Fact]
    public async Task A_timeline_is_in_order_of_occurrence_with_the_senders_offset()
    {
        var query = "query($after: String) { customer(id: \"C-SHARED\") { timeline(first: 2, after: $after) { totalCount edges { cursor node { type at recordedAt position dealership { code } data } } pageInfo { hasNextPage endCursor } } } }";
        var page = (await host.Data(Tokens.Headquarters, query)).GetProperty("customer").GetProperty("timeline");
        Assert.Equal(3, page.GetProperty("totalCount").GetInt32());
        var first = page.GetProperty("edges")[0].GetProperty("node");
        Assert.Equal("2026-01-01T08:00:00+08:00", first.GetProperty("at").GetString());
        Assert.Equal("0.1", first.GetProperty("position").GetString());
        Assert.Equal("D1", first.GetProperty("dealership").GetProperty("code").GetString());
        Assert.Equal("5001.25", first.GetProperty("data").GetProperty("price").GetProperty("amount").GetRawText());
        var rest = (await host.Data(Tokens.Headquarters, query, new { after = page.GetProperty("pageInfo").GetProperty("endCursor").GetString() }))
            .GetProperty("customer").GetProperty("timeline");
        Assert.Equal("autocrm.service.completed.v1", rest.GetProperty("edges")[0].GetProperty("node").GetProperty("type").GetString());
        Assert.False(rest.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean());
    }

    [Fact]
    public async Task An_actor_is_asked_to_be_as_fresh_as_demanded()
    {
        var token = PositionToken.Of(AutoCrmDatabase.Epoch, [new Position(0, 1)]);
        await host.Data(Tokens.Headquarters, "query($p: String) { vehicle(vin: \"4T1BE32K13U193407\", atLeast: $p) { vin } }", new { p = token.ToString() });
        Assert.Contains(host.States.AtLeasts, asked => asked?.ToString() == token.ToString());
    }

    [Theory]
    [InlineData("vehicle(vin: \"4T1BE32K13U193407\", atLeast: $p) { vin }")]
    [InlineData("vehicles(atLeast: $p) { totalCount }")]
    public async Task A_position_of_another_log_is_refused(string field) => Assert.Equal(
        "BAD_POSITION",
        await host.Code(Tokens.Headquarters, $"query($p: String) {{ {field} }}", new { p = PositionToken.Of(Guid.NewGuid(), [new Position(0, 1)]).ToString() }));

    [Fact]
    public async Task A_position_that_is_none_is_refused() =>
        Assert.Equal("BAD_POSITION", await host.Code(Tokens.Headquarters, "{ vehicles(atLeast: \"x\") { totalCount } }"));

    [Fact]
    public async Task A_list_waits_until_it_is_as_fresh_as_demanded()
    {
        var position = await host.Log.Append(new LogEntry { Vin = Showroom.OtherCar, Partition = 2 });
        var token = PositionToken.Of(AutoCrmDatabase.Epoch, [position]).ToString();
        var asking = host.Data(Tokens.Headquarters, "query($p: String) { vehicles(atLeast: $p) { totalCount } }", new { p = token });
        Assert.False(asking.IsCompleted);
        await host.Database.Execute("UPDATE partition_checkpoint SET log_offset = $2 WHERE partition = $1", (short)position.Partition, position.Offset);
        await asking.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_list_is_no_fresher_than_what_somebody_in_the_quarantine_lacks()
    {
        var before = await host.Log.Append(new LogEntry { Vin = Showroom.Car, Partition = 3 });
        var lacked = await host.Log.Append(new LogEntry { Vin = Showroom.OtherCar, Partition = 3 });
        var token = PositionToken.Of(AutoCrmDatabase.Epoch, [lacked]);
        await host.Database.Execute(
            "INSERT INTO quarantine (kind, key, partition, log_offset, reason, late) VALUES (2, $1, 3, $2, 'slow', true)", Showroom.OtherCar, lacked.Offset);
        await host.Database.Execute("UPDATE partition_checkpoint SET log_offset = $1 WHERE partition = 3", lacked.Offset);

        var page = await FreshnessOfList();
        Assert.True(page.Covers(PositionToken.Of(AutoCrmDatabase.Epoch, [before])));
        Assert.False(page.Covers(token));
        var asking = host.Data(Tokens.Headquarters, "query($p: String) { vehicles(atLeast: $p) { totalCount } }", new { p = token.ToString() });
        await host.Database.Execute("DELETE FROM quarantine WHERE late");

        await asking.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.True((await FreshnessOfList()).Covers(token));
    }

    [Fact]
    public async Task A_list_that_does_not_get_fresh_in_time_says_so()
    {
        var token = PositionToken.Of(AutoCrmDatabase.Epoch, [new Position(3, 1_000_000)]).ToString();
        Assert.Equal("NOT_YET", await host.Code(Tokens.Headquarters, "query($p: String) { vehicles(atLeast: $p) { totalCount } }", new { p = token }));
        Assert.Equal("NOT_YET", await host.Code(Tokens.Headquarters, "query($p: String) { vehicle(vin: \"4T1BE32K13U193407\", atLeast: $p) { vin } }", new { p = token }));
    }

    [Theory]
    [InlineData("{\"make\":\"a\\u0000b\"}")]
    [InlineData("{\"make\":\"\\ud800\"}")]
    public async Task Text_that_the_database_cannot_hold_is_refused(string filter)
    {
        using var client = host.Client(Tokens.Headquarters);
        using var body = new StringContent(
            """{"query":"query($f: VehicleFilter) { vehicles(filter: $f) { totalCount } }","variables":{"f":""" + filter + "}}",
            System.Text.Encoding.UTF8,
            "application/json");
        using var response = await client.PostAsync(new Uri("/graphql", UriKind.Relative), body, TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.Contains("BAD_INPUT", StringComparison.Ordinal) || (int)response.StatusCode == 400, answer);
    }

    private async Task<PositionToken> FreshnessOfList()
    {
        var list = (await host.Data(Tokens.Headquarters, "{ vehicles { position } }")).GetProperty("vehicles");
        Assert.True(PositionToken.TryParse(list.GetProperty("position").GetString(), out var position));
        return position;
    }
}
