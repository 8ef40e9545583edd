namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>How events were answered; differences of two counts are those of the time between.</summary>
/// <param name="Accepted">Answered as durable, and not known before.</param>
/// <param name="Duplicates">Answered as known.</param>
/// <param name="Repeats">Sent although they had been sent before, as one does who got no answer.</param>
/// <param name="Refusals">How often the server said "later".</param>
/// <param name="Failures">How often it did not answer; its events were sent again.</param>
internal sealed record EventCounts(long Accepted, long Duplicates, long Repeats, int Refusals, int Failures)
{
    public long Sent => Accepted + Duplicates;

    public static EventCounts operator -(EventCounts later, EventCounts earlier) => new(
        later.Accepted - earlier.Accepted,
        later.Duplicates - earlier.Duplicates,
        later.Repeats - earlier.Repeats,
        later.Refusals - earlier.Refusals,
        later.Failures - earlier.Failures);

    /// <summary>Makes sure that what was sent once was counted as an event, and what was sent again was not.</summary>
    /// <exception cref="InvalidOperationException">It was not so.</exception>
    public void Check()
    {
        if (Duplicates < Repeats || (Duplicates > Repeats && Failures == 0))
        {
            throw new InvalidOperationException(
                $"Of {Sent} events {Duplicates} were known, and {Repeats} were sent again. A database that has these events already needs another --seed.");
        }
    }
}
