using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors;

/// <summary>Events about the envelope's customer or vehicle contradict each other.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.conflict.detected.v1"), About(Whom.CustomerOrVehicle), Derived]
public sealed record ConflictDetected : EventPayload
{
    /// <summary>The conflict's id: the same for the same kind and events.</summary>
    [Id(0), AtMost(100)] public required string Conflict { get; init; }

    /// <summary>What kind of contradiction it is.</summary>
    [Id(1), AtMost(100)] public required string Kind { get; init; }

    /// <summary>What contradicts what, in words for a dealership's clerk; no personal data.</summary>
    [Id(2), AtMost(1000)] public required string Message { get; init; }

    /// <summary>The contradicting events, in order of occurrence.</summary>
    [Id(3)] public ImmutableArray<EventStamp> Events { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <summary>Somebody decided what is right.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.conflict.resolved.v1"), About(Whom.CustomerOrVehicle), Derived]
public sealed record ConflictResolved : EventPayload
{
    /// <summary>The conflict's id.</summary>
    [Id(0), AtMost(100)] public required string Conflict { get; init; }

    /// <summary>How, without personal data.</summary>
    [Id(1), AtMost(500)] public required string How { get; init; }

    /// <summary>Who decided, by the dealership's or headquarters' name or number for them.</summary>
    [Id(2), AtMost(100)] public string? By { get; init; }

    /// <summary>The event that is right, where one of them is.</summary>
    [Id(3)] public EventStamp? Right { get; init; }
}
