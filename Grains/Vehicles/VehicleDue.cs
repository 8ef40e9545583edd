using System.Globalization;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>When a vehicle is to be looked after next: a reservation ends, a service is due, a warranty is about to end. Pure.</summary>
internal static class VehicleDue
{
    /// <summary>The longest distance that an event can tell.</summary>
    private const decimal MostKm = 9_999_999;

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

    /// <summary>What has come due, the earliest first. Each event ends what made it due.</summary>
    public static IEnumerable<DueEvent> Due(Vehicle vehicle, DateTimeOffset now) =>
        Expired(vehicle, now).Concat(VehicleEnd.StateOf(vehicle.End) is EndState.Scrapped or EndState.WrittenOff
            ? []
            : Serviced(vehicle, now).Concat(Warned(vehicle, now))).OrderBy(due => due.At);

    private static IEnumerable<DueEvent> Expired(Vehicle vehicle, DateTimeOffset now) =>
        from reservation in vehicle.Reservations
        where reservation is { Reserved.Value.Until: not null, Released: null, Expired: null } && reservation.Reserved.Value.Until <= now
        let reserved = reservation.Reserved
        select DueEvent.Of(
            "autocrm.vehicle.reservation-expired.v1",
            $"{reservation.Dealership}\n{reservation.Id}\n{reserved.By.Source}\n{reserved.By.Id}",
            Latest(reserved.Value.Until!.Value, reserved.By.At),
            new ReservationExpired { Reservation = reservation.Id },
            EventJson.Default.ReservationExpired) with
        {
            Customer = reserved.Value.Customer,
            Dealership = reservation.Dealership,
        };

    private static IEnumerable<DueEvent> Serviced(Vehicle vehicle, DateTimeOffset now)
    {
        if (Maintenance.TellAt(vehicle) is not { } at || at > now || Maintenance.NextOf(vehicle) is not { } next)
        {
            yield break;
        }

        var (customer, dealership) = WhoseIs(vehicle, now);
        yield return DueEvent.Of(
            "autocrm.service.due.v1",
            string.Create(CultureInfo.InvariantCulture, $"{next.Since.UtcTicks}"),
            Latest(at, next.Since),
            new ServiceDue { Due = next.Due?.ToUniversalTime(), DueAt = next.DueKm is { } km ? new Distance(Math.Min(km, MostKm), "km") : null },
            EventJson.Default.ServiceDue) with
        {
            Customer = customer,
            Dealership = dealership,
        };
    }

    private static IEnumerable<DueEvent> Warned(Vehicle vehicle, DateTimeOffset now)
    {
        foreach (var cover in vehicle.Warranty?.Covers ?? [])
        {
            if (cover.TellAt(vehicle) is not { } at || at > now)
            {
                continue;
            }

            // A notice counts if it is later than the terms.
            var started = cover.Started!.By;
            var (customer, dealership) = WhoseIs(vehicle, now);
            yield return DueEvent.Of(
                "autocrm.vehicle.warranty-ending.v1",
                $"{cover.Kind}\n{started.Source}\n{started.Id}",
                Latest(at, started.At.AddTicks(TimeSpan.TicksPerMicrosecond)),
                new WarrantyEnding { Kind = cover.Kind, Ends = cover.Ends()?.ToUniversalTime(), EndsAt = cover.Started.Value.Distance },
                EventJson.Default.WarrantyEnding) with
            {
                Customer = customer,
                Dealership = dealership,
            };
        }
    }

    // Who has it is told, and the dealership that looked after it last or, before that, sold it.
    private static (string? Customer, string? Dealership) WhoseIs(Vehicle vehicle, DateTimeOffset now)
    {
        var holder = OwnershipPeriods.Of(vehicle).LastOrDefault(
            period => period is { Customer: not null, Role: OwnershipRole.Owner or OwnershipRole.Lessee } && period.Holds(now));
        return (holder?.Customer, LastAt(vehicle));
    }

    private static string? LastAt(Vehicle vehicle) =>
        vehicle.ServiceVisits.LastOrDefault(visit => visit.Dealership is not null)?.Dealership ?? VehicleTrade.LastDelivery(vehicle)?.Dealership;

    private static DateTimeOffset Latest(DateTimeOffset one, DateTimeOffset other) => (one > other ? one : other).ToUniversalTime();

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
