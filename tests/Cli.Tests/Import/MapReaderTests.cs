using AutoCrm.Actors.Cli.Import.Maps;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

public sealed class MapReaderTests
{
    private const string Event =
        """{ "type": "test.row", "source": "/test", "id": "row", "time": "at", "data": {} }""";

    private const string At = """ "at": { "time": { "format": "yyyy-MM-dd", "offset": "+00:00" } } """;

    public static TheoryData<string, string> Mistakes => new()
    {
        { "", "the map is not JSON" },
        { "[1]", "the map: must be an object" },
        { """{ "map": "m", "map": "n" }""", "the map is not JSON" },
        { """{ "map": "m", "evnts": [] }""", "evnts: there is no such member; there are map, description, file, columns, events." },
        { """{ "map": "m" }""", "events: is required" },
        { """{ "map": "m", "events": {} }""", "events: must be a list" },
        { """{ "map": "m", "events": [] }""", "events: must be a list of at least one event" },
        { """{ "map": 7, "events": [] }""", "map: must be a text" },
        { File("""{ "encoding": "utf-9" }"""), "file.encoding: must be the name of an encoding" },
        { File("""{ "delimiter": ";;" }"""), "file.delimiter: must be one ASCII character" },
        { File("""{ "delimiter": "\"" }"""), "file.delimiter: must be one ASCII character" },
        { File("""{ "trimHeaders": "yes" }"""), "file.trimHeaders: must be true or false" },
        { File("""{ "quote": "'" }"""), "file.quote: there is no such member" },
        { Column("""{ "repairs": [] }"""), "columns.name.repairs: there is no such member; there are repair, absent, time." },
        { Column("""{ "repair": ["tirm"] }"""), "columns.name.repair[0]: must be one of blanks, lower, mojibake, number, trim, upper" },
        { Column("""{ "repair": [{ "where": {} }] }"""), "columns.name.repair[0].replace: is required" },
        { Column("""{ "repair": [{ "replace": { "a": 1 } }] }"""), "columns.name.repair[0].replace.a: must be a text" },
        { Column("""{ "absent": 0 }"""), "columns.name.absent: must be a list" },
        { Column("""{ "time": { "format": "M/d/yyyy" } }"""), "columns.name.time.offset: is required" },
        { Column("""{ "time": { "format": "M/d/yyyy", "offset": "CST" } }"""), "columns.name.time.offset: must be an offset from UTC" },
        { Column("""{ "time": { "format": "M/d/yyyy", "offset": "+15:00" } }"""), "columns.name.time.offset: must be an offset from UTC" },
        { Column("""{ "time": { "format": "javascript", "offset": "+00:00" } }"""), "columns.name.time.offset: the texts state their own offset" },
        { Column("""{ "time": { "format": "M/d/yyyy'", "offset": "+00:00" } }"""), "columns.name.time.format: 'M/d/yyyy'' is no format" },
        { Columns("""{ "unused": { "repair": ["trim"] }, """ + At + "}", Event), "columns.unused: no event uses this column" },
        { Columns("{}", Event), "events[0].time: columns.at has no member time that says how to read it" },
        { Events(Event.Replace("\"row\"", "\"line\"", StringComparison.Ordinal)), "events[0].id: must be \"row\" or a list of columns" },
        { Events(Event.Replace("\"row\"", "[]", StringComparison.Ordinal)), "events[0].id: must be \"row\" or a list of columns" },
        { Events(Event.Replace("\"at\"", """{ "column": "at", "at": "9 am" }""", StringComparison.Ordinal)), "events[0].time.at: must be a time of day" },
        { Events(Event.Replace("/test", "/{name", StringComparison.Ordinal)), "events[0].source: the brace at character 2 has no partner" },
        { Events(Event.Replace("/test", "/}", StringComparison.Ordinal)), "events[0].source: the brace at character 2 has no partner" },
        { Events(Event.Replace("/test", "/{}", StringComparison.Ordinal)), "events[0].source: a column's name is missing" },
        { Events(Event.Replace("/test", "", StringComparison.Ordinal)), "events[0].source: must not be empty" },
        { Events(Event.Replace("/test", "{name|slugg}", StringComparison.Ordinal)), "events[0].source: there is no filter 'slugg'; there are lower, slug, trim, upper." },
        { Events(Event.Replace("test.row", "autocrm.vehicle.actioned.v1", StringComparison.Ordinal)), "events[0].type: there is no event type 'autocrm.vehicle.actioned.v1' that can be sent; there are autocrm.vehicle.allocated.v1," },
        { Events(Event.Replace("test.row", "autocrm.lead.overdue.v1", StringComparison.Ordinal)), "events[0].type: there is no event type 'autocrm.lead.overdue.v1' that can be sent; there are autocrm.lead.appointment-made.v1," },
        { Events(Event.Replace("test.row", "autocrm.plane.flown.v1", StringComparison.Ordinal)), "events[0].type: there is no event type 'autocrm.plane.flown.v1' that can be sent; there are autocrm.case.…," },
        { Events(Event.Replace("\"data\"", "\"dta\"", StringComparison.Ordinal)), "events[0].dta: there is no such member" },
        { Events(Event.Replace(", \"data\": {}", "", StringComparison.Ordinal)), "events[0].data: is required" },
        { Data("""{ "price": { "many": "{name}" } }"""), "events[0].data.price: must be a text, or an object with one of the members text, integer, number, money, distance, list" },
        { Data("""{ "price": { "money": "{name}" } }"""), "events[0].data.price.currency: is required" },
        { Data("""{ "price": { "money": "{name}", "currency": "usd" } }"""), "events[0].data.price.currency: must be an ISO 4217 currency code" },
        { Data("""{ "way": { "distance": "{name}", "unit": "ft" } }"""), "events[0].data.way.unit: must be \"km\" or \"mi\"" },
        { Data("""{ "way": { "integer": "{name}", "unit": "mi" } }"""), "events[0].data.way.unit: there is no such member; there are integer, when." },
        { Typed("autocrm.vehicle.auctioned.v1", "{}"), "events[0].data.price: is required: an object {amount, currency} (autocrm.vehicle.auctioned.v1)." },
        { Typed("autocrm.vehicle.auctioned.v1", """{ "price": "{name}" }"""), "events[0].data.price: must be an object {amount, currency}, not a text" },
        { Typed("autocrm.customer.registered.v1", """{ "name": "{name}", "phones": "{name}" }"""), "events[0].data.phones: must be a list" },
        { Typed("autocrm.vehicle.delivered.v1", """{ "odometer": { "money": "{name}", "currency": "USD" } }"""), "events[0].data.odometer.value: is required" },
    };

    [Theory, MemberData(nameof(Mistakes))]
    public void A_mistake_in_a_map_is_named_with_its_place(string map, string expected)
    {
        var wrong = Assert.Throws<MapException>(() => Mapping.Parse(map));
        Assert.Contains(expected, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_the_file_lacks_is_named_together_with_those_it_has()
    {
        var map = Mapping.One("""{ "name": "{Name}" }""");
        var wrong = Assert.Throws<MapException>(() => Mapping.Rows(map, "at,name \n2026-01-01,x\n"));
        Assert.Equal("columns.Name: the file has no column 'Name'; it has 'at', 'name'.", wrong.Message);
    }

    [Fact]
    public void A_column_that_the_file_has_twice_is_an_error_only_if_the_map_uses_it()
    {
        var map = Mapping.One("""{ "name": "{name}" }""");
        Assert.Single(Mapping.Rows(map, "at,name,x,x\n2026-01-01,a,b,c\n").Events);
        var wrong = Assert.Throws<MapException>(() => Mapping.Rows(map, "at,name,name\n2026-01-01,a,b\n"));
        Assert.Contains("more than one column 'name'", wrong.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("\"at,name\n1,2\n")]
    public void A_file_without_a_usable_header_is_an_error(string csv)
    {
        var map = Mapping.One("""{ "name": "{name}" }""");
        Assert.Throws<MapException>(() => Mapping.Rows(map, csv));
    }

    [Fact]
    public void A_map_may_have_comments_trailing_commas_and_a_byte_order_mark()
    {
        var map = "\uFEFF// what it is\n" + Data("""{ "name": "{name}", /* the name */ }""");
        Assert.Equal("m", Mapping.Parse(map).Name);
    }

    [Fact]
    public void The_shipped_maps_are_found_by_name()
    {
        Assert.Equal(["car-sales", "vehicle-auctions"], ShippedMaps.Names);
        Assert.All(ShippedMaps.Names, name => Assert.Equal(name, ShippedMaps.Load(name).Name));
    }

    [Fact]
    public void An_unknown_map_is_an_error_that_lists_the_shipped_ones()
    {
        var wrong = Assert.Throws<MapException>(() => ShippedMaps.Load("car-sale"));
        Assert.Equal("there is no map 'car-sale': no file of that path, and the tool ships car-sales, vehicle-auctions.", wrong.Message);
    }

    [Fact]
    public void The_example_of_the_documentation_is_a_map_that_works()
    {
        var text = System.IO.File.ReadAllText(Path.Combine(RealData.Root(), "Cli", "Import", "README.md"));
        var map = Mapping.Parse(Between(text, "```jsonc\n", "```"));
        var rows = Mapping.Rows(map, Between(text, "```csv\n", "```"));
        var expected = Between(text, "```json\n", "```").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(rows.Problems, problem => Assert.Null(problem));
        Assert.Equal(expected, rows.Events.Select(e => e.GetRawText()));
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private static string File(string file) => $$"""{ "map": "m", "file": {{file}}, "columns": { {{At}} }, "events": [{{Event}}] }""";

    private static string Columns(string columns, string events) => $$"""{ "map": "m", "columns": {{columns}}, "events": [{{events}}] }""";

    private static string Column(string rule) => Columns("{ \"name\": " + rule + ", " + At + "}", Event.Replace("\"data\": {}", """ "data": { "n": "{name}" } """, StringComparison.Ordinal));

    private static string Events(string events) => Columns("{" + At + "}", events);

    private static string Data(string data) => Events(Event.Replace("\"data\": {}", "\"data\": " + data, StringComparison.Ordinal));

    private static string Typed(string type, string data) => Data(data).Replace("test.row", type, StringComparison.Ordinal);
}
