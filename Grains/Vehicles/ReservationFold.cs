using System.Collections.Immutable;
using System.Globalization;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How reservations are kept, and what contradicts what among them. Pure.</summary>
internal static class ReservationFold
{
    public static Vehicle Apply(Vehicle state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            VehicleReserved e => Changed(state, happened, e.Reservation, r => r with
            {
                Reserved = History.Latest(r.Reserved, new Reserved(happened.Customer, e.Until, e.Order), by),
            }),
            ReservationReleased e => Changed(state, happened, e.Reservation, r => r with { Released = History.Later(r.Released, by) }),
            ReservationExpired e => Changed(state, happened, e.Reservation, r => r with { Expired = History.Later(r.Expired, by) }),
            _ => state,
        };
    }

    /// <summary>Two reservations of one time: both were reported, so both are kept and shown.</summary>
    public static ImmutableArray<Conflict> Conflicts(ImmutableArray<Reservation> all)
    {
        var conflicts = ImmutableArray.CreateBuilder<Conflict>();
        Reservation? longest = null;
        foreach (var next in all.Where(r => r.Reserved is not null).OrderBy(r => r.Reserved!.By))
        {
            var by = next.Reserved!.By;
            if (longest is not null && EndOf(longest) > by.At && EndOf(next) > by.At)
            {
                conflicts.Add(new Conflict(
                    ConflictKinds.DoubleReservation,
                    by.At,
                    string.Create(CultureInfo.InvariantCulture, $"Reserved on {by.At:yyyy-MM-dd}, when it was reserved already since {longest.Reserved!.By.At:yyyy-MM-dd}."),
                    [longest.Reserved.By, by]));
            }

            longest = longest is null || EndOf(next) >= EndOf(longest) ? next : longest;
        }

        return conflicts.ToImmutable();
    }

    private static DateTimeOffset EndOf(Reservation reservation) => reservation.End ?? DateTimeOffset.MaxValue;

    private static Vehicle Changed(Vehicle state, LoggedEvent happened, string id, Func<Reservation, Reservation> change) =>
        VehicleConflicts.JudgeReservations(state with
        {
            Reservations = History.Change(
                state.Reservations,
                happened.Dealership,
                id,
                (number, dealership) => new Reservation { Id = number, Dealership = dealership },
                change,
                Vehicle.MaxHistory),
        });
}
