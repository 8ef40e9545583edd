using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>The region of recalls: one campaign, as far as it concerns the vehicle. Its milestones are a set.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-recall")]
public sealed record VehicleRecall
{
    /// <summary>The recall campaign's number at the maker.</summary>
    [Id(0)] public required string Campaign { get; init; }

    /// <summary>What the campaign says, by its latest opening; null while only something else is reported.</summary>
    [Id(1)] public Stamped<RecallTerms>? Opened { get; init; }

    /// <summary>The earliest opening that forbids to deliver the vehicle.</summary>
    [Id(2)] public EventStamp? StopSale { get; init; }

    /// <summary>The latest notice to its owner.</summary>
    [Id(3)] public EventStamp? Notified { get; init; }

    /// <summary>The earliest report that it was remedied, with the repair order's number or an empty text.</summary>
    [Id(4)] public Stamped<string>? Remedied { get; init; }

    /// <summary>The latest report that it cannot be remedied, with the reason.</summary>
    [Id(5)] public Stamped<string>? CannotComplete { get; init; }

    /// <summary>The latest cancellation.</summary>
    [Id(6)] public EventStamp? Cancelled { get; init; }

    /// <summary>The state.</summary>
    /// <param name="vehicle">The vehicle, whose appointments and workshop jobs name the recalls to remedy.</param>
    /// <param name="at">The time.</param>
    /// <returns>The state.</returns>
    public RecallState StateOf(Vehicle vehicle, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        if (Remedied is not null)
        {
            return RecallState.Remedied;
        }

        if (IsCancelled())
        {
            return RecallState.Cancelled;
        }

        return InWorkshop(vehicle, at) ?? (IsBooked(vehicle.Care) ? RecallState.Booked
            : CannotComplete is not null ? RecallState.CannotComplete
            : Notified is not null ? RecallState.Notified
            : RecallState.Open);
    }

    /// <summary>Whether the recall forbids to deliver the vehicle at a time.</summary>
    /// <param name="at">The time.</param>
    /// <returns>True from the opening on until it is remedied, cancelled, or the campaign forbids it no longer.</returns>
    public bool ForbidsSale(DateTimeOffset at) =>
        StopSale?.At <= at
        && !(Remedied?.By.At <= at)
        && !(IsCancelled() && Cancelled!.At <= at)
        && !(Opened is { Value.StopSale: false } lifted && lifted.By.CompareTo(StopSale) > 0 && lifted.By.At <= at);

    private bool IsCancelled() => Cancelled is not null && Cancelled.CompareTo(Opened?.By) > 0;

    // What was tried before it could not be done is over.
    private RecallState? InWorkshop(Vehicle vehicle, DateTimeOffset at)
    {
        foreach (var job in vehicle.Care?.Jobs ?? [])
        {
            if (job.Recalls.Contains(Campaign) && !(job.CheckedIn < CannotComplete?.By.At)
                && job.StateOf(vehicle, at) is { } state and not JobState.Closed)
            {
                return state == JobState.OnHold ? RecallState.OnHold : RecallState.InProgress;
            }
        }

        return null;
    }

    private bool IsBooked(VehicleCare? care)
    {
        foreach (var appointment in care?.Appointments ?? [])
        {
            if (appointment.IsOpen() && appointment.Recalls.Contains(Campaign)
                && !(appointment.Expected!.By.CompareTo(CannotComplete?.By) < 0))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What a recall campaign says.</summary>
/// <param name="StopSale">Whether such a vehicle must not be delivered before it is remedied.</param>
/// <param name="Remedy">What is to be done.</param>
[GenerateSerializer, Immutable, Alias("autocrm.recall-terms")]
public sealed record RecallTerms([property: Id(0)] bool StopSale, [property: Id(1)] string? Remedy);

/// <summary>How far a vehicle is in a recall campaign.</summary>
[GenerateSerializer, Alias("autocrm.recall-state")]
public enum RecallState
{
    /// <summary>To be remedied.</summary>
    Open = 0,

    /// <summary>The owner knows.</summary>
    Notified = 1,

    /// <summary>The vehicle is expected in a workshop for it.</summary>
    Booked = 2,

    /// <summary>The vehicle is in a workshop for it.</summary>
    InProgress = 3,

    /// <summary>Remedied.</summary>
    Remedied = 4,

    /// <summary>In a workshop, and waiting for a part.</summary>
    OnHold = 5,

    /// <summary>Cannot be remedied.</summary>
    CannotComplete = 6,

    /// <summary>Does not concern the vehicle after all.</summary>
    Cancelled = 7,
}
