using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>A warranty began: it ends by time or by distance, whichever comes first.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.warranty-started.v1"), About(Whom.Vehicle)]
public sealed record WarrantyStarted : EventPayload
{
    /// <summary>What it covers; without it, the whole vehicle. A vehicle has one of each kind.</summary>
    [Id(0)] public WarrantyKind? Kind { get; init; }

    /// <summary>For how many months; without it, without an end in time.</summary>
    [Id(1), InRange(1, 600)] public int? Months { get; init; }

    /// <summary>Up to which distance on the odometer; without it, without such a limit.</summary>
    [Id(2)] public Distance? Distance { get; init; }

    /// <summary>Since when; without it, since the event's time.</summary>
    [Id(3)] public DateTimeOffset? From { get; init; }
}

/// <summary>A warranty is void.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.warranty-voided.v1"), About(Whom.Vehicle)]
public sealed record WarrantyVoided : EventPayload
{
    /// <summary>Which; without it, the one of the whole vehicle.</summary>
    [Id(0)] public WarrantyKind? Kind { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(1), AtMost(200)] public required string Reason { get; init; }
}

/// <summary>A dealership asked the maker to pay for work under a warranty.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.warranty-claimed.v1"), About(Whom.Vehicle)]
public sealed record WarrantyClaimed : EventPayload
{
    /// <summary>The claim's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string ClaimId { get; init; }

    /// <summary>The repair order's number at the dealership.</summary>
    [Id(1), AtMost(100)] public string? RepairOrder { get; init; }

    /// <summary>How much it asks for.</summary>
    [Id(2)] public Money? Amount { get; init; }

    /// <summary>Which warranty; without it, the one of the whole vehicle.</summary>
    [Id(3)] public WarrantyKind? Kind { get; init; }
}

/// <summary>The maker answered a claim.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.warranty-settled.v1"), About(Whom.Vehicle)]
public sealed record WarrantySettled : EventPayload
{
    /// <summary>The claim's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string ClaimId { get; init; }

    /// <summary>Whether it was accepted; without it, it was.</summary>
    [Id(1)] public bool? Accepted { get; init; }

    /// <summary>How much the maker pays.</summary>
    [Id(2)] public Money? Amount { get; init; }

    /// <summary>Why it was not accepted, without personal data.</summary>
    [Id(3), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>How often a vehicle is to be serviced: by time or by distance, whichever comes first.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.maintenance-plan-set.v1"), About(Whom.Vehicle)]
public sealed record MaintenancePlanSet : EventPayload
{
    /// <summary>The months between two services; without it, time does not count.</summary>
    [Id(0), InRange(1, 600)] public int? Months { get; init; }

    /// <summary>The distance between two services; without it, distance does not count.</summary>
    [Id(1)] public Distance? Distance { get; init; }

    /// <summary>The plan's name or code.</summary>
    [Id(2), AtMost(100)] public string? Plan { get; init; }
}

/// <summary>A warranty is about to end.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.warranty-ending.v1"), About(Whom.Vehicle), Derived]
public sealed record WarrantyEnding : EventPayload
{
    /// <summary>Which; without it, the one of the whole vehicle.</summary>
    [Id(0)] public WarrantyKind? Kind { get; init; }

    /// <summary>When it ends by time.</summary>
    [Id(1)] public DateTimeOffset? Ends { get; init; }

    /// <summary>At which odometer it ends.</summary>
    [Id(2)] public Distance? EndsAt { get; init; }
}

/// <summary>What a warranty covers.</summary>
[GenerateSerializer, Alias("autocrm.warranty-kind")]
public enum WarrantyKind
{
    /// <summary>The whole vehicle.</summary>
    Basic = 0,

    /// <summary>Engine and transmission.</summary>
    Powertrain = 1,

    /// <summary>Rust from within.</summary>
    Corrosion = 2,

    /// <summary>The traction battery.</summary>
    Battery = 3,

    /// <summary>What cleans the exhaust.</summary>
    Emissions = 4,

    /// <summary>What the customer bought in addition.</summary>
    Extended = 5,
}
