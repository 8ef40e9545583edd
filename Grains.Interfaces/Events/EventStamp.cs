using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Events;

/// <summary>
/// The place of an event in the order that last-writer-wins uses: occurrence time, then event id, then source.
/// It is a total order over events, because (source, id) identifies an event for ever.
/// </summary>
/// <param name="At">When it happened, as the sender reported it.</param>
/// <param name="Id">The sender's event id.</param>
/// <param name="Source">The sender.</param>
[GenerateSerializer, Immutable, Alias("autocrm.event-stamp")]
public sealed record EventStamp(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1), AtMost(256)] string Id,
    [property: Id(2), AtMost(512), JsonConverter(typeof(SharedTextConverter))] string Source) : IComparable<EventStamp>
{
    /// <inheritdoc />
    public int CompareTo(EventStamp? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byTime = At.UtcTicks.CompareTo(other.At.UtcTicks);
        if (byTime != 0)
        {
            return byTime;
        }

        var byId = string.CompareOrdinal(Id, other.Id);
        return byId != 0 ? byId : string.CompareOrdinal(Source, other.Source);
    }
}

/// <summary>A value together with the event that last wrote it.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="By">The event that wrote it.</param>
[GenerateSerializer, Immutable, Alias("autocrm.stamped`1")]
public sealed record Stamped<T>([property: Id(0)] T Value, [property: Id(1)] EventStamp By);
