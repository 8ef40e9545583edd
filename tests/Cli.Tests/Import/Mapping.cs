using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import;
using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Tests.Import;

/// <summary>Maps a text in memory.</summary>
internal static class Mapping
{
    public static ImportMap Parse(string map) => MapReader.Read(Encoding.UTF8.GetBytes(map));

    /// <summary>A map with one event of one text member, for tests of a single rule.</summary>
    public static ImportMap One(string data, string columns = "{}", string eventMembers = "") => Parse(
        $$"""
        {
          "map": "test",
          "columns": {{WithTime(columns)}},
          "events": [{ "type": "test.row", "source": "/test", "id": "row", "time": "at", {{eventMembers}} "data": {{data}} }]
        }
        """);

    public static MappedRows Rows(ImportMap map, string csv) => Rows(map, Encoding.UTF8.GetBytes(csv));

    public static MappedRows Rows(ImportMap map, byte[] csv)
    {
        using var reader = new RowReader(new MemoryStream(csv), map.File);
        using var mapper = new RowMapper(map, reader.Headers);
        var body = new ByteBuffer();
        var rows = new MappedRows();
        while (reader.Read())
        {
            body.CutTo(0);
            var problem = reader.FindProblem(mapper.ColumnCount) ?? mapper.Write(reader.Csv, body, out _);
            rows.Problems.Add(problem);
            rows.Events.AddRange(Lines(body.Written).Select(line => JsonElement.Parse(line)));
        }

        rows.Repairs.AddRange(mapper.RepairCounts);
        return rows;
    }

    public static IEnumerable<string> Lines(ReadOnlyMemory<byte> body) =>
        Encoding.UTF8.GetString(body.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string WithTime(string columns) =>
        "{ \"at\": { \"time\": { \"format\": \"yyyy-MM-dd\", \"offset\": \"+00:00\" } }"
        + (columns.Trim() == "{}" ? " }" : "," + columns.Trim()[1..]);
}

internal sealed class MappedRows
{
    public List<RowProblem?> Problems { get; } = [];

    public List<JsonElement> Events { get; } = [];

    public List<RepairCount> Repairs { get; } = [];

    public JsonElement Data(int index = 0) => Events[index].GetProperty("data");
}
