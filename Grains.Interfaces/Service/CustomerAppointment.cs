using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Service;

/// <summary>One appointment of a customer with a workshop; its milestones are a set.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer-appointment")]
public sealed record CustomerAppointment : INumbered
{
    /// <summary>The appointment's number at the dealership.</summary>
    [Id(0)] public string AppointmentId { get; init; } = string.Empty;

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>What was booked, by the latest booking; null while only later steps are reported.</summary>
    [Id(2)] public Stamped<AppointmentBooking>? Booked { get; init; }

    /// <summary>When the vehicle is expected, by the latest booking or change.</summary>
    [Id(3)] public Stamped<DateTimeOffset>? Expected { get; init; }

    /// <summary>The latest confirmation.</summary>
    [Id(4)] public EventStamp? Confirmed { get; init; }

    /// <summary>The latest report that the vehicle did not come.</summary>
    [Id(5)] public EventStamp? NoShow { get; init; }

    /// <summary>Why it was called off, by the latest report; empty where none was told.</summary>
    [Id(6)] public Stamped<string>? Cancelled { get; init; }

    /// <summary>The repair order under which the vehicle came, by the latest check-in.</summary>
    [Id(7)] public Stamped<string>? Arrived { get; init; }

    /// <inheritdoc />
    string INumbered.Id => AppointmentId;

    /// <summary>
    /// The state. What happened in the workshop goes before what was said of the appointment; a no-show or a
    /// cancellation counts until the appointment is booked or put off again.
    /// </summary>
    /// <param name="visit">The visit that it led to, where there is one.</param>
    /// <returns>The state.</returns>
    public ServiceState StateWith(CustomerVisit? visit)
    {
        if (Arrived is not null)
        {
            return visit?.State ?? ServiceState.Arrived;
        }

        var ended = NoShow is null || NoShow.CompareTo(Cancelled?.By) < 0 ? Cancelled?.By : NoShow;
        if (ended is not null && ended.CompareTo(Expected?.By) > 0)
        {
            return ended == NoShow ? ServiceState.NoShow : ServiceState.Cancelled;
        }

        return Confirmed is not null ? ServiceState.Confirmed : ServiceState.Requested;
    }
}

/// <summary>What was booked of an appointment.</summary>
/// <param name="Vin">The vehicle.</param>
/// <param name="Work">What is to be done.</param>
/// <param name="Channel">How it was booked.</param>
/// <param name="Advisor">Who looks after it.</param>
[GenerateSerializer, Immutable, Alias("autocrm.appointment-booking")]
public sealed record AppointmentBooking(
    [property: Id(0)] string? Vin,
    [property: Id(1)] ImmutableArray<string> Work,
    [property: Id(2)] ContactChannel? Channel,
    [property: Id(3)] string? Advisor);

/// <summary>The states of a service visit: Requested → Confirmed → Arrived → InProgress → Fulfilled; NoShow, Cancelled.</summary>
[GenerateSerializer, Alias("autocrm.service-state")]
public enum ServiceState
{
    /// <summary>The customer wants to come.</summary>
    Requested = 0,

    /// <summary>The dealership confirmed it.</summary>
    Confirmed = 1,

    /// <summary>The vehicle has come.</summary>
    Arrived = 2,

    /// <summary>The workshop is at work.</summary>
    InProgress = 3,

    /// <summary>The work is finished.</summary>
    Fulfilled = 4,

    /// <summary>The vehicle did not come.</summary>
    NoShow = 5,

    /// <summary>It was called off.</summary>
    Cancelled = 6,
}
