using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>
/// The region of ownership: what was registered. Number plates are personal and stay in the log. Deliveries and returns
/// count too; <see cref="OwnershipPeriods"/> puts it all together.
/// </summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-ownership")]
public sealed record VehicleOwnership
{
    /// <summary>The most registrations, and the most ends, that the state holds.</summary>
    public const int MaxHistory = 100;

    /// <summary>Registrations, in order of occurrence.</summary>
    [Id(0)] public ImmutableArray<OwnershipStart> Starts { get; init; } = [];

    /// <summary>Ends, in order of occurrence.</summary>
    [Id(1)] public ImmutableArray<OwnershipEnd> Ends { get; init; } = [];
}

/// <summary>A customer has the vehicle from now on.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Customer">The customer's id.</param>
/// <param name="Role">The role.</param>
/// <param name="From">Since when.</param>
/// <param name="Dealership">The dealership that reported it.</param>
[GenerateSerializer, Immutable, Alias("autocrm.ownership-start")]
public sealed record OwnershipStart(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string? Customer,
    [property: Id(2)] OwnershipRole Role,
    [property: Id(3)] DateTimeOffset From,
    [property: Id(4)] string? Dealership);

/// <summary>A customer has the vehicle no longer.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Customer">The customer's id; null for everybody.</param>
/// <param name="Role">The role; null for every one.</param>
/// <param name="Until">Until when.</param>
[GenerateSerializer, Immutable, Alias("autocrm.ownership-end")]
public sealed record OwnershipEnd(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string? Customer,
    [property: Id(2)] OwnershipRole? Role,
    [property: Id(3)] DateTimeOffset Until);

/// <summary>A time in which a customer had the vehicle in one role.</summary>
/// <param name="Customer">The customer's id; null where a delivery names none.</param>
/// <param name="Role">The role.</param>
/// <param name="From">Since when.</param>
/// <param name="Until">Until when; null while it lasts.</param>
/// <param name="By">The event that began it.</param>
/// <param name="EndedBy">The event that ended it.</param>
/// <param name="Dealership">The dealership that reported its beginning.</param>
[GenerateSerializer, Immutable, Alias("autocrm.ownership-period")]
public sealed record OwnershipPeriod(
    [property: Id(0)] string? Customer,
    [property: Id(1)] OwnershipRole Role,
    [property: Id(2)] DateTimeOffset From,
    [property: Id(3)] DateTimeOffset? Until,
    [property: Id(4)] EventStamp By,
    [property: Id(5)] EventStamp? EndedBy,
    [property: Id(6)] string? Dealership)
{
    /// <summary>Whether the customer had it at a time.</summary>
    /// <param name="at">The time.</param>
    /// <returns>True from the beginning on, until before the end.</returns>
    public bool Holds(DateTimeOffset at) => From <= at && !(at >= Until);
}

/// <summary>Whose a vehicle is.</summary>
[GenerateSerializer, Alias("autocrm.ownership-state")]
public enum OwnershipState
{
    /// <summary>The maker's.</summary>
    Maker = 0,

    /// <summary>A dealership's, or on its way to one by trade.</summary>
    Dealer = 1,

    /// <summary>A customer's.</summary>
    Owner = 2,

    /// <summary>A lessor's, and in the hands of a lessee.</summary>
    Lessee = 3,
}
