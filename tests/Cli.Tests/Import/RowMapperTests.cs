using AutoCrm.Actors.Cli.Import.Maps;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

public sealed class RowMapperTests
{
    [Fact]
    public void An_event_has_the_envelope_and_the_data_that_the_map_says()
    {
        var map = Mapping.One(
            """
            {
              "text": "{a}/{b|upper}", "constant": "c{{", "whole": { "integer": "{i}" }, "part": { "number": "{n}" },
              "price": { "money": "{n}", "currency": "EUR" }, "way": { "distance": "{i}", "unit": "km" },
              "all": { "list": ["{a}", "{b}", "{none}"] }, "pieces": { "list": "{l}", "split": ";" },
              "gone": "{none}", "partly": "{a}{none}", "conditional": { "text": "{a}", "when": "none" }
            }
            """,
            eventMembers: """ "dealership": "{a|slug}", "customer": "{b}", "vin": "{none}", """);
        var rows = Mapping.Rows(map, "at,a,b,i,n,l,none\n2026-03-04,A b,ü\"x,-7,1.50,x; y;;z,\n");
        Assert.Equal(
            """{"specversion":"1.0","id":"ID","source":"/test","type":"test.row","time":"2026-03-04T00:00:00+00:00","dealership":"a-b","customer":"ü\"x","datacontenttype":"application/json","data":{"text":"A b/Ü\"X","constant":"c{","whole":-7,"part":1.50,"price":{"amount":1.50,"currency":"EUR"},"way":{"value":-7,"unit":"km"},"all":["A b","ü\"x"],"pieces":["x","y","z"]}}""",
            rows.Events[0].GetRawText().Replace(rows.Events[0].GetProperty("id").GetString()!, "ID", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"{n}\"", "x", null, null)]
    [InlineData("""{ "integer": "{n}" }""", "1.5", "type", "data.v")]
    [InlineData("""{ "integer": "{n}" }""", "99999999999", "type", "data.v")]
    [InlineData("""{ "number": "{n}" }""", "1e5", "type", "data.v")]
    [InlineData("""{ "number": "{n}" }""", "NaN", "type", "data.v")]
    [InlineData("""{ "money": "{n}", "currency": "USD" }""", "$5", "type", "data.v.amount")]
    [InlineData("""{ "distance": "{n}", "unit": "mi" }""", "five", "type", "data.v.value")]
    public void A_value_of_the_wrong_kind_rejects_the_row_without_quoting_it(string member, string value, string? code, string? path)
    {
        var rows = Mapping.Rows(Mapping.One("{ \"v\": " + member + " }"), $"at,n\n2026-01-01,{value}\n2026-01-01,\n");
        Assert.Equal(code, rows.Problems[0]?.Code);
        Assert.Equal(path, rows.Problems[0]?.Path);
        Assert.DoesNotContain(value, rows.Problems[0]?.Message ?? string.Empty, StringComparison.Ordinal);
        Assert.Null(rows.Problems[1]);
        Assert.Equal(code is null ? 2 : 1, rows.Events.Count);
    }

    [Theory]
    [InlineData("", "required")]
    [InlineData("1.2.2026", "format")]
    [InlineData("2026-02-30", "format")]
    public void A_row_without_a_time_is_rejected(string at, string code) =>
        Assert.Equal(code, Mapping.Rows(Mapping.One("{}"), $"at,n\n{at},1\n").Problems[0]?.Code);

    [Fact]
    public void A_fault_in_one_event_takes_back_the_other_events_of_the_row()
    {
        var map = Mapping.Parse(
            """
            {
              "map": "m",
              "columns": { "at": { "time": { "format": "yyyy-MM-dd", "offset": "+00:00" } } },
              "events": [
                { "type": "test.one", "source": "/t", "id": ["n"], "time": "at", "data": { "n": "{n}" } },
                { "type": "test.two", "source": "/t", "id": ["n"], "time": { "column": "at", "at": "09:30" }, "data": { "n": { "integer": "{n}" } } },
                { "type": "test.three", "source": "/t", "id": ["n"], "time": "at", "when": ["x"], "data": {} }
              ]
            }
            """);
        var rows = Mapping.Rows(map, "at,n,x\n2026-01-01,no,\n2026-01-01,1,\n2026-01-01,2,yes\n");
        Assert.Equal(["test.one", "test.two", "test.one", "test.two", "test.three"], rows.Events.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal("2026-01-01T09:30:00+00:00", rows.Events[1].GetProperty("time").GetString());
        Assert.Equal(5, rows.Events.Select(e => e.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public void An_id_is_stable_and_depends_on_the_row_as_it_stands_in_the_file()
    {
        const string csv = "at,n,m\n2026-01-01, a,1\n2026-01-01,a,1\n\"2026-01-01\",\"a\",1\n2026-01-01,a1,\n";
        string?[] ids = [.. Ids(Mapping.One("""{ "n": "{n}" }"""), csv)];
        Assert.Equal(["1927468882e357b1ec098634a3c9db50", "9e2a9dc521e2c704b2ee3ad031435afe", ids[1], ids[3]], ids);
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(ids, Ids(Mapping.One("""{ "n": "{n|upper}", "m": "{m}" }""", """{ "n": { "repair": ["trim"] } }"""), csv));
    }

    [Fact]
    public void An_id_leaves_the_columns_out_that_were_put_before_rejected_rows()
    {
        var map = Mapping.One("""{ "n": "{n}" }""");
        Assert.Equal(
            Ids(map, "at,n\n2026-01-01,a\n"),
            Ids(map, "autocrm_row,autocrm_code,autocrm_path,autocrm_message,at,n\n2,type,data.n,\"x, y\",2026-01-01,a\n"));
    }

    [Theory]
    [InlineData("Thu Dec 18 2014 11:30:00 GMT-0800 (PST)", "2014-12-18T11:30:00-08:00")]
    [InlineData("Tue Jun 02 2015 02:30:00 GMT-0700 (PDT)", "2015-06-02T02:30:00-07:00")]
    [InlineData("Wed Mar 04 2026 23:59:59 GMT+0545 (Nepal Time)", "2026-03-04T23:59:59+05:45")]
    [InlineData("Wed Mar 04 2026 23:59:59 GMT+0000", "2026-03-04T23:59:59+00:00")]
    [InlineData("Thu Dec 18 2014 11:30:00", null)]
    [InlineData("Thu Dec 32 2014 11:30:00 GMT-0800 (PST)", null)]
    [InlineData("Thu Dez 18 2014 11:30:00 GMT-0800 (PST)", null)]
    [InlineData("", null)]
    public void A_JavaScript_date_is_read_with_its_offset(string text, string? expected)
    {
        var format = TimeFormat.Create(TimeFormat.JavaScript, null, "time");
        Assert.Equal(expected is not null, format.TryParse(text, null, out var time));
        Assert.Equal(expected is null ? default : DateTimeOffset.Parse(expected, null), time);
    }

    [Theory]
    [InlineData("M/d/yyyy", "-06:00", "1/2/2022", "2022-01-02T00:00:00-06:00")]
    [InlineData("M/d/yyyy h:mm tt", "+08:00", "12/31/2022 1:05 PM", "2022-12-31T13:05:00+08:00")]
    [InlineData("yyyy-MM-dd'T'HH:mm:sszzz", null, "2022-12-31T13:05:00+02:00", "2022-12-31T13:05:00+02:00")]
    public void A_date_without_an_offset_gets_the_maps(string shape, string? offset, string text, string expected)
    {
        Assert.True(TimeFormat.Create(shape, offset, "time").TryParse(text, null, out var time));
        Assert.Equal(DateTimeOffset.Parse(expected, null), time);
        Assert.Equal(DateTimeOffset.Parse(expected, null).Offset, time.Offset);
    }

    private static IEnumerable<string?> Ids(ImportMap map, string csv) =>
        Mapping.Rows(map, csv).Events.Select(e => e.GetProperty("id").GetString());
}
