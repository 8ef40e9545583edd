using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Service;

/// <summary>The workshop told the customer what the work is going to cost.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.estimate-given.v1"), About(Whom.Vehicle)]
public sealed record EstimateGiven : EventPayload
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string RepairOrder { get; init; }

    /// <summary>What it is going to cost altogether.</summary>
    [Id(1)] public required Money Amount { get; init; }

    /// <summary>The lines.</summary>
    [Id(2)] public ImmutableArray<ServiceLine> Lines { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <summary>The customer agreed to an estimate.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.estimate-approved.v1"), About(Whom.Vehicle)]
public sealed record EstimateApproved : EventPayload
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string RepairOrder { get; init; }

    /// <summary>How much the customer agreed to; without it, all.</summary>
    [Id(1)] public Money? Amount { get; init; }

    /// <summary>How the customer answered.</summary>
    [Id(2)] public ContactChannel? Channel { get; init; }
}

/// <summary>The customer refused an estimate.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.estimate-declined.v1"), About(Whom.Vehicle)]
public sealed record EstimateDeclined : EventPayload
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string RepairOrder { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(1), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>The customer did not want one line of the work.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.work-declined.v1"), About(Whom.Vehicle)]
public sealed record WorkDeclined : EventPayload
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string RepairOrder { get; init; }

    /// <summary>What is not done.</summary>
    [Id(1), AtMost(500)] public required string Line { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(2), AtMost(200)] public string? Reason { get; init; }

    /// <summary>What it would have cost.</summary>
    [Id(3)] public Money? Amount { get; init; }
}

/// <summary>A repair order reached a step of the work.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.milestone-reached.v1"), About(Whom.Vehicle)]
public sealed record MilestoneReached : EventPayload
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string RepairOrder { get; init; }

    /// <summary>The step.</summary>
    [Id(1)] public required RepairMilestone Milestone { get; init; }
}

/// <summary>A repair order waits for a part.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.parts-backordered.v1"), About(Whom.Vehicle)]
public sealed record PartsBackordered : EventPayload
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string RepairOrder { get; init; }

    /// <summary>When it is expected.</summary>
    [Id(1)] public DateTimeOffset? Eta { get; init; }

    /// <summary>Which part, by its number or name.</summary>
    [Id(2), AtMost(200)] public string? Part { get; init; }
}

/// <summary>A workshop finished the work of a repair order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.completed.v1"), About(Whom.Vehicle)]
public sealed record ServiceCompleted : EventPayload
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string RepairOrder { get; init; }

    /// <summary>The odometer at the visit.</summary>
    [Id(1)] public Distance? Odometer { get; init; }

    /// <summary>What the work cost altogether.</summary>
    [Id(2)] public Money? Amount { get; init; }

    /// <summary>The lines of the repair order.</summary>
    [Id(3)] public ImmutableArray<ServiceLine> Lines { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Whether the service that the maintenance plan asks for was part of it; without it, it was not said.</summary>
    [Id(4)] public bool? Maintenance { get; init; }
}

/// <summary>One line of a repair order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service-line")]
public sealed record ServiceLine
{
    /// <summary>What was done.</summary>
    [Id(0), AtMost(500), JsonConverter(typeof(SharedTextConverter))] public required string Operation { get; init; }

    /// <summary>Who pays.</summary>
    [Id(1), OneOf("customer", "warranty", "internal", "contract"), JsonConverter(typeof(SharedTextConverter))] public string? PayType { get; init; }

    /// <summary>The line's amount.</summary>
    [Id(2)] public Money? Amount { get; init; }

    /// <summary>What kind of line it is; without it, an operation.</summary>
    [Id(3)] public ServiceLineKind? Kind { get; init; }

    /// <summary>How many, in hours for an operation.</summary>
    [Id(4), InRange(0, 1_000_000)] public decimal? Quantity { get; init; }

    /// <summary>The part's number, for material.</summary>
    [Id(5), AtMost(100)] public string? PartNumber { get; init; }
}

/// <summary>A vehicle can be fetched from the workshop.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.ready-for-pickup.v1"), About(Whom.Vehicle)]
public sealed record ReadyForPickup : EventPayload
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string RepairOrder { get; init; }
}

/// <summary>A repair order was paid and closed, and the vehicle left the workshop.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.closed.v1"), About(Whom.Vehicle)]
public sealed record RepairOrderClosed : EventPayload
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string RepairOrder { get; init; }

    /// <summary>What the customer paid.</summary>
    [Id(1)] public Money? Paid { get; init; }

    /// <summary>The odometer when it left.</summary>
    [Id(2)] public Distance? OdometerOut { get; init; }
}

/// <summary>What a line of a repair order is.</summary>
[GenerateSerializer, Alias("autocrm.service-line-kind")]
public enum ServiceLineKind
{
    /// <summary>Work.</summary>
    Operation = 0,

    /// <summary>Parts, oil and the like.</summary>
    Material = 1,

    /// <summary>Work that somebody else did.</summary>
    Sublet = 2,
}

/// <summary>The steps of a repair order, as the STAR standard names them.</summary>
[GenerateSerializer, Alias("autocrm.repair-milestone")]
public enum RepairMilestone
{
    /// <summary>The appointment was booked.</summary>
    Booking = 0,

    /// <summary>The vehicle is expected soon.</summary>
    ExpectedArrival = 1,

    /// <summary>The vehicle has come.</summary>
    Arrival = 2,

    /// <summary>The vehicle was taken in.</summary>
    CheckIn = 3,

    /// <summary>The vehicle was looked over.</summary>
    PreInspection = 4,

    /// <summary>The search for the fault began.</summary>
    DiagnosticStart = 5,

    /// <summary>The fault was found, or there is none.</summary>
    DiagnosticComplete = 6,

    /// <summary>The customer agreed to the estimate.</summary>
    EstimateApproved = 7,

    /// <summary>The work began, or goes on.</summary>
    ServiceStart = 8,

    /// <summary>The work rests.</summary>
    ServicePaused = 9,

    /// <summary>Something was given to another workshop.</summary>
    SubletDispatch = 10,

    /// <summary>Another workshop is at work.</summary>
    SubletInProgress = 11,

    /// <summary>It came back from the other workshop.</summary>
    SubletReturn = 12,

    /// <summary>The vehicle was driven on trial.</summary>
    RoadTest = 13,

    /// <summary>The work was checked.</summary>
    QualityControl = 14,

    /// <summary>The work is finished.</summary>
    ServiceCompletion = 15,

    /// <summary>The vehicle stands ready.</summary>
    StagedForPickup = 16,

    /// <summary>The customer pays.</summary>
    CheckOut = 17,

    /// <summary>The vehicle has left.</summary>
    Release = 18,
}
