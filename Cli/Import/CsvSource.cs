using AutoCrm.Actors.Cli.Import.Maps;
using CsvHelper;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>The rows of a CSV file, as a map reads them.</summary>
internal sealed class CsvSource : IImportSource
{
    private readonly RowReader reader;
    private readonly RowMapper mapper;
    private readonly RejectedRows rejected;

    private CsvSource(string file, ImportMap map, RowReader reader)
    {
        this.reader = reader;
        Map = map.Name;
        mapper = new RowMapper(map, reader.Headers);
        rejected = new RejectedRows(file, map.File, reader.Headers);
    }

    public string Map { get; }

    public string Reading => $"with map {Map}";

    public string Items => "rows";

    public bool ConflictIsDuplicate => false;

    public long BytesRead => reader.BytesRead;

    public long? TotalBytes => reader.TotalBytes;

    public long Number => reader.RowNumber;

    public ReadOnlySpan<byte> Original => reader.Csv.RawRecord;

    public IEnumerable<RepairCount> Repairs => mapper.RepairCounts;

    public string? RejectedFile => rejected.Path;

    public bool RejectedFileIsElsewhere => rejected.IsElsewhere;

    /// <summary>Reads the map and the file's header and checks them against each other.</summary>
    /// <exception cref="MapException">They cannot be used.</exception>
    public static CsvSource Open(string file, string mapName)
    {
        var map = ShippedMaps.Load(mapName);
        var reader = new RowReader(InputFiles.Open(file), map.File);
        try
        {
            return new CsvSource(file, map, reader);
        }
        catch (MapException wrong)
        {
            reader.Dispose();
            throw new MapException($"map {map.Name}: {wrong.Message}");
        }
    }

    public bool Read()
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException)
        {
            throw new ImportStoppedException(
                ImportOutcome.Unreadable,
                $"row {reader.RowNumber + 1} is longer than {RowReader.MaxRowBytes / 1024 / 1024} MiB; probably a quote in it is never closed");
        }
    }

    public RowProblem? Write(ByteBuffer body, out int written)
    {
        written = 0;
        return reader.FindProblem(mapper.ColumnCount) ?? mapper.Write(reader.Csv, body, out written);
    }

    public void Reject(long number, RowProblem problem, ReadOnlySpan<byte> original) => rejected.Add(number, problem, original);

    public void Dispose()
    {
        rejected.Dispose();
        mapper.Dispose();
        reader.Dispose();
    }
}
