using System.Collections.Immutable;
using CsvHelper;

namespace AutoCrm.Actors.Cli.Import.Maps;

/// <summary>Why a row cannot be taken in. Names columns and members, never a value: rows are full of personal data.</summary>
internal sealed record RowProblem(string Code, string Path, string Message);

/// <summary>A map made ready for one file: turns rows into CloudEvents, one a line.</summary>
internal sealed class RowMapper : IDisposable
{
    private readonly ImmutableArray<ColumnReader> readers;
    private readonly ImmutableArray<EventWriter> events;
    private readonly FileColumns columns;
    private readonly string?[] values;

    public RowMapper(ImportMap map, IEnumerable<string> headers)
    {
        columns = new FileColumns(headers, map.File.TrimHeaders);
        var names = map.Events.SelectMany(MapCheck.ColumnsOf).Distinct().ToImmutableArray();
        readers =
        [
            .. names.Select(name => map.Columns.FirstOrDefault(rule => rule.Column == name) ?? ColumnRule.Plain(name))
                .Select(rule => new ColumnReader(rule, columns)),
        ];
        values = new string?[readers.Length];
        var slots = new ColumnSlots(names, readers);
        events = [.. map.Events.Select((rule, index) => new EventWriter(rule, $"events[{index}]", slots, columns))];
    }

    public int ColumnCount => columns.Count;

    /// <summary>What was repaired so far, headers first; repairs that never fired are left out.</summary>
    public IEnumerable<RepairCount> RepairCounts =>
        columns.Trimmed.Select(header => new RepairCount(header, "blanks around the header removed", 0))
            .Concat(readers.SelectMany(reader => reader.Counts).Where(count => count.Rows > 0));

    /// <summary>Writes the events of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="body">Where they go; as it was before if the row has a problem.</param>
    /// <param name="written">How many events the row made.</param>
    /// <returns>What is wrong with the row, or null.</returns>
    public RowProblem? Write(CsvReader row, ByteBuffer body, out int written)
    {
        written = 0;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = readers[i].Read(row);
        }

        var start = body.Length;
        foreach (var writer in events)
        {
            if (!writer.Applies(values))
            {
                continue;
            }

            if (writer.Write(row, values, body) is { } problem)
            {
                body.CutTo(start);
                written = 0;
                return problem;
            }

            written++;
        }

        return null;
    }

    public void Dispose()
    {
        foreach (var writer in events)
        {
            writer.Dispose();
        }
    }
}

/// <summary>Where the value of a column stands while a row is being written.</summary>
internal sealed class ColumnSlots(ImmutableArray<string> names, ImmutableArray<ColumnReader> readers)
{
    public int Of(string column) => names.IndexOf(column);

    public ImmutableArray<int> Of(IEnumerable<string> columns) => [.. columns.Select(Of)];

    public TimeFormat TimeFormatOf(string column) => readers[Of(column)].Rule.Time!;
}
