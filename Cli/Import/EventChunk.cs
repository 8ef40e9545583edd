using AutoCrm.Actors.Cli.Import.Maps;
using CsvHelper;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>One row in a chunk, by its number in a spreadsheet: which events it made, or why it made none.</summary>
internal readonly record struct ChunkRow(
    long Number,
    int FirstEvent,
    int EventCount,
    int RawStart,
    int RawLength,
    RowProblem? Problem);

/// <summary>
/// The events of one request, with the rows they came from as the file has them, so that rejected ones can be handed
/// back. Chunks are used again: their number bounds the importer's memory.
/// </summary>
internal sealed class EventChunk(int maxEvents)
{
    /// <summary>A chunk is sent at this size even if it has few events, which bounds memory when rows are long.</summary>
    private const int FullBytes = 512 * 1024;

    private readonly List<ChunkRow> rows = [];
    private readonly ByteBuffer body = new();
    private readonly ByteBuffer raw = new();

    public IReadOnlyList<ChunkRow> Rows => rows;

    public int EventCount { get; private set; }

    public ReadOnlyMemory<byte> Body => body.Written;

    public bool IsFull => EventCount >= maxEvents || rows.Count >= maxEvents || body.Length >= FullBytes || raw.Length >= FullBytes;

    public ReadOnlySpan<byte> RawOf(ChunkRow row) => raw.Written.Span.Slice(row.RawStart, row.RawLength);

    /// <summary>Adds a row that the reader found fault with, or lets the map make its events.</summary>
    public void Add(long number, CsvReader reader, RowProblem? problem, RowMapper mapper)
    {
        var written = 0;
        problem ??= mapper.Write(reader, body, out written);
        var start = raw.Length;
        raw.Add(reader.RawRecord);
        rows.Add(new ChunkRow(number, EventCount, written, start, raw.Length - start, problem));
        EventCount += written;
    }

    public void Clear()
    {
        rows.Clear();
        body.CutTo(0);
        raw.CutTo(0);
        EventCount = 0;
    }
}
