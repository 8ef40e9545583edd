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
/// <param name="Carrier">
/// Who brings them: one life of whoever carries the partition. It brings all from where it began on, and nothing of before.
/// </param>
[GenerateSerializer, Immutable, Alias("autocrm.event-batch")]
public sealed record EventBatch([property: Id(0)] ImmutableArray<LoggedEvent> Events, [property: Id(1)] Guid Carrier);

/// <summary>
/// A promise: the actor's row is on its way to the database, together with many others. It holds within the process
/// that gave it.
/// </summary>
/// <param name="Writer">Which writer has the row; empty if there is nothing to write.</param>
/// <param name="Number">Grows with each group of rows that the writer writes.</param>
[GenerateSerializer, Immutable, Alias("autocrm.row-ticket")]
public readonly record struct RowTicket([property: Id(0)] Guid Writer, [property: Id(1)] long Number);

/// <summary>Whether promises were kept.</summary>
/// <param name="IsKnown">False if the process that was asked did not give the promise: nothing is known of it.</param>
/// <param name="Refused">The ids of actors whose rows were not written, because another activation has written them.</param>
[GenerateSerializer, Immutable, Alias("autocrm.row-answer")]
public readonly record struct RowAnswer([property: Id(0)] bool IsKnown, [property: Id(1)] ImmutableArray<string> Refused);

/// <summary>What every actor that folds events can do.</summary>
[Alias("autocrm.IEntityGrain")]
public interface IEntityGrain : IGrainWithStringKey
{
    /// <summary>
    /// Folds events. Events that are folded already are skipped. Returns when they are folded, with a promise that the
    /// actor's read-model row will be durable. An event that cannot be folded is quarantined for this actor, durably
    /// when this returns, and the others are folded.
    /// </summary>
    /// <param name="batch">The events.</param>
    /// <returns>What <see cref="Confirm"/> is to be asked for.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("Apply")]
    Task<RowTicket> Apply(EventBatch batch);

    /// <summary>
    /// Waits until a promise is kept. Promises of one writer are kept in order of their numbers, so one actor can be
    /// asked for all those that the same writer gave before.
    /// </summary>
    /// <param name="ticket">A promise of an actor of the same kind.</param>
    /// <returns>Whose rows are durable; the other actors have to be asked to catch up.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("Confirm")]
    Task<RowAnswer> Confirm(RowTicket ticket);

    /// <summary>
    /// Folds what the log holds about the actor and the actor has not folded yet. Whoever could not deliver an event
    /// calls this instead of delivering later ones, which would hide the gap.
    /// </summary>
    /// <returns>When the actor has everything that was committed before the call, and its row is durable.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("CatchUp")]
    Task CatchUp();

    /// <summary>
    /// Derives the events whose time has come, each once ever, and folds them. To be called when the row's
    /// <c>next_due_at</c> has passed; called too early or too often, it does nothing.
    /// </summary>
    /// <returns>When something comes due next, the past if not everything was derived; null if nothing does.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("DeriveDue")]
    Task<DateTimeOffset?> DeriveDue();

    /// <summary>
    /// Discards what the actor knows, folds its whole history anew and writes row and snapshot, whatever they held.
    /// What can be folded now leaves the quarantine.
    /// </summary>
    /// <returns>The revision: how many events were folded.</returns>
    [Alias("Rebuild")]
    Task<long> Rebuild();
}
