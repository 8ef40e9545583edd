using System.Text.Json;
using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>A line of a truth file: whom to ask for, and what the answer should be.</summary>
/// <param name="id">The subject.</param>
/// <param name="query">The field that asks for it.</param>
/// <param name="fragment">What the query asks for, the same for all subjects of one kind.</param>
/// <param name="fields">What to compare.</param>
internal sealed class TrueSubject(string id, string query, string fragment, IReadOnlyList<TrueField> fields)
{
    private const string Absent = "(none)";

    public string Query => query;

    public string Fragment => fragment;

    public IEnumerable<string> Fields => fields.Select(one => one.Name);

    public static TrueSubject Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        var member = document.RootElement.EnumerateObject().Single();
        return member.Name switch
        {
            "customer" => TrueFields.Of(member.Value.Deserialize(TruthJson.Default.CustomerTruth)!),
            "vehicle" => TrueFields.Of(member.Value.Deserialize(TruthJson.Default.VehicleTruth)!),
            _ => TrueFields.Of(member.Value.Deserialize(TruthJson.Default.DealershipTruth)!),
        };
    }

    public IEnumerable<Difference> Compare(JsonElement answer, DateTimeOffset now)
    {
        if (answer.ValueKind == JsonValueKind.Null)
        {
            return [new Difference(id, "is known", "true", "false")];
        }

        return fields.Select(field => new Difference(id, field.Name, field.Expected(now) ?? Absent, field.Actual(answer) ?? Absent))
            .Where(difference => difference.Expected != difference.Actual);
    }
}

/// <summary>A field to compare.</summary>
internal sealed record TrueField(string Name, Func<DateTimeOffset, string?> Expected, Func<JsonElement, string?> Actual);

/// <summary>A GraphQL request.</summary>
internal sealed record GraphQuery(string Query);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(GraphQuery))]
internal sealed partial class QueryJson : JsonSerializerContext;
