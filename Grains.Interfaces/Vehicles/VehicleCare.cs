using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Vehicles;

/// <summary>The region of care: workshop and maintenance, beside <see cref="Vehicle.ServiceVisits"/>.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-care")]
public sealed record VehicleCare
{
    /// <summary>The most appointments, jobs, faults, or refused work that the state holds.</summary>
    public const int MaxHistory = 100;

    /// <summary>After this many days a breakdown that nothing followed on, or a finished job that nobody closed, is over.</summary>
    public const int ForgottenAfterDays = 30;

    /// <summary>How often it is to be serviced, by the latest plan.</summary>
    [Id(0)] public Stamped<MaintenancePlanSet>? Plan { get; init; }

    /// <summary>The latest notice that a service is due.</summary>
    [Id(1)] public EventStamp? DueTold { get; init; }

    /// <summary>Appointments, ascending by dealership and number.</summary>
    [Id(2)] public ImmutableArray<Appointment> Appointments { get; init; } = [];

    /// <summary>Repair orders beside the completed visits, ascending by dealership and number.</summary>
    [Id(3)] public ImmutableArray<WorkshopJob> Jobs { get; init; } = [];

    /// <summary>Work that a customer did not want, in order of occurrence.</summary>
    [Id(4)] public ImmutableArray<RefusedWork> Refused { get; init; } = [];

    /// <summary>Faults that were observed, in order of occurrence.</summary>
    [Id(5)] public ImmutableArray<Fault> Faults { get; init; } = [];

    /// <summary>The latest breakdown.</summary>
    [Id(6)] public EventStamp? Breakdown { get; init; }

    /// <summary>Where a vehicle stands between use and workshop.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="at">The time.</param>
    /// <returns>The state.</returns>
    public static CareState StateOf(Vehicle vehicle, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        if (InWorkshop(vehicle, at) is { } workshop)
        {
            return workshop;
        }

        foreach (var appointment in vehicle.Care?.Appointments ?? [])
        {
            if (appointment.IsOpen())
            {
                return CareState.Booked;
            }
        }

        return !IsInUse(vehicle, at) ? CareState.NotInUse
            : Maintenance.NextOf(vehicle)?.IsDue(vehicle, at) == true ? CareState.ServiceDue
            : CareState.InUse;
    }

    private static CareState? InWorkshop(Vehicle vehicle, DateTimeOffset at)
    {
        CareState? state = null;
        foreach (var job in vehicle.Care?.Jobs ?? [])
        {
            state = job.StateOf(vehicle, at) switch
            {
                JobState.Closed or null => state,
                JobState.CheckedIn => state == CareState.InWorkshop ? state : CareState.CheckedIn,
                JobState.ReadyForPickup => state ?? CareState.ReadyForPickup,
                _ => CareState.InWorkshop,
            };
        }

        return state ?? (IsBrokenDown(vehicle, at) ? CareState.CheckedIn : null);
    }

    private static bool IsBrokenDown(Vehicle vehicle, DateTimeOffset at)
    {
        if (vehicle.Care?.Breakdown is not { } breakdown || breakdown.At > at || at > breakdown.At.AfterDays(ForgottenAfterDays)
            || (vehicle.ServiceVisits is [.., var last] && last.By.At >= breakdown.At))
        {
            return false;
        }

        foreach (var job in vehicle.Care.Jobs)
        {
            if (job.Closed >= breakdown.At)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsInUse(Vehicle vehicle, DateTimeOffset at) =>
        VehicleEnd.StateOf(vehicle.End) is EndState.Active or EndState.Recovered
        && VehicleTrade.StateOf(vehicle, at) is null or CommercialState.Delivered or CommercialState.Reported;
}

/// <summary>A vehicle is expected in a workshop; its milestones are a set. One that it came to keeps nothing but that.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-appointment")]
public sealed record Appointment : INumbered
{
    /// <summary>The appointment's number at the dealership.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>When it is expected, by the latest booking or rescheduling.</summary>
    [Id(2)] public Stamped<DateTimeOffset>? Expected { get; init; }

    /// <summary>The latest confirmation.</summary>
    [Id(3)] public EventStamp? Confirmed { get; init; }

    /// <summary>The latest report that it was called off, or that the vehicle did not come.</summary>
    [Id(4)] public Stamped<AppointmentEnd>? Ended { get; init; }

    /// <summary>Whether the vehicle came.</summary>
    [Id(5)] public bool Arrived { get; init; }

    /// <summary>The recall campaigns that are to be remedied, ascending.</summary>
    [Id(6)] public ImmutableArray<string> Recalls { get; init; } = [];

    /// <summary>Whether the vehicle is still expected.</summary>
    /// <returns>True from the booking, or a later rescheduling, until it came, was called off, or did not come.</returns>
    public bool IsOpen() => !Arrived && Expected is not null && Expected.By.CompareTo(Ended?.By) > 0;
}

/// <summary>How an appointment ends without the vehicle.</summary>
[GenerateSerializer, Alias("autocrm.appointment-end")]
public enum AppointmentEnd
{
    /// <summary>Called off.</summary>
    Cancelled = 0,

    /// <summary>The vehicle did not come.</summary>
    NoShow = 1,
}

/// <summary>Work that a customer did not want.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="RepairOrder">The repair order's number at the dealership.</param>
/// <param name="Line">What was not done.</param>
/// <param name="Amount">What it would have cost.</param>
/// <param name="Dealership">The dealership.</param>
[GenerateSerializer, Immutable, Alias("autocrm.refused-work")]
public sealed record RefusedWork(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string RepairOrder,
    [property: Id(2)] string Line,
    [property: Id(3)] Money? Amount,
    [property: Id(4)] string? Dealership);

/// <summary>A fault that was observed.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Code">The fault's code.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Dealership">The dealership that reported it.</param>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-fault")]
public sealed record Fault(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string Code,
    [property: Id(2)] FaultSeverity Severity,
    [property: Id(3)] string? Dealership);

/// <summary>Where a vehicle stands between use and workshop.</summary>
[GenerateSerializer, Alias("autocrm.care-state")]
public enum CareState
{
    /// <summary>In nobody's use: on its way, in stock, or at its end.</summary>
    NotInUse = 0,

    /// <summary>In use.</summary>
    InUse = 1,

    /// <summary>In use, and to be serviced.</summary>
    ServiceDue = 2,

    /// <summary>Expected in a workshop.</summary>
    Booked = 3,

    /// <summary>Taken in by a workshop, or broken down.</summary>
    CheckedIn = 4,

    /// <summary>Being worked on.</summary>
    InWorkshop = 5,

    /// <summary>Ready to be fetched.</summary>
    ReadyForPickup = 6,
}
