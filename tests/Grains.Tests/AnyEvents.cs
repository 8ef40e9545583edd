using System.Text;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Events;
using FsCheck;
using FsCheck.Fluent;

namespace AutoCrm.Actors.Grains.Tests;

/// <summary>
/// Payloads of every type of the catalogue, made from their schemas: a new type is tested without a new test. There are
/// few ids, words and instants, so that events meet each other.
/// </summary>
internal static class AnyEvents
{
    private static readonly DateTimeOffset Start = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Around the horizons of 400 and 1100 days.
    private static readonly int[] Days = [0, 1, 2, 30, 398, 400, 401, 402, 700, 1098, 1100, 1101, 1103, 1500];

    public static Gen<DateTimeOffset> Instant { get; } =
        from day in Gen.Elements(Days)
        from quarter in Gen.Choose(0, 3)
        select Start.AddDays(day).AddMinutes(quarter * 15);

    public static Gen<LoggedEvent> OfEveryType { get; } =
        from definition in Gen.Elements(EventCatalogue.All.OrderBy(d => d.Type, StringComparer.Ordinal).ToArray())
        from happened in Of(definition)
        select happened;

    /// <summary>Sets of events: (source, id) identifies one, so each identity comes once.</summary>
    public static Arbitrary<LoggedEvent[]> Sets(Gen<LoggedEvent> any) =>
        Gen.ListOf(any, 60).Select(events => events.DistinctBy(e => e.Stamp.Id).ToArray()).ToArbitrary();

    public static Gen<LoggedEvent> Of(EventDefinition definition) =>
        from json in Json(definition.Schema)
        from at in Instant
        from id in Gen.Choose(0, 10_000)
        from vin in Gen.Elements("V1", "V2", null)
        from customer in Gen.Elements("C1", "C2", null)
        from number in Gen.Elements("N1", "N2", null)
        select new LoggedEvent
        {
            Position = new Position(0, id + 1),
            Stamp = new EventStamp(at, $"id{id}", "/tests"),
            Type = definition.Type,
            Dealership = "D01",
            Vin = vin,
            Customer = customer,
            Payload = definition.Read(Encoding.UTF8.GetBytes(json.ToJsonString())),
            CustomerNumber = customer is null ? null : number,
        };

    private static Gen<JsonObject> Json(PayloadSchema schema) => schema.Members.Aggregate(
        Gen.Fresh(() => new JsonObject()),
        (made, member) =>
            from json in made
            from value in member.Required ? Value(member) : Gen.OneOf(Value(member), Gen.Constant<JsonNode?>(null))
            select With(json, member.Name, value));

    private static JsonObject With(JsonObject json, string name, JsonNode? value)
    {
        if (value is not null)
        {
            json[name] = value.DeepClone();
        }

        return json;
    }

    private static Gen<JsonNode?> Value(PayloadMember member) => member.IsList
        ? Gen.ListOf(Item(member), 2).Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item!.DeepClone())]))
        : Item(member);

    private static Gen<JsonNode?> Item(PayloadMember member) => member.Kind switch
    {
        PayloadMemberKind.Text => Text(member.Shape),
        PayloadMemberKind.Word => Gen.Elements(member.Words.ToArray()).Select(word => (JsonNode?)JsonValue.Create(word)),
        PayloadMemberKind.Boolean => Gen.Elements(true, false).Select(value => (JsonNode?)JsonValue.Create(value)),
        PayloadMemberKind.Integer => Gen.Choose((int)(member.Range?.From ?? 0), (int)(member.Range?.From ?? 0) + 10)
            .Select(value => (JsonNode?)JsonValue.Create(value)),
        PayloadMemberKind.Number => Gen.Choose(0, 99).Select(value => (JsonNode?)JsonValue.Create(value + 0.25m)),
        PayloadMemberKind.Time => Instant.Select(at => (JsonNode?)JsonValue.Create(at.ToString("o"))),
        PayloadMemberKind.Date => Instant.Select(at => (JsonNode?)JsonValue.Create(at.ToString("yyyy-MM-dd"))),
        _ => Json(member.Nested!).Select(json => (JsonNode?)json),
    };

    private static Gen<JsonNode?> Text(TextShape shape) => Gen.Elements(shape switch
    {
        TextShape.Currency => ["USD", "EUR"],
        TextShape.DistanceUnit => ["km", "mi"],
        TextShape.Country => ["DE", "US"],
        TextShape.Vin => ["WVWZZZ1JZ3W000001", "WVWZZZ1JZ3W000002"],
        TextShape.TimeOfDay => ["08:00", "12:30", "18:00"],
        TextShape.TimeZone => ["Europe/Berlin", "America/New_York"],
        _ => (string[])["a", "b"],
    }).Select(text => (JsonNode?)JsonValue.Create(text));
}
