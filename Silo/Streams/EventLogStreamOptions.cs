using System.ComponentModel.DataAnnotations;

namespace AutoCrm.Actors.Silo.Streams;

/// <summary>How the log is streamed to the partitions' actors. Section <c>AutoCrm:Streams</c>.</summary>
internal sealed class EventLogStreamOptions
{
    public const string Section = "AutoCrm:Streams";

    /// <summary>How long a reader waits for news before it answers with nothing.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:01")]
    public TimeSpan Wait { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// How long after a read of many events a partition is read again at the earliest. Under load changes come so much
    /// later to whoever watches, and cost a tenth less.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan Pace { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How many reads of a partition may wait to be delivered.</summary>
    [Range(10, 10_000)]
    public int CachedReads { get; set; } = 20;
}
