namespace AutoCrm.Actors;

/// <summary>
/// The revision of a row. When an alias leaves a customer, its events leave too: the row counts as newer all the same,
/// because every change of links counts more than all events of a subject.
/// </summary>
public static class RowRevision
{
    /// <summary>The bits of a row's revision that count the events.</summary>
    public const long EventBits = (1L << BitsOfEvents) - 1;

    private const int BitsOfEvents = 40;

    /// <summary>The revision of a row.</summary>
    /// <param name="events">How many events are folded.</param>
    /// <param name="changes">How many events have made and ended links around the subject; 0 for who was never linked.</param>
    /// <returns>A number that grows with both.</returns>
    public static long Of(long events, int changes) => events + ((long)changes << BitsOfEvents);

    /// <summary>How many events are folded into a row.</summary>
    /// <param name="revision">The row's revision.</param>
    /// <returns>The actor's revision.</returns>
    public static long EventsIn(long revision) => revision & EventBits;
}
