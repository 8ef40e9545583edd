using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>A vehicle was sold at a wholesale auction.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.auctioned.v1")]
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
    [Id(4), AtMost(100)] public string? Make { get; init; }

    /// <summary>The model, for example <c>Camry</c>.</summary>
    [Id(5), AtMost(100)] public string? Model { get; init; }

    /// <summary>The trim level.</summary>
    [Id(6), AtMost(100)] public string? Trim { get; init; }

    /// <summary>The model year, 1886 to 2100.</summary>
    [Id(7), InRange(1886, 2100)] public int? ModelYear { get; init; }

    /// <summary>The exterior colour.</summary>
    [Id(8), AtMost(100)] public string? Color { get; init; }
}

/// <summary>A vehicle was handed over to its buyer. Without a VIN it is about the customer and the dealership alone.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.delivered.v1")]
public sealed record VehicleDelivered : EventPayload
{
    /// <summary>What the customer paid.</summary>
    [Id(0)] public Money? Price { get; init; }

    /// <summary>The odometer at the handover.</summary>
    [Id(1)] public Distance? Odometer { get; init; }

    /// <summary>The order that the delivery fulfils, by the dealership's number.</summary>
    [Id(2), AtMost(100)] public string? OrderId { get; init; }

    /// <summary>The make.</summary>
    [Id(3), AtMost(100)] public string? Make { get; init; }

    /// <summary>The model.</summary>
    [Id(4), AtMost(100)] public string? Model { get; init; }

    /// <summary>The model year, 1886 to 2100.</summary>
    [Id(5), InRange(1886, 2100)] public int? ModelYear { get; init; }
}

/// <summary>Somebody or something read the odometer.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.odometer-read.v1")]
public sealed record OdometerRead : EventPayload
{
    /// <summary>The reading.</summary>
    [Id(0)] public required Distance Odometer { get; init; }
}

/// <summary>A dealership keeps a vehicle for a customer: the event's extension attributes say which and whom.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.reserved.v1")]
public sealed record VehicleReserved : EventPayload
{
    /// <summary>The reservation's id, unique within the dealership.</summary>
    [Id(0), AtMost(100)] public required string Reservation { get; init; }

    /// <summary>When it ends by itself; without it, when it is released.</summary>
    [Id(1)] public DateTimeOffset? Until { get; init; }

    /// <summary>The order that it is for, by the dealership's number.</summary>
    [Id(2), AtMost(100)] public string? Order { get; init; }
}

/// <summary>A dealership keeps a vehicle no longer.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.reservation-released.v1")]
public sealed record ReservationReleased : EventPayload
{
    /// <summary>The reservation's id.</summary>
    [Id(0), AtMost(100)] public required string Reservation { get; init; }

    /// <summary>Why.</summary>
    [Id(1), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>A workshop finished the work of a repair order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.completed.v1")]
public sealed record ServiceCompleted : EventPayload
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string RepairOrder { get; init; }

    /// <summary>The odometer at the visit.</summary>
    [Id(1)] public Distance? Odometer { get; init; }

    /// <summary>What the work cost altogether.</summary>
    [Id(2)] public Money? Amount { get; init; }

    /// <summary>The lines of the repair order, at most 1,000.</summary>
    [Id(3)] public ImmutableArray<ServiceLine> Lines { get; init; } = [];
}

/// <summary>One line of a repair order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service-line")]
public sealed record ServiceLine
{
    /// <summary>What was done.</summary>
    [Id(0), AtMost(500)] public required string Operation { get; init; }

    /// <summary>Who pays: <c>customer</c>, <c>warranty</c>, <c>internal</c> or <c>contract</c>.</summary>
    [Id(1), AtMost(20)] public string? PayType { get; init; }

    /// <summary>The line's amount.</summary>
    [Id(2)] public Money? Amount { get; init; }
}
