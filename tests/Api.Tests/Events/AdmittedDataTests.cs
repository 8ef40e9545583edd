using System.Text.Json.Nodes;
using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Events;

/// <summary>What the edge admits, the actors can read: otherwise an acknowledged event would be poison.</summary>
public sealed class AdmittedDataTests
{
    [Theory]
    [InlineData("""{"name":"x","phones":null}""")]
    [InlineData("""{"name":"x","emails":null,"income":null,"gender":null}""")]
    [InlineData("""{"name":"x","NAME":5}""")]
    [InlineData("""{"name":"x","Name":"y"}""")]
    [InlineData("""{"name":"x","income":13500}""")]
    [InlineData("""{"name":"x","income":{"amount":1,"currency":"USD"}}""")]
    [InlineData("""{"name":"x","income":{"amount":1,"currency":"USD","Currency":7}}""")]
    [InlineData("""{"name":"x","phones":[],"emails":["a@b"]}""")]
    [InlineData("""{"name":"x","unknown":{"deep":[1,{"a":null}]}}""")]
    [InlineData("""{"name":"x","$type":"System.Object","$id":"1","$ref":"2"}""")]
    [InlineData("""{"name":"x","income":1e27}""")]
    [InlineData("""{"name":"x","income":0.0000000000000000000000000001}""")]
    public void It_is_either_refused_or_readable(string data)
    {
        var parsed = Sample.Read(Sample.Registration().With("data", JsonNode.Parse(data)));

        if (parsed.Problem is null)
        {
            Assert.IsNotType<UnreadablePayload>(EventCatalogue.Read(parsed.Event!.Type, parsed.Event.Data));
        }
    }

    [Theory]
    [InlineData("""{"repairOrder":"1","lines":null}""")]
    [InlineData("""{"repairOrder":"1","lines":[null]}""")]
    [InlineData("""{"repairOrder":"1","lines":[{"operation":"oil","amount":null}]}""")]
    [InlineData("""{"repairOrder":"1","odometer":null,"amount":{"amount":1.10,"currency":"CNY"}}""")]
    public void So_it_is_for_service(string data)
    {
        var sample = Sample.Reading().With("type", "autocrm.service.completed.v1").With("data", JsonNode.Parse(data));
        var parsed = Sample.Read(sample);

        if (parsed.Problem is null)
        {
            Assert.IsNotType<UnreadablePayload>(EventCatalogue.Read(parsed.Event!.Type, parsed.Event.Data));
        }
    }
}
