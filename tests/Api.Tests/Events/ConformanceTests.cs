using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Api.Events;
using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Events;

/// <summary>The format tests of the CloudEvents project: the envelope reader must agree with every one.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public void Every_valid_event_is_read() =>
        Assert.All(Cases("valid-events.json", "event", 10), test => Assert.Null(Read(test.Value)));

    [Fact]
    public void Every_invalid_event_is_refused() =>
        Assert.All(Cases("invalid-events.json", "event", 25), test => Assert.NotNull(Read(test.Value)));

    [Fact]
    public void Every_valid_batch_is_read() => Assert.All(Cases("valid-batches.json", "batch", 5), test =>
    {
        var items = Split(test.Value);
        Assert.Equal(test.Value.AsArray().Count, items.Count);
        Assert.All(items, item => Assert.Null(Read(item)));
    });

    [Fact]
    public void Every_invalid_batch_has_an_event_that_is_refused() => Assert.All(
        Cases("invalid-batches.json", "batch", 3),
        test => Assert.Contains(Split(test.Value), item => Read(item) is not null));

    [Fact]
    public void The_product_demands_a_time_beyond_the_envelope()
    {
        var minimal = Cases("valid-events.json", "event", 10).First().Value;
        var problem = Sample.Read(minimal).Problem!;

        Assert.Equal(("required", "time"), (problem.Code, problem.Path));
    }

    [Fact]
    public void Hostile_names_never_break_the_reader()
    {
        foreach (var text in DataFiles.Read("strings", "blns.json").AsArray().Select(node => node!.GetValue<string>()))
        {
            foreach (var sample in new[] { Sample.Registration(text), Sample.Registration().With("customer", text), Sample.Registration().With("id", text) })
            {
                var parsed = Sample.Read(sample);

                Assert.True(parsed.Event is null != (parsed.Problem is null));
                if (parsed.Event is { } admitted)
                {
                    Assert.IsNotType<UnreadablePayload>(EventCatalogue.Read(admitted.Type, admitted.Data));
                }
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, JsonNode>> Cases(string file, string member, int count)
    {
        var tests = DataFiles.Read("cloudevents", "json", file)["tests"]!.AsArray();
        Assert.Equal(count, tests.Count);
        return tests.Select(test => KeyValuePair.Create(test!["id"]!.GetValue<string>(), test[member]!));
    }

    private static List<JsonNode> Split(JsonNode batch)
    {
        var json = Encoding.UTF8.GetBytes(batch.ToJsonString());
        Assert.True(BatchItems.TryRead(json, 1000, out var ranges, out _));
        return [.. ranges.Select(range => JsonNode.Parse(json[range])!)];
    }

    private static EventProblem? Read(JsonNode node)
    {
        using var document = JsonDocument.Parse(node.ToJsonString(), JsonFaults.Strict);
        return EnvelopeReader.Read(document.RootElement, new Envelope());
    }
}
