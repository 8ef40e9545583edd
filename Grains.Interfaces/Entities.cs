using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors;

/// <summary>An actor's state with how fresh it is.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="State">The fold of the actor's events.</param>
/// <param name="Revision">How many events were folded; at least 1.</param>
/// <param name="Applied">The highest folded position per partition, with the log epoch.</param>
[GenerateSerializer, Immutable, Alias("autocrm.live`1")]
public sealed record Live<TState>(
    [property: Id(0)] TState State,
    [property: Id(1)] long Revision,
    [property: Id(2)] PositionToken Applied);

/// <summary>The events of one batch that are about one actor, in log order.</summary>
/// <param name="Events">At least one event, all of one partition, offsets ascending.</param>
[GenerateSerializer, Immutable, Alias("autocrm.event-batch")]
public sealed record EventBatch([property: Id(0)] ImmutableArray<LoggedEvent> Events);

/// <summary>What every actor that folds events can do.</summary>
[Alias("autocrm.IEntityGrain")]
public interface IEntityGrain : IGrainWithStringKey
{
    /// <summary>
    /// Folds events. Events that are folded already are skipped. Returns when the actor's read-model row is durable.
    /// An event that cannot be folded is quarantined for this actor, and the others are folded.
    /// </summary>
    /// <param name="batch">The events.</param>
    /// <returns>When the effect is durable.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("Apply")]
    Task Apply(EventBatch batch);

    /// <summary>
    /// Folds what the log holds about the actor and the actor has not folded yet. Whoever could not deliver an event
    /// calls this instead of delivering later ones, which would hide the gap.
    /// </summary>
    /// <returns>When the actor has everything that was committed before the call, and its row is durable.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("CatchUp")]
    Task CatchUp();

    /// <summary>
    /// Discards what the actor knows, folds its whole history anew and writes row and snapshot, whatever they held.
    /// What can be folded now leaves the quarantine.
    /// </summary>
    /// <returns>The revision: how many events were folded.</returns>
    [Alias("Rebuild")]
    Task<long> Rebuild();
}
