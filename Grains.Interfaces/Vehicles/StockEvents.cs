using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>A vehicle may be sold from now on.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.made-available.v1"), About(Whom.Vehicle)]
public sealed record VehicleMadeAvailable : EventPayload
{
    /// <summary>What it is to cost.</summary>
    [Id(0)] public Money? Price { get; init; }

    /// <summary>As what it is for sale.</summary>
    [Id(1)] public StockKind? Kind { get; init; }
}

/// <summary>A vehicle goes from the envelope's dealership to another one.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.transferred.v1"), About(Whom.Vehicle)]
public sealed record VehicleTransferred : EventPayload
{
    /// <summary>The code of the dealership that gets it.</summary>
    [Id(0), AtMost(Subject.MaxIdLength)] public required string ToDealership { get; init; }

    /// <summary>Why.</summary>
    [Id(1), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>A dealership keeps a vehicle for a customer: the event's extension attributes say which and whom.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.reserved.v1"), About(Whom.Vehicle)]
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
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.reservation-released.v1"), About(Whom.Vehicle)]
public sealed record ReservationReleased : EventPayload
{
    /// <summary>The reservation's id.</summary>
    [Id(0), AtMost(100)] public required string Reservation { get; init; }

    /// <summary>Why.</summary>
    [Id(1), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>The time of a reservation has run out.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.reservation-expired.v1"), About(Whom.Vehicle)]
public sealed record ReservationExpired : EventPayload
{
    /// <summary>The reservation's id.</summary>
    [Id(0), AtMost(100)] public required string Reservation { get; init; }
}

/// <summary>A vehicle may not be sold for a while.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.held.v1"), About(Whom.Vehicle)]
public sealed record VehicleHeld : EventPayload
{
    /// <summary>Why. Holds for different reasons stand beside each other.</summary>
    [Id(0)] public required HoldReason Reason { get; init; }

    /// <summary>The reason in words, without personal data.</summary>
    [Id(1), AtMost(500)] public string? Note { get; init; }
}

/// <summary>The reason for which a vehicle was held is over.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.hold-released.v1"), About(Whom.Vehicle)]
public sealed record HoldReleased : EventPayload
{
    /// <summary>Why it was held; a hold for another reason stays.</summary>
    [Id(0)] public required HoldReason Reason { get; init; }

    /// <summary>What changed, without personal data.</summary>
    [Id(1), AtMost(500)] public string? Note { get; init; }
}

/// <summary>As what a vehicle is for sale.</summary>
[GenerateSerializer, Alias("autocrm.stock-kind")]
public enum StockKind
{
    /// <summary>New.</summary>
    New = 0,

    /// <summary>Used.</summary>
    Used = 1,

    /// <summary>Used, and certified by the maker.</summary>
    Certified = 2,

    /// <summary>Driven by the dealership for demonstration.</summary>
    Demo = 3,
}

/// <summary>Why a vehicle may not be sold.</summary>
[GenerateSerializer, Alias("autocrm.hold-reason")]
public enum HoldReason
{
    /// <summary>Sales wants to keep it.</summary>
    Sales = 0,

    /// <summary>The workshop has to work on it.</summary>
    Service = 1,

    /// <summary>A recall forbids it.</summary>
    Recall = 2,

    /// <summary>It is not paid for.</summary>
    Finance = 3,
}
