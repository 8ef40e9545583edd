using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Grains;

/// <summary>What an actor knows: its state with exactly the events that are in it.</summary>
internal sealed class Folded<TState>
    where TState : class
{
    /// <summary>The fold; null while nothing is folded.</summary>
    public TState? State { get; set; }

    /// <summary>How many events are folded.</summary>
    public long Revision { get; set; }

    /// <summary>
    /// Up to where everything about the actor is folded, per partition. An event that could not be folded counts as
    /// passed: it is in the quarantine.
    /// </summary>
    public AppliedOffsets Applied { get; init; } = new();
}
