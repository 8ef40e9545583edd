using System.Text.Json;
using Xunit;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>What is wrong with an event is told by field and reason, and its neighbours are taken.</summary>
public sealed class BadInputTests(RunningSystem system)
{
    [Fact]
    public async Task Every_kind_of_bad_event_is_explained_and_its_neighbours_are_accepted()
    {
        string[] lines =
        [
            Event("good-1"),
            "{\"specversion\":\"1.0\",",
            Event("type", data: """{"odometer":{"value":"far","unit":"km"}}"""),
            Event("vin", vin: "LSGJA52U0AH00O123"),
            Event("time", time: "2026-11-23T08:00:00"),
            Event("member", data: "{}"),
            Event("long", data: $$"""{"odometer":{"value":1000,"unit":"km"},"note":"{{new string('x', 1_000_000)}}"}"""),
            Event("nul", data: """{"odometer":{"value":1000,"unit":"km"},"note":"a\u0000b"}"""),
            Event("good-2"),
        ];

        var (status, body) = await system.Post(string.Join('\n', lines));

        Assert.Equal(202, status);
        Assert.Equal(2, body.GetProperty("accepted").GetInt32());
        var rejected = body.GetProperty("rejected").EnumerateArray().ToDictionary(r => r.GetProperty("index").GetInt32());
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], rejected.Keys.Order());
        Names(rejected[2], "data.odometer.value", "number");
        Names(rejected[3], "vin", "letter O");
        Names(rejected[4], "time", "offset");
        Names(rejected[5], "data.odometer", "required");
        Assert.StartsWith("data", rejected[6].GetProperty("path").GetString(), StringComparison.Ordinal);
        Names(rejected[7], "data.note", "U+0000");
        Assert.All(rejected.Values, r => Assert.NotEmpty(r.GetProperty("message").GetString()!));
    }

    [Fact]
    public async Task A_body_that_is_no_json_is_a_bad_request()
    {
        var (status, _) = await system.Post("not json", "application/cloudevents+json");

        Assert.Equal(400, status);
    }

    [Fact]
    public async Task A_dealership_may_not_speak_for_another()
    {
        var token = (await system.Succeed("token", "--role", "dealership", "--dealership", "D01")).Trim();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(system.Api, "/events"));
        request.Headers.Authorization = new("Bearer", token);
        request.Content = new StringContent(Event("foreign"), new System.Net.Http.Headers.MediaTypeHeaderValue("application/cloudevents+json"));

        using var response = await system.Http.SendAsync(request);

        Assert.Equal(422, (int)response.StatusCode);
        Assert.Contains("forbidden-dealership", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static void Names(JsonElement rejected, string path, string reason)
    {
        Assert.Equal(path, rejected.GetProperty("path").GetString());
        Assert.Contains(reason, rejected.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    private static string Event(string id, string vin = "LSGJA52U0AH000123", string time = "2026-11-23T08:00:00+08:00", string data = """{"odometer":{"value":15230,"unit":"km"}}""") =>
        $$"""{"specversion":"1.0","id":"{{id}}","source":"/dealers/D07/dms","type":"autocrm.vehicle.odometer-read.v1","time":"{{time}}","dealership":"D07","vin":"{{vin}}","datacontenttype":"application/json","data":{{data}}}""";
}
