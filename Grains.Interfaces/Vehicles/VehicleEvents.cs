using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>A vehicle was sold at a wholesale auction.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.auctioned.v1"), About(Whom.Vehicle)]
public sealed record VehicleAuctioned : EventPayload
{
    /// <summary>What the buyer paid.</summary>
    [Id(0)] public required Money Price { get; init; }

    /// <summary>The odometer at the sale.</summary>
    [Id(1)] public Distance? Odometer { get; init; }

    /// <summary>Who sold it, as the auction names the seller.</summary>
    [Id(2), AtMost(200)] public string? Seller { get; init; }

    /// <summary>The auction's condition grade, in the auction's own words or scale.</summary>
    [Id(3), AtMost(100)] public string? Condition { get; init; }

    /// <summary>The make, for example <c>Toyota</c>.</summary>
    [Id(4), AtMost(100), JsonConverter(typeof(SharedTextConverter))] public string? Make { get; init; }

    /// <summary>The model, for example <c>Camry</c>.</summary>
    [Id(5), AtMost(100), JsonConverter(typeof(SharedTextConverter))] public string? Model { get; init; }

    /// <summary>The trim level.</summary>
    [Id(6), AtMost(100)] public string? Trim { get; init; }

    /// <summary>The model year.</summary>
    [Id(7), InRange(1886, 2100)] public int? ModelYear { get; init; }

    /// <summary>The exterior colour.</summary>
    [Id(8), AtMost(100)] public string? Color { get; init; }
}

/// <summary>Somebody or something read the odometer.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.odometer-read.v1"), About(Whom.Vehicle)]
public sealed record OdometerRead : EventPayload
{
    /// <summary>The reading.</summary>
    [Id(0)] public required Distance Odometer { get; init; }

    /// <summary>What became of the meter; without it, nothing.</summary>
    [Id(1)] public OdometerMeter? Meter { get; init; }
}

/// <summary>What is known about the meter that an odometer shows.</summary>
[GenerateSerializer, Alias("autocrm.odometer-meter")]
public enum OdometerMeter
{
    /// <summary>The one that the vehicle was built with.</summary>
    Original = 0,

    /// <summary>Another one: from this reading on it counts anew.</summary>
    Replaced = 1,

    /// <summary>It has passed its greatest number and begun at nought again.</summary>
    RolledOver = 2,
}

/// <summary>A vehicle's commercial state changed, its end, or whether a recall forbids to deliver it.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.state-changed.v1"), About(Whom.Vehicle), Derived]
public sealed record VehicleStateChanged : EventPayload
{
    /// <summary>The region.</summary>
    [Id(0)] public required VehicleRegion Region { get; init; }

    /// <summary>The state before; without it, there was none.</summary>
    [Id(1), AtMost(100)] public string? From { get; init; }

    /// <summary>The state now.</summary>
    [Id(2), AtMost(100)] public required string To { get; init; }

    /// <summary>The recall campaign, in the region of recalls.</summary>
    [Id(3), AtMost(100)] public string? Campaign { get; init; }

    /// <summary>The events that decided it, in order of occurrence.</summary>
    [Id(4)] public ImmutableArray<EventStamp> Why { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <summary>The regions of a vehicle's state; each has a state of its own.</summary>
[GenerateSerializer, Alias("autocrm.vehicle-region")]
public enum VehicleRegion
{
    /// <summary>From the plan to the dealership's yard.</summary>
    Supply = 0,

    /// <summary>Whether it is for sale, kept, sold or delivered.</summary>
    Commercial = 1,

    /// <summary>Whose it is.</summary>
    Ownership = 2,

    /// <summary>Use and workshop.</summary>
    Care = 3,

    /// <summary>One recall campaign.</summary>
    Recall = 4,

    /// <summary>The warranty.</summary>
    Warranty = 5,

    /// <summary>Whether it still exists.</summary>
    End = 6,
}
