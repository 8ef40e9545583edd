using System.Collections.Immutable;
using System.Globalization;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How reservations are kept, and what contradicts what among them. Pure.</summary>
internal static class ReservationFold
{
    public static ImmutableArray<Reservation> With(
        ImmutableArray<Reservation> all, string? dealership, string id, Func<Reservation, Reservation> change)
    {
        var at = 0;
        while (at < all.Length && Compare(all[at], dealership, id) < 0)
        {
            at++;
        }

        if (at < all.Length && Compare(all[at], dealership, id) == 0)
        {
            return all.SetItem(at, change(all[at]));
        }

        var longer = all.Insert(at, change(new Reservation { Id = id, Dealership = dealership }));
        return longer.Length > Vehicle.MaxHistory ? longer.RemoveAt(0) : longer;
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

    private static int Compare(Reservation reservation, string? dealership, string id)
    {
        var byDealership = string.CompareOrdinal(reservation.Dealership, dealership);
        return byDealership != 0 ? byDealership : string.CompareOrdinal(reservation.Id, id);
    }
}
