using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>The envelope's customer has a vehicle from now on, in some role.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.ownership-registered.v1"), About(Whom.CustomerAndVehicle)]
public sealed record OwnershipRegistered : EventPayload
{
    /// <summary>The role.</summary>
    [Id(0)] public required OwnershipRole Role { get; init; }

    /// <summary>The number plate.</summary>
    [Id(1), AtMost(20), Personal] public string? Plate { get; init; }

    /// <summary>Since when; without it, since the event's time.</summary>
    [Id(2)] public DateTimeOffset? From { get; init; }
}

/// <summary>The envelope's customer has a vehicle no longer.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.ownership-ended.v1"), About(Whom.CustomerAndVehicle)]
public sealed record OwnershipEnded : EventPayload
{
    /// <summary>The role that ended; without it, every one that the customer had.</summary>
    [Id(0)] public OwnershipRole? Role { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(1), AtMost(200)] public required string Reason { get; init; }

    /// <summary>Until when; without it, until the event's time.</summary>
    [Id(2)] public DateTimeOffset? Until { get; init; }
}

/// <summary>What a customer is to a vehicle.</summary>
[GenerateSerializer, Alias("autocrm.ownership-role")]
public enum OwnershipRole
{
    /// <summary>It is theirs.</summary>
    Owner = 0,

    /// <summary>They lease it.</summary>
    Lessee = 1,

    /// <summary>They drive it.</summary>
    Driver = 2,

    /// <summary>They look after it for somebody else.</summary>
    Custodian = 3,
}
