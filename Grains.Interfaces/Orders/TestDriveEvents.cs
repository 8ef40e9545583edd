using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Orders;

/// <summary>A customer is going to drive a vehicle on trial. The envelope's <c>vin</c> names it, where it is a certain one.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.test-drive.booked.v1"), About(Whom.Customer)]
public sealed record TestDriveBooked : EventPayload
{
    /// <summary>The test drive's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string TestDriveId { get; init; }

    /// <summary>When it begins.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>The make.</summary>
    [Id(2), AtMost(100)] public string? Make { get; init; }

    /// <summary>The model.</summary>
    [Id(3), AtMost(100)] public string? Model { get; init; }

    /// <summary>The lead that it comes from, by the dealership's number.</summary>
    [Id(4), AtMost(100)] public string? LeadId { get; init; }

    /// <summary>Who goes with the customer, by the dealership's name or number for them.</summary>
    [Id(5), AtMost(100)] public string? Advisor { get; init; }

    /// <summary>Whether the customer's driving licence was seen.</summary>
    [Id(6)] public bool? LicenceChecked { get; init; }
}

/// <summary>A customer has driven a vehicle on trial.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.test-drive.completed.v1"), About(Whom.Customer)]
public sealed record TestDriveCompleted : EventPayload
{
    /// <summary>The test drive's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string TestDriveId { get; init; }

    /// <summary>Whether the customer's driving licence was seen.</summary>
    [Id(1)] public bool? LicenceChecked { get; init; }

    /// <summary>The make.</summary>
    [Id(2), AtMost(100)] public string? Make { get; init; }

    /// <summary>The model.</summary>
    [Id(3), AtMost(100)] public string? Model { get; init; }

    /// <summary>The lead that it comes from, by the dealership's number.</summary>
    [Id(4), AtMost(100)] public string? LeadId { get; init; }

    /// <summary>The odometer after it.</summary>
    [Id(5)] public Distance? Odometer { get; init; }
}

/// <summary>A test drive does not take place, or the customer did not come.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.test-drive.cancelled.v1"), About(Whom.Customer)]
public sealed record TestDriveCancelled : EventPayload
{
    /// <summary>The test drive's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string TestDriveId { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(1), AtMost(200)] public string? Reason { get; init; }
}
