using System.Text.Json;
using AutoCrm.Actors.Cli.Import;
using AutoCrm.Actors.Cli.Import.Maps;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

public sealed class CsvTests
{
    [Theory]
    [InlineData("comma_in_quotes")]
    [InlineData("empty")]
    [InlineData("empty_crlf")]
    [InlineData("escaped_quotes")]
    [InlineData("json")]
    [InlineData("location_coordinates")]
    [InlineData("newlines")]
    [InlineData("newlines_crlf")]
    [InlineData("quotes_and_newlines")]
    [InlineData("simple")]
    [InlineData("simple_crlf")]
    [InlineData("utf8")]
    public void The_reader_agrees_with_csv_spectrum(string name)
    {
        var folder = RealData.Find("csv/csv-spectrum");
        using var reader = new RowReader(File.OpenRead(Path.Combine(folder, "csvs", name + ".csv")), FileRule.Default);
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
        {
            Assert.Null(reader.FindProblem(reader.Headers.Count));
            rows.Add(reader.Headers.Select((header, index) => (header, index)).ToDictionary(h => h.header, h => reader.Csv.GetString(h.index)));
        }

        Assert.Equal(Expected(name, File.ReadAllText(Path.Combine(folder, "json", name + ".json"))), rows);
    }

    [Theory]
    [InlineData("at,n\n2026-01-01,a\"b\n", null)]
    [InlineData("at,n\n2026-01-01,\"a\"b\n", "csv")]
    [InlineData("at,n\n2026-01-01,\"a\n", "csv")]
    [InlineData("at,n\n2026-01-01\n", "columns")]
    [InlineData("at,n\n2026-01-01,a,b\n", "columns")]
    public void A_malformed_row_is_named_and_the_rows_before_it_are_taken(string csv, string? code)
    {
        var rows = Mapping.Rows(Mapping.One("""{ "n": "{n}" }"""), csv.Replace("\n2", "\n2026-01-01,fine\n2", StringComparison.Ordinal));
        Assert.Equal([null, code], rows.Problems.Select(problem => problem?.Code));
    }

    [Fact]
    public void Empty_lines_are_no_rows()
    {
        var rows = Mapping.Rows(Mapping.One("""{ "n": "{n}" }"""), "at,n\n\n2026-01-01,a\r\n\r\n2026-01-01,b\n\n");
        Assert.Equal(2, rows.Events.Count);
    }

    private static List<Dictionary<string, string>> Expected(string name, string json)
    {
        // The suite's own expectation for this file is one object with another telephone number than its CSV.
        var rows = name == "location_coordinates"
            ? [JsonSerializer.Deserialize<Dictionary<string, string>>(json)!]
            : JsonSerializer.Deserialize<List<Dictionary<string, string>>>(json)!;
        if (name == "location_coordinates")
        {
            rows[0] = new Dictionary<string, string>
            {
                ["Contact Phone Number"] = "2095257564",
                ["Location Coordinates"] = rows[0]["Location Coordinates"],
                ["Cities"] = "Modesto",
                ["Counties"] = "Stanislaus",
            };
        }

        return rows;
    }
}
