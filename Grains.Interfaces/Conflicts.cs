using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors;

/// <summary>Facts that contradict each other or common sense: kept, flagged and shown; never an error.</summary>
/// <param name="Kind">One of <see cref="ConflictKinds"/>.</param>
/// <param name="At">When the latest of the contradicting events happened.</param>
/// <param name="Message">What contradicts what, in words for a dealership's clerk; no personal data.</param>
/// <param name="Events">The contradicting events, in order of occurrence; at least one.</param>
[GenerateSerializer, Immutable, Alias("autocrm.conflict")]
public sealed record Conflict(
    [property: Id(0)] string Kind,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Message,
    [property: Id(3)] ImmutableArray<EventStamp> Events);

/// <summary>The kinds of conflict.</summary>
public static class ConflictKinds
{
    /// <summary>A reading that is a typist's placeholder: 1, or 999,999 and above, in the reported unit.</summary>
    public const string OdometerImplausible = "odometer-implausible";

    /// <summary>A later reading is lower than an earlier one by more than the tolerance.</summary>
    public const string OdometerRollback = "odometer-rollback";

    /// <summary>Two readings at the same instant differ by more than the tolerance.</summary>
    public const string OdometerDisagreement = "odometer-disagreement";

    /// <summary>The vehicle was reserved twice at the same time, as reported.</summary>
    public const string DoubleReservation = "double-reservation";
}
