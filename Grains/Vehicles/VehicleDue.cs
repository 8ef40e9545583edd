using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>When a vehicle is to be looked after next: a reservation ends, a service is due, a warranty is about to end. Pure.</summary>
internal static class VehicleDue
{
    /// <summary>The earliest of what is due and what nobody was told yet, to the day where it is foreseen; also if it is past.</summary>
    public static DateTimeOffset? NextOf(Vehicle vehicle)
    {
        DateTimeOffset? next = null;
        foreach (var reservation in vehicle.Reservations)
        {
            if (reservation is { Reserved.Value.Until: { } until, Released: null, Expired: null })
            {
                next = Instants.Earlier(next, until);
            }
        }

        if (VehicleEnd.StateOf(vehicle.End) is EndState.Scrapped or EndState.WrittenOff)
        {
            return next;
        }

        next = Instants.Earlier(next, DayOf(Maintenance.TellAt(vehicle)));
        foreach (var cover in vehicle.Warranty?.Covers ?? [])
        {
            next = Instants.Earlier(next, DayOf(cover.TellAt(vehicle)));
        }

        return next;
    }

    // What is foreseen moves a little with every reading; a row that says the same day is written more cheaply. The next
    // midnight, as whoever is asked before the time has nothing to tell.
    private static DateTimeOffset? DayOf(DateTimeOffset? at)
    {
        if (at is not { } time)
        {
            return null;
        }

        var day = new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero);
        return day == time ? day : day.AfterDays(1);
    }
}
