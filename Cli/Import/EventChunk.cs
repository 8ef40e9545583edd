using AutoCrm.Actors.Cli.Import.Maps;

namespace AutoCrm.Actors.Cli.Import;

/// <summary>One item in a chunk, by its number: which events it made, or why it made none.</summary>
internal readonly record struct ChunkRow(
    long Number,
    int FirstEvent,
    int EventCount,
    int RawStart,
    int RawLength,
    RowProblem? Problem);

/// <summary>
/// The events of one request, with the items they came from as they are handed back, so that rejected ones can be handed
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

    /// <summary>Lets the current item of a source write its events.</summary>
    public void Add(IImportSource source)
    {
        var problem = source.Write(body, out var written);
        var start = raw.Length;
        raw.Add(source.Original);
        rows.Add(new ChunkRow(source.Number, EventCount, written, start, raw.Length - start, problem));
        EventCount += written;
    }

    /// <summary>Adds an event that comes of no item.</summary>
    public void Add(Action<ByteBuffer> write)
    {
        write(body);
        EventCount++;
    }

    public void Clear()
    {
        rows.Clear();
        body.CutTo(0);
        raw.CutTo(0);
        EventCount = 0;
    }
}
