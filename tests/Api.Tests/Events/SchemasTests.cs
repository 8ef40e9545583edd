using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Events;
using Json.Schema;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Events;

/// <summary>The published JSON Schemas say what intake checks.</summary>
public sealed class SchemasTests(Edge edge) : IClassFixture<Edge>
{
    private static readonly EvaluationOptions WithFormats = new() { RequireFormatValidation = true };

    // No number that JSON Schema and .NET see differently, and no time that only RFC 3339 in its widest reading takes.
    private static readonly string[] Values =
    [
        "null", "true", "5", "5.5", "-1", "99999999999", "\"\"", "\"x\"", "\"5\"", "\"2026-11-23\"", "\"2026-11-23T08:00:00+08:00\"",
        "\"2026-11-23T08:00:00\"", "\"DE\"", "\"de\"", "\"km\"", "\"USD\"", "\"usd\"", "\"VISIT\"", "\"visit\"", "\"high\"", "\"customer\"",
        "[]", "[null]", "[5]", "[2024]", "[\"x\"]", "[\"1M8GDM9AXKP042788\"]", "[\"1M8GDM9AXKP04278O\"]", "[{}]", "{}",
        """{"amount":1,"currency":"USD"}""", """{"amount":1,"currency":null}""", """{"value":1,"unit":"km"}""", """{"value":-1,"unit":"mi"}""",
    ];

    public static TheoryData<string> Types => [.. EventCatalogue.All.Select(definition => definition.Type).Order()];

    public static TheoryData<string> Examples =>
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden")).Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Fact]
    public async Task The_list_names_every_type_and_needs_no_token()
    {
        using var response = await edge.Client.GetAsync("/schemas");
        var listed = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["schemas"]!.AsArray();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Types.Select(type => type.Data), listed.Select(schema => (string?)schema!["type"]));
        Assert.All(listed, schema => Assert.NotEmpty((string)schema!["description"]!));
        Assert.Contains(listed, schema => (bool)schema!["derived"]!);
    }

    [Fact]
    public async Task A_type_that_is_not_there_is_not_found()
    {
        using var response = await edge.Client.GetAsync("/schemas/autocrm.vehicle.flown.v1");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_schema_is_a_schema_and_every_member_of_it_is_described(string type)
    {
        using var response = await edge.Client.GetAsync($"/schemas/{type}");
        var schema = JsonElement.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal("application/schema+json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(MetaSchemas.Draft202012.Evaluate(schema).IsValid);
        Assert.NotEmpty(schema.GetProperty("description").GetString()!);
        Assert.All(schema.GetProperty("properties").EnumerateObject(), member => Assert.NotEmpty(member.Value.GetProperty("description").GetString()!));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_event_of_every_type_fits_its_schema(string example)
    {
        var schema = await SchemaOf(TypeOf(example));

        Assert.True(schema.Evaluate(JsonElement.Parse(Read(example)), WithFormats).IsValid);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_schema_admits_what_intake_admits(string type)
    {
        var schema = await SchemaOf(type);
        var definition = EventCatalogue.Find(type)!;
        var example = JsonNode.Parse(Read(Examples.Select(name => name.Data).Last(name => TypeOf(name) == type)))!.AsObject();
        foreach (var name in definition.Schema.Members.Select(member => member.Name))
        {
            foreach (var value in Values)
            {
                var changed = example.DeepClone().AsObject();
                changed[name] = JsonNode.Parse(value);
                Agree(JsonElement.Parse(changed.ToJsonString()));
            }

            var without = example.DeepClone().AsObject();
            without.Remove(name);
            Agree(JsonElement.Parse(without.ToJsonString()));
        }

        void Agree(JsonElement data) => Assert.True(
            definition.Schema.Check(data, "data") is null == schema.Evaluate(data, WithFormats).IsValid, data.ToString());
    }

    private static string TypeOf(string example) =>
        example[(example.LastIndexOf('.') + 1)..].All(char.IsAsciiDigit) ? example[..example.LastIndexOf('.')] : example;

    private static string Read(string example) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", example + ".json"));

    // A registry of its own: a schema's id may be registered once in each.
    private async Task<JsonSchema> SchemaOf(string type) =>
        JsonSchema.FromText(await edge.Client.GetStringAsync($"/schemas/{type}"), new BuildOptions { SchemaRegistry = new SchemaRegistry() });
}
