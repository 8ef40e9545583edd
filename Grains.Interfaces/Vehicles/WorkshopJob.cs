using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Vehicles;

/// <summary>
/// One repair order; its milestones are a set, with times in UTC. A closed one keeps nothing but that: what came of it
/// stands in <see cref="Vehicle.ServiceVisits"/>.
/// </summary>
[GenerateSerializer, Immutable, Alias("autocrm.workshop-job")]
public sealed record WorkshopJob : INumbered
{
    /// <summary>The repair order's number at the dealership.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>When the vehicle was first reported to be there.</summary>
    [Id(2)] public DateTimeOffset? CheckedIn { get; init; }

    /// <summary>When it was last reported to be worked on.</summary>
    [Id(3)] public DateTimeOffset? Working { get; init; }

    /// <summary>When it was last reported that the work rests.</summary>
    [Id(4)] public DateTimeOffset? Resting { get; init; }

    /// <summary>When the work was last reported to be finished, by a milestone.</summary>
    [Id(5)] public DateTimeOffset? Finished { get; init; }

    /// <summary>When it was last reported to be ready to be fetched.</summary>
    [Id(6)] public DateTimeOffset? Ready { get; init; }

    /// <summary>When it was closed.</summary>
    [Id(7)] public DateTimeOffset? Closed { get; init; }

    /// <summary>When it was promised to be ready.</summary>
    [Id(8)] public Stamped<DateTimeOffset>? Promised { get; init; }

    /// <summary>When a part that it waits for is expected.</summary>
    [Id(9)] public Stamped<DateTimeOffset>? PartsExpected { get; init; }

    /// <summary>The latest estimate.</summary>
    [Id(10)] public Stamped<Money>? Estimate { get; init; }

    /// <summary>Whether the customer agreed to an estimate, by the latest answer.</summary>
    [Id(11)] public Stamped<bool>? Approved { get; init; }

    /// <summary>The latest step of the work.</summary>
    [Id(12)] public Stamped<RepairMilestone>? Milestone { get; init; }

    /// <summary>The recall campaigns that are to be remedied, ascending.</summary>
    [Id(13)] public ImmutableArray<string> Recalls { get; init; } = [];

    /// <summary>The state at a time.</summary>
    /// <param name="vehicle">The vehicle, whose completed visits say which work is finished.</param>
    /// <param name="at">The time: what was finished long ago and never closed counts as closed.</param>
    /// <returns>The state; null if the vehicle is not known to have come.</returns>
    public JobState? StateOf(Vehicle vehicle, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        if (Closed is not null)
        {
            return JobState.Closed;
        }

        if (CheckedIn is null && Working is null)
        {
            return null;
        }

        var finished = FinishedAt(vehicle);
        return finished?.AfterDays(VehicleCare.ForgottenAfterDays) < at ? JobState.Closed
            : Ready is not null && !(Working > Ready) ? JobState.ReadyForPickup
            : finished is not null && !(Working > finished) ? JobState.Completed
            : Resting is not null && !(Working > Resting) ? JobState.OnHold
            : Working is not null ? JobState.InProgress
            : JobState.CheckedIn;
    }

    private DateTimeOffset? FinishedAt(Vehicle vehicle)
    {
        for (var n = vehicle.ServiceVisits.Length - 1; n >= 0; n--)
        {
            var visit = vehicle.ServiceVisits[n];
            if (visit.RepairOrder == Id && visit.Dealership == Dealership)
            {
                return Finished > visit.By.At ? Finished : visit.By.At;
            }
        }

        return Finished;
    }
}

/// <summary>How far a repair order is.</summary>
[GenerateSerializer, Alias("autocrm.job-state")]
public enum JobState
{
    /// <summary>The vehicle is there.</summary>
    CheckedIn = 0,

    /// <summary>Being worked on.</summary>
    InProgress = 1,

    /// <summary>The work rests, for example for a part.</summary>
    OnHold = 2,

    /// <summary>The work is finished.</summary>
    Completed = 3,

    /// <summary>Ready to be fetched.</summary>
    ReadyForPickup = 4,

    /// <summary>Closed.</summary>
    Closed = 5,
}
