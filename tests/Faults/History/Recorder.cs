using System.Text.Json;

namespace AutoCrm.Actors.Faults.History;

/// <summary>Puts what happens into one order and writes it down, one JSON object a line.</summary>
internal sealed class Recorder : IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly long began;
    private readonly StreamWriter? file;
    private List<Entry> entries = [];
    private long seq;
    private long op;

    /// <param name="path">The file, or null to keep it in memory only.</param>
    /// <param name="time">The clock of the time stamps.</param>
    public Recorder(string? path, TimeProvider time)
    {
        this.time = time;
        began = time.GetTimestamp();
        file = path is null ? null : new StreamWriter(path);
    }

    /// <summary>The number of a new operation.</summary>
    public long NextOp() => Interlocked.Increment(ref op);

    public T Add<T>(T entry)
        where T : Entry
    {
        lock (gate)
        {
            var placed = entry with { Seq = ++seq, Ms = (long)time.GetElapsedTime(began).TotalMilliseconds };
            entries.Add(placed);
            file?.WriteLine(JsonSerializer.Serialize<Entry>(placed));
            return placed;
        }
    }

    /// <summary>Takes what was recorded since the last time.</summary>
    public IReadOnlyList<Entry> Take()
    {
        lock (gate)
        {
            var taken = entries;
            entries = [];
            file?.Flush();
            return taken;
        }
    }

    public void Dispose() => file?.Dispose();
}
