namespace AutoCrm.Actors.Benchmarks.Measuring;

/// <summary>Gathers latencies; every one is kept, so that a percentile is exact.</summary>
internal sealed class Latencies(int capacity)
{
    private readonly Lock gate = new();
    private readonly List<double> milliseconds = new(capacity);

    public int Count
    {
        get
        {
            lock (gate)
            {
                return milliseconds.Count;
            }
        }
    }

    public void Add(TimeSpan latency)
    {
        lock (gate)
        {
            milliseconds.Add(latency.TotalMilliseconds);
        }
    }

    /// <summary>What was gathered so far.</summary>
    public Percentiles Sum()
    {
        double[] sorted;
        lock (gate)
        {
            sorted = [.. milliseconds];
        }

        Array.Sort(sorted);
        return sorted.Length == 0
            ? new Percentiles(0, 0, 0, 0)
            : new Percentiles(sorted.Length, sorted[(sorted.Length - 1) / 2], sorted[(int)Math.Ceiling(sorted.Length * 0.99) - 1], sorted[^1]);
    }
}

/// <summary>Latencies in milliseconds.</summary>
internal sealed record Percentiles(int Count, double P50, double P99, double Max)
{
    public override string ToString() => FormattableString.Invariant($"p50 {P50:0.0} ms, p99 {P99:0.0} ms, max {Max:0} ms");
}
