using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Service;

/// <summary>A vehicle is expected in the workshop.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.booked.v1"), About(Whom.Vehicle)]
public sealed record ServiceBooked : EventPayload
{
    /// <summary>The appointment's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string AppointmentId { get; init; }

    /// <summary>When it is expected.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>What is to be done, without personal data.</summary>
    [Id(2), AtMost(500)] public ImmutableArray<string> Work { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The recall campaigns that are to be remedied.</summary>
    [Id(3), AtMost(100)] public ImmutableArray<string> Recalls { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>How it was booked.</summary>
    [Id(4)] public ContactChannel? Channel { get; init; }

    /// <summary>Who looks after it, by the dealership's name or number for them.</summary>
    [Id(5), AtMost(100)] public string? Advisor { get; init; }
}

/// <summary>The dealership confirmed an appointment.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.confirmed.v1"), About(Whom.Vehicle)]
public sealed record ServiceConfirmed : EventPayload
{
    /// <summary>The appointment's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string AppointmentId { get; init; }
}

/// <summary>An appointment is at another time.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.rescheduled.v1"), About(Whom.Vehicle)]
public sealed record ServiceRescheduled : EventPayload
{
    /// <summary>The appointment's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string AppointmentId { get; init; }

    /// <summary>When the vehicle is expected now.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(2), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>The vehicle did not come to its appointment.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.no-show.v1"), About(Whom.Vehicle)]
public sealed record ServiceNoShow : EventPayload
{
    /// <summary>The appointment's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string AppointmentId { get; init; }
}

/// <summary>An appointment was called off.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.cancelled.v1"), About(Whom.Vehicle)]
public sealed record ServiceCancelled : EventPayload
{
    /// <summary>The appointment's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string AppointmentId { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(1), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>A vehicle came to the workshop, and a repair order was opened.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.checked-in.v1"), About(Whom.Vehicle)]
public sealed record VehicleCheckedIn : EventPayload
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string RepairOrder { get; init; }

    /// <summary>The appointment that it comes for, by the dealership's number; without it, it came unannounced.</summary>
    [Id(1), AtMost(100)] public string? AppointmentId { get; init; }

    /// <summary>The odometer.</summary>
    [Id(2)] public Distance? Odometer { get; init; }

    /// <summary>Who looks after it, by the dealership's name or number for them.</summary>
    [Id(3), AtMost(100)] public string? Advisor { get; init; }

    /// <summary>What the customer complains of, without personal data.</summary>
    [Id(4), AtMost(2000)] public string? Complaint { get; init; }

    /// <summary>When it was promised to be ready.</summary>
    [Id(5)] public DateTimeOffset? Promised { get; init; }

    /// <summary>The recall campaigns that are to be remedied.</summary>
    [Id(6), AtMost(100)] public ImmutableArray<string> Recalls { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <summary>A vehicle needs its next service.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.service.due.v1"), About(Whom.Vehicle), Derived]
public sealed record ServiceDue : EventPayload
{
    /// <summary>When it is due by time.</summary>
    [Id(0)] public DateTimeOffset? Due { get; init; }

    /// <summary>At which odometer it is due.</summary>
    [Id(1)] public Distance? DueAt { get; init; }
}

/// <summary>A vehicle's computer, or a workshop, found a fault.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.fault-observed.v1"), About(Whom.Vehicle)]
public sealed record FaultObserved : EventPayload
{
    /// <summary>The fault's code, for example <c>P0301</c>.</summary>
    [Id(0), AtMost(50)] public required string Code { get; init; }

    /// <summary>How bad it is.</summary>
    [Id(1)] public required FaultSeverity Severity { get; init; }

    /// <summary>What it means.</summary>
    [Id(2), AtMost(500)] public string? Description { get; init; }

    /// <summary>The odometer when it was found.</summary>
    [Id(3)] public Distance? Odometer { get; init; }
}

/// <summary>A vehicle broke down.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.breakdown-reported.v1"), About(Whom.Vehicle)]
public sealed record BreakdownReported : EventPayload
{
    /// <summary>Where it stands.</summary>
    [Id(0), AtMost(500), Personal] public string? Place { get; init; }

    /// <summary>What is wrong, without personal data.</summary>
    [Id(1), AtMost(500)] public string? Description { get; init; }

    /// <summary>Whether it has to be towed.</summary>
    [Id(2)] public bool? Towed { get; init; }

    /// <summary>The odometer.</summary>
    [Id(3)] public Distance? Odometer { get; init; }
}

/// <summary>How bad a fault is.</summary>
[GenerateSerializer, Alias("autocrm.fault-severity")]
public enum FaultSeverity
{
    /// <summary>To be known.</summary>
    Info = 0,

    /// <summary>To be repaired at the next occasion.</summary>
    Warning = 1,

    /// <summary>The vehicle should not be driven.</summary>
    Critical = 2,
}
