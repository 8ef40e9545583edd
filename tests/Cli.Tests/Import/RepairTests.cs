using AutoCrm.Actors.Cli.Import.Maps;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

public sealed class RepairTests
{
    [Theory]
    [InlineData("trim", "  a b ", "a b")]
    [InlineData("blanks", " a\u00A0 \t b ", "a b")]
    [InlineData("blanks", "a b", "a b")]
    [InlineData("blanks", "\u00A0", "")]
    [InlineData("upper", "4t4bf1fk5dr275482", "4T4BF1FK5DR275482")]
    [InlineData("lower", "SUV", "suv")]
    [InlineData("mojibake", "DoubleÂ\u00A0Overhead Camshaft", "Double\u00A0Overhead Camshaft")]
    [InlineData("mojibake", "CafÃ© MÃ¼ller, â‚¬ 5 â€“ ðŸš—", "Café Müller, € 5 – 🚗")]
    [InlineData("mojibake", "Ã\u0089cole", "École")]
    [InlineData("mojibake", "Café Müller, € 5 – 🚗 Â ÂA Ã", "Café Müller, € 5 – 🚗 Â ÂA Ã")]
    [InlineData("mojibake", "汽车 ä¸­", "汽车 中")]
    [InlineData("number", "$ 1,234.50", "1234.50")]
    [InlineData("number", "€13 500", "13500")]
    [InlineData("number", "-5.5", "-5.5")]
    [InlineData("number", "12x", "12x")]
    public void A_named_repair_does_what_its_name_says(string repair, string text, string expected) =>
        Assert.Equal(expected, Repairs.Find(repair)(text));

    [Fact]
    public void Repairs_run_in_order_and_every_row_that_one_changed_is_counted()
    {
        var map = Mapping.One("""{ "n": "{n}" }""", """{ "n": { "repair": ["trim", "upper", { "replace": { "B": "beta" } }], "absent": ["—", "N/A"] } }""");
        var rows = Mapping.Rows(map, "at,n\n2026-01-01, a\n2026-01-01,b\n2026-01-01,C\n2026-01-01,—\n2026-01-01,n/a \n2026-01-01,\n");
        Assert.Equal(["A", "beta", "C", null, null, null], rows.Events.Select(e => e.GetProperty("data").TryGetProperty("n", out var n) ? n.GetString() : null));
        Assert.Equal(
            [("n", "trim", 2), ("n", "upper", 3), ("n", "B -> beta", 1), ("n", "— left out", 1), ("n", "N/A left out", 1)],
            rows.Repairs.Select(count => (count.Column, count.Repair, (int)count.Rows)));
    }

    [Fact]
    public void A_replacement_can_be_bound_to_another_column()
    {
        var map = Mapping.One("""{ "m": "{Model}" }""", """{ "Model": { "repair": [{ "replace": { "3-Sep": "9-3" }, "where": { "Company": "Saab" } }] } }""");
        var rows = Mapping.Rows(map, "at,Company,Model\n2026-01-01,Saab ,3-Sep\n2026-01-01,Ford,3-Sep\n");
        Assert.Equal(["9-3", "3-Sep"], rows.Events.Select(e => e.GetProperty("data").GetProperty("m").GetString()));
        Assert.Equal([new RepairCount("Model", "3-Sep -> 9-3", 1)], rows.Repairs);
    }

    [Fact]
    public void A_header_with_blanks_is_found_and_the_repair_is_shown()
    {
        var rows = Mapping.Rows(Mapping.One("""{ "n": "{n}" }"""), "at, n \n2026-01-01,a\n");
        Assert.Equal("a", rows.Data().GetProperty("n").GetString());
        Assert.Equal(" n ", Assert.Single(rows.Repairs).Column);
    }

    [Fact]
    public void A_file_in_an_old_encoding_is_read_by_the_name_of_the_encoding()
    {
        var map = Mapping.Parse(
            """
            {
              "map": "m",
              "file": { "encoding": "windows-1252", "delimiter": ";" },
              "columns": { "at": { "time": { "format": "yyyy-MM-dd", "offset": "+01:00" } } },
              "events": [{ "type": "test.row", "source": "/test", "id": "row", "time": "at", "data": { "n": "{n}" } }]
            }
            """);
        byte[] csv = [.. "at;n\n2026-01-01;Caf"u8, 0xE9, (byte)' ', 0x80, (byte)'\n'];
        Assert.Equal("Café €", Mapping.Rows(map, csv).Data().GetProperty("n").GetString());
    }

    [Fact]
    public void A_row_that_is_not_valid_UTF8_is_rejected_and_its_neighbours_are_not()
    {
        byte[] csv = [.. "\uFEFFat,n\n2026-01-01,a\n2026-01-01,"u8, 0xE9, .. "\n2026-01-01,b\n"u8];
        var rows = Mapping.Rows(Mapping.One("""{ "n": "{n}" }"""), csv);
        Assert.Equal([null, "encoding", null], rows.Problems.Select(problem => problem?.Code));
    }
}
