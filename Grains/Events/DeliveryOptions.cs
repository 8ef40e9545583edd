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

    /// <summary>
    /// How long an actor may be behind before it is put into the quarantine; anew from when that was not possible, because
    /// the database was away. Default 5 s.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The longest pause between two attempts to catch up while the partition's checkpoint waits for the actor. Default 1 s:
    /// a database that was away is not noticed much later than it is back.
    /// </summary>
    public TimeSpan LongestHold { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two attempts to catch up of an actor that is in the quarantine. Default 10 s.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most actors of one partition that may be behind; beyond it the partition waits. Default 500.</summary>
    public int MostBehind { get; set; } = 500;
}
