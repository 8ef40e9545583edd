using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Service;

/// <summary>One visit of a customer to a workshop, under one repair order; its milestones are a set.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer-workshop-visit")]
public sealed record CustomerVisit : INumbered
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0)] public string RepairOrder { get; init; } = string.Empty;

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>The vehicle, by the latest event that names one.</summary>
    [Id(2)] public Stamped<string>? Vin { get; init; }

    /// <summary>How the vehicle came, by the latest check-in.</summary>
    [Id(3)] public Stamped<CheckIn>? CheckedIn { get; init; }

    /// <summary>When the work began first.</summary>
    [Id(4)] public EventStamp? Started { get; init; }

    /// <summary>The step of the work, by the latest report.</summary>
    [Id(5)] public Stamped<RepairMilestone>? Milestone { get; init; }

    /// <summary>What the work is going to cost, by the latest estimate.</summary>
    [Id(6)] public Stamped<Money>? Estimate { get; init; }

    /// <summary>Whether the customer agreed to the estimate, by the latest answer.</summary>
    [Id(7)] public Stamped<bool>? Approved { get; init; }

    /// <summary>The latest report that the work is finished, and what it cost altogether.</summary>
    [Id(8)] public Stamped<Cost>? Completed { get; init; }

    /// <summary>The latest report that the vehicle can be fetched.</summary>
    [Id(9)] public EventStamp? Ready { get; init; }

    /// <summary>The latest report that the vehicle left, and what the customer paid.</summary>
    [Id(10)] public Stamped<Cost>? Closed { get; init; }

    /// <summary>The first step after the work was finished.</summary>
    [Id(11)] public EventStamp? Finished { get; init; }

    /// <inheritdoc />
    string INumbered.Id => RepairOrder;

    /// <summary>The furthest step decides, whatever was reported first.</summary>
    [JsonIgnore]
    public ServiceState State => Completed is not null || Finished is not null || Ready is not null || Closed is not null ? ServiceState.Fulfilled
        : Started is not null ? ServiceState.InProgress
        : ServiceState.Arrived;

    /// <summary>What says when the vehicle was there: its arrival or, where that was not reported, the earliest step known.</summary>
    [JsonIgnore]
    public EventReference? Came => Sign is { } sign ? sign.Named(sign.By, Dealership) : null;

    /// <summary>When the vehicle was there: the stamp of <see cref="Came"/>, without making the reference.</summary>
    [JsonIgnore]
    public EventStamp? CameBy => Sign?.By;

    private (EventStamp By, Func<EventStamp, string?, EventReference> Named)? Sign => CheckedIn is not null ? (CheckedIn.By, EventReference.To<VehicleCheckedIn>)
        : Started is not null ? (Started, EventReference.To<MilestoneReached>)
        : Completed is not null ? (Completed.By, EventReference.To<ServiceCompleted>)
        : Finished is not null ? (Finished, EventReference.To<MilestoneReached>)
        : Ready is not null ? (Ready, EventReference.To<ReadyForPickup>)
        : Closed is not null ? (Closed.By, EventReference.To<RepairOrderClosed>)
        : Estimate is not null ? (Estimate.By, EventReference.To<EstimateGiven>)
        : Milestone is not null ? (Milestone.By, EventReference.To<MilestoneReached>)
        : null;

    /// <summary>What it cost the customer: what was paid or, before that is known, what the work cost.</summary>
    [JsonIgnore]
    public Money? Amount => Closed?.Value.Amount ?? Completed?.Value.Amount;
}

/// <summary>How a vehicle came to a workshop.</summary>
/// <param name="AppointmentId">The appointment that it came for, by the dealership's number.</param>
/// <param name="Promised">When it was promised to be ready.</param>
/// <param name="Advisor">Who looks after it.</param>
[GenerateSerializer, Immutable, Alias("autocrm.check-in")]
public sealed record CheckIn(
    [property: Id(0)] string? AppointmentId,
    [property: Id(1)] DateTimeOffset? Promised,
    [property: Id(2)] string? Advisor);

/// <summary>What something cost.</summary>
/// <param name="Amount">The amount, where it was told.</param>
[GenerateSerializer, Immutable, Alias("autocrm.cost")]
public sealed record Cost([property: Id(0)] Money? Amount);
