using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Commands;

/// <summary>
/// A command that is carried out by one event: what somebody wants to have happened. <see cref="CommandCatalogue"/> has
/// every name with its payload.
/// </summary>
[GenerateSerializer, Immutable, Alias("autocrm.event-command")]
public sealed record EventCommand : ActorCommand
{
    /// <summary>The command's name, for example <c>placeOrder</c>.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>What is to happen; the payload that the catalogue has for the name, within its bounds.</summary>
    [Id(1)] public required EventPayload Payload { get; init; }

    /// <summary>The other subject: to a customer, the VIN of a vehicle; to a vehicle, the id of a customer. Null if none is named.</summary>
    [Id(2)] public string? Other { get; init; }

    /// <summary>
    /// Whether headquarters asks, in the dealership's name: it may do so for customers that the dealership has not dealt
    /// with yet.
    /// </summary>
    [Id(3)] public bool ByHeadquarters { get; init; }

    /// <summary>To register a customer: the number by which the dealership knows it from now on; null for none.</summary>
    [Id(4)] public string? Number { get; init; }
}
