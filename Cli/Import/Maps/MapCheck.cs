using System.Text.Json;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>Checks what a map says against itself and against the product's event types, before any file is opened.</summary>
internal static class MapCheck
{
    // Sample values cannot satisfy every bound, and bounds depend on the rows, not on the map.
    private static readonly string[] ValueProblems = ["range", "format", "too-long"];

    public static void Check(ImportMap map)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < map.Events.Length; i++)
        {
            var path = $"events[{i}]";
            CheckTime(map, map.Events[i], path);
            CheckType(map.Events[i], path);
            CheckUnits(map.Events[i], path);
            used.UnionWith(ColumnsOf(map.Events[i]));
        }

        if (map.Columns.FirstOrDefault(rule => !used.Contains(rule.Column)) is { } unused)
        {
            throw new MapException($"columns.{unused.Column}: no event uses this column.");
        }
    }

    /// <summary>The columns whose repaired values an event is made of.</summary>
    public static IEnumerable<string> ColumnsOf(EventRule rule) =>
        new[] { rule.Source, rule.Dealership, rule.Customer, rule.Vin }
            .Concat(rule.Data.SelectMany(member => member.Values))
            .SelectMany(template => template?.Columns ?? [])
            .Concat(rule.Data.SelectMany(member => member.When))
            .Concat(rule.When)
            .Append(rule.TimeColumn);

    private static void CheckTime(ImportMap map, EventRule rule, string path)
    {
        if (map.Columns.All(column => column.Column != rule.TimeColumn || column.Time is null))
        {
            throw new MapException($"{path}.time: columns.{rule.TimeColumn} has no member time that says how to read it.");
        }
    }

    private static void CheckType(EventRule rule, string path)
    {
        if (EventCatalogue.Find(rule.Type) is { IsDerived: false } definition)
        {
            using var sample = JsonDocument.Parse(SampleOf(rule).ToJsonString());
            if (definition.Schema.Check(sample.RootElement, $"{path}.data") is { } problem && !ValueProblems.Contains(problem.Code))
            {
                throw new MapException($"{problem.Path}: {problem.Message} ({rule.Type}).");
            }
        }
        else if (rule.Type.Length == 0 || rule.Type.StartsWith("autocrm.", StringComparison.Ordinal))
        {
            throw new MapException($"{path}.type: there is no event type '{rule.Type}' that can be sent; there are {string.Join(", ", TypesLike(rule.Type))}.");
        }
    }

    // Those of the same noun if there are any: all of them would be a page.
    private static IEnumerable<string> TypesLike(string type)
    {
        var noun = string.Join('.', type.Split('.').Take(2)) + ".";
        var types = EventCatalogue.All.Where(known => !known.IsDerived).Select(known => known.Type).Order(StringComparer.Ordinal).ToArray();
        var alike = Array.FindAll(types, known => known.StartsWith(noun, StringComparison.Ordinal));
        return alike.Length > 0 ? alike : types.Select(known => string.Join('.', known.Split('.').Take(2)) + ".…").Distinct();
    }

    private static void CheckUnits(EventRule rule, string path)
    {
        foreach (var member in rule.Data)
        {
            if (member.Kind == MemberKind.Money && !(member.Unit!.Length == 3 && member.Unit.All(char.IsAsciiLetterUpper)))
            {
                throw new MapException($"{path}.data.{member.Name}.currency: must be an ISO 4217 currency code such as \"USD\".");
            }

            if (member.Kind == MemberKind.Distance && member.Unit is not ("km" or "mi"))
            {
                throw new MapException($"{path}.data.{member.Name}.unit: must be \"km\" or \"mi\".");
            }
        }
    }

    private static JsonObject SampleOf(EventRule rule) => new(rule.Data.Select(member => KeyValuePair.Create(member.Name, SampleOf(member))));

    private static JsonNode? SampleOf(MemberRule member) => member.Kind switch
    {
        MemberKind.Integer or MemberKind.Number => JsonValue.Create(2000),
        MemberKind.Money => new JsonObject { ["amount"] = 1, ["currency"] = member.Unit },
        MemberKind.Distance => new JsonObject { ["value"] = 1, ["unit"] = member.Unit },
        MemberKind.List => new JsonArray("text"),
        _ => JsonValue.Create("text"),
    };
}
