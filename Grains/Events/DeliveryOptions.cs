namespace AutoCrm.Actors.Grains.Events;

/// <summary>How long partitions wait for actors. Section <c>AutoCrm:Delivery</c>.</summary>
internal sealed class DeliveryOptions
{
    public const string Section = "AutoCrm:Delivery";

    /// <summary>
    /// How long a partition waits for an actor before it goes on without it; the actor then catches up. Default 750 ms: longer
    /// than the collections of a silo under load, because who catches up reads the log.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(750);

    /// <summary>How long an actor may be behind before it is put into the quarantine. Default 5 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest pause between two attempts to catch up. Default 10 s.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most actors of one partition that may be behind; beyond it the partition waits. Default 500.</summary>
    public int MostBehind { get; set; } = 500;
}
