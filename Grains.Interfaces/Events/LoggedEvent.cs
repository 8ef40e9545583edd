namespace AutoCrm.Actors.Events;

/// <summary>An event as it stands in the log, with its payload read: what the actors fold.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.logged-event")]
public sealed record LoggedEvent
{
    /// <summary>Where it stands in the log.</summary>
    [Id(0)] public required Position Position { get; init; }

    /// <summary>When it happened, who sent it and its id; orders events for last-writer-wins.</summary>
    [Id(1)] public required EventStamp Stamp { get; init; }

    /// <summary>The event type, for example <c>autocrm.vehicle.delivered.v1</c>.</summary>
    [Id(2)] public required string Type { get; init; }

    /// <summary>The dealership's code, or null for a source without a dealership.</summary>
    [Id(3)] public string? Dealership { get; init; }

    /// <summary>The customer's id, or null if the event is about no customer.</summary>
    [Id(4)] public string? Customer { get; init; }

    /// <summary>The vehicle's VIN in upper case, or null if the event is about no identified vehicle.</summary>
    [Id(5)] public string? Vin { get; init; }

    /// <summary>The payload; <see cref="UnknownPayload"/> for a type that the catalogue does not know.</summary>
    [Id(6)] public required EventPayload Payload { get; init; }

    /// <summary>The number by which the dealership named the customer, or null where it named the id.</summary>
    [Id(7)] public string? CustomerNumber { get; init; }
}

/// <summary>The typed <c>data</c> of an event. Folds switch on the type of the payload and pass by what they do not know.</summary>
/// <remarks>
/// A list that a sender leaves out reaches <c>init</c> as the default array, through which nobody can go: payloads turn
/// it into the empty one. An optional member that is no list is nullable, because a sender may write null.
/// </remarks>
[GenerateSerializer, Immutable, Alias("autocrm.payload")]
public abstract record EventPayload;

/// <summary>The payload of a type that the catalogue does not know: kept in the log and on timelines, changes no state.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.payload.unknown")]
public sealed record UnknownPayload : EventPayload
{
    /// <summary>The one instance.</summary>
    public static UnknownPayload Instance { get; } = new();
}

/// <summary>
/// The payload of a known type that can no longer be read. Intake checks every payload, so this means that the
/// reader is older or newer than the writer; the event is quarantined for its subjects, and nothing waits for it.
/// </summary>
/// <param name="Reason">Why it cannot be read; names a member, never its value.</param>
[GenerateSerializer, Immutable, Alias("autocrm.payload.unreadable")]
public sealed record UnreadablePayload([property: Id(0)] string Reason) : EventPayload;
