namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>Numbers every event of a run once, and gives each its own later time.</summary>
internal sealed class EventNumbers(DateTimeOffset start)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private long last;

    /// <summary>In every event's id, so that a second run on the same database repeats none.</summary>
    public string Run { get; } = start.ToUnixTimeMilliseconds().ToString("x", System.Globalization.CultureInfo.InvariantCulture);

    public long Next() => ++last;

    /// <summary>When an event occurred: far enough in the past that a run of any length stays there.</summary>
    public DateTimeOffset TimeOf(long number) => start.AddDays(-300).Add(number * Step);
}
