using System.Text;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Events;

public sealed class EventParserTests
{
    [Fact]
    public void A_right_event_becomes_an_event_for_the_log()
    {
        var parsed = Sample.Read(Sample.Reading());

        Assert.Null(parsed.Problem);
        var admitted = parsed.Event!;
        Assert.Equal(("r1", "/dealers/D07/dms", "autocrm.vehicle.odometer-read.v1"), (admitted.Id, admitted.Source, admitted.Type));
        Assert.Equal(("D07", null, "LSGJA52U0AH000123"), (admitted.Dealership, admitted.Customer, admitted.Vin));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(8)), admitted.Time);
        Assert.Equal(TimeSpan.FromHours(8), admitted.Time.Offset);
        Assert.Equal("""{"odometer":{"value":15230,"unit":"km"}}""", Encoding.UTF8.GetString(admitted.Data));
        Assert.Null(admitted.Attributes);
    }

    [Theory]
    [InlineData("specversion", null, "required")]
    [InlineData("specversion", "\"0.3\"", "format")]
    [InlineData("specversion", "1.0", "type")]
    [InlineData("id", null, "required")]
    [InlineData("id", "\"\"", "empty")]
    [InlineData("id", "25", "type")]
    [InlineData("id", "\"a\\nb\"", "control-character")]
    [InlineData("source", null, "required")]
    [InlineData("source", "{}", "type")]
    [InlineData("type", null, "required")]
    [InlineData("type", "[]", "type")]
    [InlineData("time", null, "required")]
    [InlineData("time", "\"yesterday\"", "format")]
    [InlineData("time", "\"2026-11-23\"", "format")]
    [InlineData("time", "\"2026-11-23T08:00:00\"", "format")]
    [InlineData("time", "\"2026-11-23T08:00Z\"", "format")]
    [InlineData("time", "\"2026-02-30T08:00:00Z\"", "format")]
    [InlineData("time", "\"1899-12-31T23:59:59Z\"", "range")]
    [InlineData("time", "\"2026-11-24T12:00:01Z\"", "range")]
    [InlineData("time", "\"9999-12-31T23:59:59Z\"", "range")]
    [InlineData("time", "1763884800", "type")]
    [InlineData("vin", null, "required")]
    [InlineData("vin", "\"LSGJA52UOAH000123\"", "format")]
    [InlineData("vin", "\"LSGJA52U0AH0001234\"", "format")]
    [InlineData("vin", "\"ABC\"", "format")]
    [InlineData("vin", "17", "type")]
    [InlineData("dealership", "\"\"", "empty")]
    [InlineData("dealership", "\"D\\t7\"", "control-character")]
    [InlineData("customer", "\"\"", "empty")]
    [InlineData("datacontenttype", "\"text/csv\"", "format")]
    [InlineData("datacontenttype", "\"nonsense\"", "format")]
    [InlineData("subject", "\"\"", "empty")]
    [InlineData("data", "\"text\"", "type")]
    [InlineData("data", "[]", "type")]
    [InlineData("data.odometer", null, "required")]
    [InlineData("data.odometer", "15230", "type")]
    [InlineData("data.odometer.value", "\"15230\"", "type")]
    [InlineData("data.odometer.value", "-1", "range")]
    [InlineData("data.odometer.value", "1e400", "range")]
    [InlineData("data.odometer.unit", "\"miles\"", "format")]
    [InlineData("data.odometer.unit", null, "required")]
    [InlineData("Extension", "\"x\"", "format")]
    [InlineData("my_extension", "\"x\"", "format")]
    [InlineData("extension", "1.5", "type")]
    [InlineData("extension", "[1]", "type")]
    [InlineData("extension", "\"\\u0007\"", "control-character")]
    public void A_problem_names_the_member_and_the_reason(string path, string? value, string code)
    {
        var text = (value is null ? Sample.Reading().Without(path) : Sample.Reading().With(path, "?")).ToJsonString();
        var parsed = Sample.Read(value is null ? text : text.Replace("\"?\"", value, StringComparison.Ordinal));

        Assert.Null(parsed.Event);
        Assert.Equal((code, path), (parsed.Problem!.Code, parsed.Problem.Path));
        Assert.NotEmpty(parsed.Problem.Message);
        Assert.Equal(path == "id" ? null : "r1", parsed.Id);
    }

    [Fact]
    public void A_VIN_with_an_O_is_told_what_it_should_be() =>
        Assert.Contains("is it the digit 0?", Sample.Read(Sample.Reading().With("vin", "LSGJA52UOAH000123")).Problem!.Message, StringComparison.Ordinal);

    [Fact]
    public void A_date_without_offset_is_told_so() =>
        Assert.Contains("has no offset", Sample.Read(Sample.Reading().With("time", "2026-11-23T08:00:00")).Problem!.Message, StringComparison.Ordinal);

    [Fact]
    public void A_megabyte_of_name_is_refused_by_its_length()
    {
        var problem = Sample.Read(Sample.Registration(new string('x', 1_000_000))).Problem!;

        Assert.Equal(("too-long", "data.name"), (problem.Code, problem.Path));
        Assert.True(problem.Message.Length < 200);
    }

    [Fact]
    public void Data_of_an_unknown_type_is_bounded() => Assert.Equal(
        ("too-long", "data"),
        PlaceOf(Sample.Reading().With("type", "com.example.x").With("data.more", new string('x', 65 * 1024)).ToJsonString()));

    [Fact]
    public void Attributes_are_bounded()
    {
        var sample = Sample.Reading();
        for (var i = 0; i < 5; i++)
        {
            sample.With($"extension{i}", new string('x', 3000));
        }

        Assert.Equal("too-long", Sample.Read(sample).Problem!.Code);
    }

    [Theory]
    [InlineData("""{"a":"\u0000"}""", "data.a")]
    [InlineData("""{"a":{"b":["x","y\u0000"]}}""", "data.a.b[1]")]
    [InlineData("""{"a":"\ud800"}""", "data.a")]
    [InlineData("""{"a":"\udc00x"}""", "data.a")]
    [InlineData("""{"a":"\ud800\ud800"}""", "data.a")]
    [InlineData("""{"\u0000":1}""", "data")]
    public void Text_that_the_log_cannot_hold_is_refused_where_it_stands(string data, string path) => Assert.Equal(
        ("control-character", path),
        PlaceOf($$"""{"specversion":"1.0","id":"1","source":"s","type":"t","time":"2026-11-23T08:00:00Z","data":{{data}}}"""));

    [Theory]
    [InlineData("""{"a":"\\u0000"}""")]
    [InlineData("""{"a":"\ud83d\ude97 \u00e9\t"}""")]
    public void Text_that_only_looks_like_it_is_taken(string data) => Assert.Null(
        Sample.Read($$"""{"specversion":"1.0","id":"1","source":"s","type":"t","time":"2026-11-23T08:00:00Z","data":{{data}}}""").Problem);

    [Theory]
    [InlineData("", "unreadable")]
    [InlineData("{", "unreadable")]
    [InlineData("not json", "unreadable")]
    [InlineData("{\"id\":\"1\",}", "unreadable")]
    [InlineData("{\"id\":\"1\"} /* why */", "unreadable")]
    [InlineData("{\"id\":\"1\"}{}", "unreadable")]
    [InlineData("\uFEFF{}", "unreadable")]
    [InlineData("null", "type")]
    [InlineData("[]", "type")]
    [InlineData("5", "type")]
    [InlineData("{\"id\":\"1\",\"id\":\"2\"}", "duplicate-member")]
    [InlineData("{\"data\":{\"a\":1,\"a\":1}}", "duplicate-member")]
    [InlineData("{\"data\":{\"a\":1,\"\\u0061\":1}}", "duplicate-member")]
    public void What_is_no_event_is_refused(string json, string code) => Assert.Equal(code, Sample.Read(json).Problem!.Code);

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        Assert.Equal("unreadable", Sample.Read([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}']).Problem!.Code);
        Assert.Equal("unreadable", Sample.Read([0xFF, 0xFE, 0x00]).Problem!.Code);
    }

    [Theory]
    [InlineData(31, null)]
    [InlineData(32, "too-deep")]
    [InlineData(5000, "too-deep")]
    public void Depth_is_bounded(int depth, string? code)
    {
        var data = new string('[', depth) + new string(']', depth);
        var json = $$"""{"specversion":"1.0","id":"1","source":"s","type":"t","time":"2026-11-23T08:00:00Z","data":{{data}}}""";

        Assert.Equal(code, Sample.Read(json).Problem?.Code);
    }

    [Fact]
    public void White_space_and_escapes_make_no_other_data()
    {
        var one = Sample.Read("""{"specversion":"1.0","id":"1","source":"s","type":"t","time":"2026-11-23T08:00:00Z","data":{"a":"é","b":[1,2.50]}}""");
        var other = Sample.Read("""{ "data" : { "a" : "\u00e9", "b" : [ 1 , 2.50 ] },"specversion":"1.0","id":"1","source":"s","type":"t","time":"2026-11-23T08:00:00Z" }""");

        Assert.Equal("""{"a":"é","b":[1,2.50]}""", Encoding.UTF8.GetString(one.Event!.Data));
        Assert.Equal(one.Event.Data, other.Event!.Data);
    }

    [Fact]
    public void Other_attributes_are_kept_in_the_order_of_their_names()
    {
        var sample = Sample.Reading().With("traceparent", "00-x").With("subject", "s").With("count", 5).With("flag", true).With("nothing", null);

        Assert.Equal(
            """{"count":5,"flag":true,"subject":"s","traceparent":"00-x"}""",
            Encoding.UTF8.GetString(Sample.Read(sample).Event!.Attributes!));
    }

    [Fact]
    public void Data_in_base64_is_read_as_JSON()
    {
        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes("""{"odometer": {"value": 1, "unit": "mi"}}"""));

        Assert.Equal(
            """{"odometer":{"value":1,"unit":"mi"}}""",
            Encoding.UTF8.GetString(Sample.Read(Sample.Reading().Without("data").With("data_base64", data)).Event!.Data));
        Assert.Equal("format", Sample.Read(Sample.Reading().Without("data").With("data_base64", "%")).Problem!.Code);
        Assert.Equal("unreadable", Sample.Read(Sample.Reading().Without("data").With("data_base64", "AAAA")).Problem!.Code);
        Assert.Equal("format", Sample.Read(Sample.Reading().With("data_base64", data)).Problem!.Code);
    }

    [Fact]
    public void An_unknown_type_is_taken_with_any_data_or_none()
    {
        Assert.Equal("{}", Encoding.UTF8.GetString(Sample.Read(Sample.Reading().With("type", "x").Without("data")).Event!.Data));
        Assert.Equal("{}", Encoding.UTF8.GetString(Sample.Read(Sample.Reading().With("type", "x").With("data", null)).Event!.Data));
        Assert.Equal("[1]", Encoding.UTF8.GetString(Sample.Read(Sample.Reading().With("type", "x").With("data", new JsonArray(1))).Event!.Data));
    }

    [Fact]
    public void A_VIN_is_kept_in_upper_case_without_blanks() =>
        Assert.Equal("LSGJA52U0AH000123", Sample.Read(Sample.Reading().With("vin", " lsgja52u0-ah000123")).Event!.Vin);

    [Theory]
    [InlineData("autocrm.vehicle.auctioned.v1", "vin")]
    [InlineData("autocrm.vehicle.odometer-read.v1", "vin")]
    [InlineData("autocrm.vehicle.delivered.v1", "vin")]
    [InlineData("autocrm.service.completed.v1", "vin")]
    [InlineData("autocrm.customer.registered.v1", "customer")]
    [InlineData("autocrm.order.placed.v1", "customer")]
    public void A_known_type_must_be_about_somebody(string type, string path)
    {
        var data = JsonNode.Parse("""
            {"price":{"amount":1,"currency":"USD"},"odometer":{"value":1,"unit":"km"},"repairOrder":"1","name":"x","orderId":"1"}
            """);

        Assert.Equal(("required", path), PlaceOf(Sample.Reading().With("type", type).With("data", data).Without("vin").ToJsonString()));
    }

    [Fact]
    public void Every_type_of_the_catalogue_must_be_about_somebody_but_those_of_a_whole_recall_campaign() => Assert.Equal(
        ["autocrm.recall.cancelled.v1", "autocrm.recall.opened.v1"],
        EventCatalogue.All
            .Where(definition => Api.Events.SubjectRules.Check(definition, new Api.Events.Envelope(), null) is null)
            .Select(definition => definition.Type)
            .Order());

    [Fact]
    public void A_type_that_the_system_derives_cannot_be_sent() => Assert.All(
        EventCatalogue.All.Where(definition => definition.IsDerived),
        definition => Assert.Equal(
            ("forbidden-type", "type"), PlaceOf(Sample.Reading().With("type", definition.Type).With("data", new JsonObject()).ToJsonString())));

    [Fact]
    public void A_dealership_sends_for_itself_alone()
    {
        Assert.Equal("D07", Sample.Read(Sample.Reading().Without("dealership"), Sample.Dealership("D07")).Event!.Dealership);
        Assert.Equal("D07", Sample.Read(Sample.Reading(), Sample.Dealership("D07")).Event!.Dealership);
        Assert.Equal("forbidden-dealership", Sample.Read(Sample.Reading(), Sample.Dealership("D08")).Problem!.Code);
        Assert.Equal("forbidden-dealership", Sample.Read(Sample.Reading(), Sample.Dealership("d07")).Problem!.Code);
    }

    [Fact]
    public void Headquarters_sends_for_any_dealership_or_none()
    {
        Assert.Equal("D07", Sample.Read(Sample.Reading()).Event!.Dealership);
        Assert.Null(Sample.Read(Sample.Reading().Without("dealership")).Event!.Dealership);
    }

    private static (string Code, string Path) PlaceOf(string json)
    {
        var problem = Sample.Read(json).Problem!;
        return (problem.Code, problem.Path);
    }
}
