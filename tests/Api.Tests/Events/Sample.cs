using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Events;
using Microsoft.Extensions.Time.Testing;

namespace AutoCrm.Actors.Api.Tests.Events;

/// <summary>A right event, to be spoilt by one change at a time.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static Caller Hq { get; } = new(CallerRole.Headquarters, null, true, true, "hq", DateTimeOffset.MaxValue);

    public static Caller Dealership(string code) => new(CallerRole.Dealership, code, true, true, code, DateTimeOffset.MaxValue);

    public static JsonObject Reading(string id = "r1") => Parse($$$"""
        {"specversion":"1.0","id":"{{{id}}}","source":"/dealers/D07/dms","type":"autocrm.vehicle.odometer-read.v1",
         "time":"2026-11-23T08:00:00+08:00","dealership":"D07","vin":"LSGJA52U0AH000123",
         "datacontenttype":"application/json","data":{"odometer":{"value":15230,"unit":"km"}} }
        """);

    public static JsonObject Registration(string name = "Li Wei") => Parse($$$"""
        {"specversion":"1.0","id":"c1","source":"/dealers/D07/dms","type":"autocrm.customer.registered.v1",
         "time":"2026-11-23T08:00:00+08:00","dealership":"D07","customer":"4711",
         "data":{"name":{{{JsonSerializer.Serialize(name)}}} }}
        """);

    public static JsonObject With(this JsonObject sample, string path, JsonNode? value)
    {
        var names = path.Split('.');
        var at = names[..^1].Aggregate(sample, (node, name) => node[name]!.AsObject());
        at[names[^1]] = value;
        return sample;
    }

    public static JsonObject Without(this JsonObject sample, string path)
    {
        var names = path.Split('.');
        names[..^1].Aggregate(sample, (node, name) => node[name]!.AsObject()).Remove(names[^1]);
        return sample;
    }

    public static ParsedEvent Read(JsonNode json, Caller? caller = null) => Read(json.ToJsonString(), caller);

    public static ParsedEvent Read(string json, Caller? caller = null) => Read(Encoding.UTF8.GetBytes(json), caller);

    public static ParsedEvent Read(byte[] json, Caller? caller = null)
    {
        using var parser = new EventParser(caller ?? Hq, new FakeTimeProvider(Now));
        return parser.Parse(json);
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
