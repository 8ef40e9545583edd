using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Events;

/// <summary>Every member of every type, with every kind of bad value: what is wrong is named, and what is admitted is read.</summary>
public sealed class EveryMemberTests
{
    private static readonly string[] AnyValues =
    [
        "null", "true", "5", "5.5", "-1", "1e400", "99999999999", "\"\"", "\"x\"", "\"5\"", "\"0\"", "\"2026-11-23\"", "\"2026-11-23T08:00:00+08:00\"",
        "\"2026-11-23 08:00:00.123456789Z\"", "\"2026-11-23T08:00:00\"", "\"DE\"", "\"km\"", "\"USD\"", "\"Visit, phone\"", "\"VISIT\"",
        "[]", "[null]", "[5]", "[\"x\"]", "[{}]", "{}", """{"amount":1,"currency":"USD"}""", """{"value":1,"unit":"km"}""",
    ];

    public static TheoryData<string> Types => [.. EventCatalogue.All.Select(definition => definition.Type).Order()];

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_wrong_with_a_member_is_named_by_path_and_what_is_expected(string type)
    {
        var definition = EventCatalogue.Find(type)!;
        foreach (var (place, member) in PlacesIn(definition.Schema, JsonNode.Parse(GoldenTests.LatestOf(type))!.AsObject(), "data"))
        {
            foreach (var (bad, code, message) in BadValuesOf(member))
            {
                var problem = Check(definition, place.With(bad));

                Assert.NotNull(problem);
                Assert.Equal((code, place.Path), (problem.Code, problem.Path));
                Assert.Contains(message, problem.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_must_be_there_is_asked_for_and_what_may_be_absent_is_not(string type)
    {
        var definition = EventCatalogue.Find(type)!;
        foreach (var (place, member) in PlacesIn(definition.Schema, JsonNode.Parse(GoldenTests.LatestOf(type))!.AsObject(), "data"))
        {
            foreach (var without in new[] { place.Without(), place.With(null) })
            {
                Assert.Equal(
                    member.Required ? new EventProblem("required", place.Path, $"is required: {member.Expected}") : null,
                    Check(definition, without));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_admitted_can_be_read(string type)
    {
        var definition = EventCatalogue.Find(type)!;
        foreach (var (place, member) in PlacesIn(definition.Schema, JsonNode.Parse(GoldenTests.LatestOf(type))!.AsObject(), "data"))
        {
            foreach (var value in AnyValues)
            {
                var data = place.WithRaw(value);
                if (Check(definition, data) is null)
                {
                    Assert.IsNotType<UnreadablePayload>(EventCatalogue.Read(type, Encoding.UTF8.GetBytes(data)));
                }
            }
        }
    }

    private static EventProblem? Check(EventDefinition definition, string data) => definition.Schema.Check(JsonElement.Parse(data), "data");

    private static IEnumerable<(JsonNode? Bad, string Code, string Message)> BadValuesOf(PayloadMember member)
    {
        if (member.IsList)
        {
            yield return ("x", "type", $"must be {member.Expected}, not a text");
            yield return (new JsonArray([.. Enumerable.Repeat<JsonNode?>(null, PayloadSchema.MaxItems + 1)]), "too-many", "at most 1000 are allowed");
            yield break;
        }

        yield return (new JsonArray(), "type", $"must be {member.Expected}, not a list");
        switch (member.Kind)
        {
            case PayloadMemberKind.Word:
                yield return ("no such word", "format", string.Join("\", \"", member.Words[..^1]) + $"\" or \"{member.Words[^1]}\"");
                break;
            case PayloadMemberKind.Text when member.Shape == TextShape.Any:
                yield return (string.Empty, "empty", "must not be empty");
                yield return (new string('x', member.MaxLength + 1), "too-long", "characters; at most");
                break;
            case PayloadMemberKind.Text or PayloadMemberKind.Time or PayloadMemberKind.Date:
                yield return ("?", "format", $"must be {member.Expected}");
                break;
            case PayloadMemberKind.Integer or PayloadMemberKind.Number when member.Range is { } range:
                yield return (range.To + 1, "range", $"from {range.From} to {range.To}");
                yield return (range.From - 1, "range", $"from {range.From} to {range.To}");
                break;
            default:
                yield return ("x", "type", $"must be {member.Expected}, not a text");
                break;
        }
    }

    private static IEnumerable<(Place Place, PayloadMember Member)> PlacesIn(PayloadSchema schema, JsonObject owner, string path)
    {
        foreach (var member in schema.Members.Where(member => owner.ContainsKey(member.Name)))
        {
            var memberPath = $"{path}.{member.Name}";
            yield return (new Place(owner, member.Name, memberPath), member);
            if (member.Nested is not null)
            {
                var (inner, innerPath) = FirstOf(member, owner[member.Name]!, memberPath);
                foreach (var nested in PlacesIn(member.Nested, inner, innerPath))
                {
                    yield return nested;
                }
            }
        }
    }

    private static (JsonObject Inner, string Path) FirstOf(PayloadMember member, JsonNode value, string path) =>
        member.IsList ? (value.AsArray()[0]!.AsObject(), path + "[0]") : (value.AsObject(), path);

    /// <summary>Where a member stands in an example that is changed for one check, and then is as it was.</summary>
    private sealed record Place(JsonObject Owner, string Name, string Path)
    {
        public string With(JsonNode? value) => WithRaw(value?.ToJsonString() ?? "null");

        // A number that no .NET number holds can still be sent.
        public string WithRaw(string value) => Changed(() => Owner[Name] = "here!").Replace(
            JsonSerializer.Serialize("here!"), value, StringComparison.Ordinal);

        public string Without() => Changed(() => Owner.Remove(Name));

        private string Changed(Action change)
        {
            var kept = Owner[Name]!.DeepClone();
            change();
            var changed = Owner.Root.ToJsonString();
            Owner[Name] = kept;
            return changed;
        }
    }
}
