using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>The maker planned to build a vehicle.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.planned.v1"), About(Whom.Vehicle)]
public sealed record VehiclePlanned : EventPayload
{
    /// <summary>The make.</summary>
    [Id(0), AtMost(100)] public string? Make { get; init; }

    /// <summary>The model.</summary>
    [Id(1), AtMost(100)] public string? Model { get; init; }

    /// <summary>The trim level.</summary>
    [Id(2), AtMost(100)] public string? Trim { get; init; }

    /// <summary>The model year.</summary>
    [Id(3), InRange(1886, 2100)] public int? ModelYear { get; init; }

    /// <summary>The exterior colour.</summary>
    [Id(4), AtMost(100)] public string? Color { get; init; }

    /// <summary>The plant.</summary>
    [Id(5), AtMost(100)] public string? Plant { get; init; }

    /// <summary>When it is to be built.</summary>
    [Id(6)] public DateTimeOffset? BuildOn { get; init; }
}

/// <summary>A dealership or a customer ordered a vehicle from the maker.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.ordered.v1"), About(Whom.Vehicle)]
public sealed record VehicleOrdered : EventPayload
{
    /// <summary>The customer's order that it is for, by the dealership's number; without it, for stock.</summary>
    [Id(0), AtMost(100)] public string? OrderId { get; init; }

    /// <summary>The make.</summary>
    [Id(1), AtMost(100)] public string? Make { get; init; }

    /// <summary>The model.</summary>
    [Id(2), AtMost(100)] public string? Model { get; init; }

    /// <summary>The trim level.</summary>
    [Id(3), AtMost(100)] public string? Trim { get; init; }

    /// <summary>The model year.</summary>
    [Id(4), InRange(1886, 2100)] public int? ModelYear { get; init; }

    /// <summary>The exterior colour.</summary>
    [Id(5), AtMost(100)] public string? Color { get; init; }

    /// <summary>When the maker means to deliver it.</summary>
    [Id(6)] public DateTimeOffset? Expected { get; init; }
}

/// <summary>A vehicle entered a stage of its production.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.production-started.v1"), About(Whom.Vehicle)]
public sealed record ProductionStarted : EventPayload
{
    /// <summary>The stage.</summary>
    [Id(0)] public required ProductionStage Stage { get; init; }

    /// <summary>The plant.</summary>
    [Id(1), AtMost(100)] public string? Plant { get; init; }
}

/// <summary>A vehicle left the line.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.built.v1"), About(Whom.Vehicle)]
public sealed record VehicleBuilt : EventPayload
{
    /// <summary>The plant.</summary>
    [Id(0), AtMost(100)] public string? Plant { get; init; }

    /// <summary>The make.</summary>
    [Id(1), AtMost(100)] public string? Make { get; init; }

    /// <summary>The model.</summary>
    [Id(2), AtMost(100)] public string? Model { get; init; }

    /// <summary>The trim level.</summary>
    [Id(3), AtMost(100)] public string? Trim { get; init; }

    /// <summary>The model year.</summary>
    [Id(4), InRange(1886, 2100)] public int? ModelYear { get; init; }

    /// <summary>The exterior colour.</summary>
    [Id(5), AtMost(100)] public string? Color { get; init; }
}

/// <summary>A vehicle was sent off.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.shipped.v1"), About(Whom.Vehicle)]
public sealed record VehicleShipped : EventPayload
{
    /// <summary>Who carries it.</summary>
    [Id(0), AtMost(200)] public string? Carrier { get; init; }

    /// <summary>Where it starts.</summary>
    [Id(1), AtMost(200)] public string? From { get; init; }

    /// <summary>Where it goes.</summary>
    [Id(2), AtMost(200)] public string? To { get; init; }

    /// <summary>When it is expected there.</summary>
    [Id(3)] public DateTimeOffset? Eta { get; init; }
}

/// <summary>A vehicle arrived somewhere on its way: a port, a compound, a dealership.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.arrived.v1"), About(Whom.Vehicle)]
public sealed record VehicleArrived : EventPayload
{
    /// <summary>Where.</summary>
    [Id(0), AtMost(200)] public required string Place { get; init; }
}

/// <summary>The envelope's dealership took a vehicle into its stock.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.received.v1"), About(Whom.Vehicle)]
public sealed record VehicleReceived : EventPayload
{
    /// <summary>The vehicle's number in the dealership's stock.</summary>
    [Id(0), AtMost(100)] public string? StockNumber { get; init; }

    /// <summary>The odometer when it came.</summary>
    [Id(1)] public Distance? Odometer { get; init; }
}

/// <summary>Somebody inspected a vehicle.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.inspected.v1"), About(Whom.Vehicle)]
public sealed record VehicleInspected : EventPayload
{
    /// <summary>What for.</summary>
    [Id(0)] public required InspectionKind Kind { get; init; }

    /// <summary>The result of the whole.</summary>
    [Id(1)] public required InspectionResult Result { get; init; }

    /// <summary>What was looked at.</summary>
    [Id(2)] public ImmutableArray<InspectionItem> Items { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The odometer at the inspection.</summary>
    [Id(3)] public Distance? Odometer { get; init; }
}

/// <summary>One thing that an inspection looked at.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.inspection-item")]
public sealed record InspectionItem
{
    /// <summary>What it is.</summary>
    [Id(0), AtMost(200)] public required string Name { get; init; }

    /// <summary>How it is.</summary>
    [Id(1)] public required InspectionResult Result { get; init; }

    /// <summary>What was found, without personal data.</summary>
    [Id(2), AtMost(500)] public string? Note { get; init; }
}

/// <summary>The stages of a vehicle's production, in their order.</summary>
[GenerateSerializer, Alias("autocrm.production-stage")]
public enum ProductionStage
{
    /// <summary>The body is built.</summary>
    Body = 0,

    /// <summary>The body is painted.</summary>
    Paint = 1,

    /// <summary>The vehicle is assembled.</summary>
    Assembly = 2,
}

/// <summary>What a vehicle is inspected for.</summary>
[GenerateSerializer, Alias("autocrm.inspection-kind")]
public enum InspectionKind
{
    /// <summary>What the transport did to it.</summary>
    Arrival = 0,

    /// <summary>Whether it is ready to be handed over.</summary>
    PreDelivery = 1,

    /// <summary>What a used vehicle is like.</summary>
    Used = 2,

    /// <summary>Whether it may be driven, as the law asks.</summary>
    Roadworthiness = 3,

    /// <summary>Anything else.</summary>
    Other = 4,
}

/// <summary>The result of an inspection.</summary>
[GenerateSerializer, Alias("autocrm.inspection-result")]
public enum InspectionResult
{
    /// <summary>All right.</summary>
    Pass = 0,

    /// <summary>To be looked after soon.</summary>
    Warning = 1,

    /// <summary>Not all right.</summary>
    Fail = 2,
}
