using System.Collections.Immutable;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>
/// The conflicts of a vehicle: of its odometer, its reservations, and its trade. Each of the three is judged for itself
/// when something of it changes; the others stay as they are. Judging takes the whole history into account: where many
/// events are folded at once it is put off until the last of them.
/// </summary>
internal static class VehicleConflicts
{
    private enum Area
    {
        Odometer,
        Reservations,
        Trade,
    }

    /// <summary>By occurrence; a total order, so that no way of arriving at the same conflicts shows.</summary>
    public static Comparer<Conflict> Order { get; } = Comparer<Conflict>.Create(Compare);

    /// <summary>Every conflict, judged anew.</summary>
    public static ImmutableArray<Conflict> Of(Vehicle vehicle) => Of(vehicle, null, []);

    /// <summary>From now on what has to be judged from the whole history waits until the state is settled.</summary>
    public static Vehicle PutOff(Vehicle vehicle) =>
        vehicle.Unjudged == Unjudged.Nothing ? vehicle with { Unjudged = Unjudged.PutOff } : vehicle;

    /// <summary>Judges what was put off.</summary>
    public static Vehicle Settle(Vehicle vehicle)
    {
        var waiting = vehicle.Unjudged;
        if (waiting == Unjudged.Nothing)
        {
            return vehicle;
        }

        var settled = vehicle with { Unjudged = Unjudged.Nothing };
        settled = waiting.HasFlag(Unjudged.Odometer) ? JudgeOdometer(settled) : settled;
        settled = waiting.HasFlag(Unjudged.Reservations) ? JudgeReservations(settled) : settled;
        return waiting.HasFlag(Unjudged.Trade) ? JudgeTrade(settled) : settled;
    }

    public static Vehicle JudgeOdometer(Vehicle vehicle)
    {
        if (vehicle.Unjudged != Unjudged.Nothing)
        {
            return Waiting(vehicle, Unjudged.Odometer);
        }

        var (odometer, conflicts) = OdometerJudgement.Of(vehicle.Readings);
        return Replace(vehicle with { Odometer = odometer }, Area.Odometer, conflicts);
    }

    /// <summary>The same after one reading more.</summary>
    public static Vehicle JudgeReading(Vehicle before, Vehicle vehicle) =>
        !before.Unjudged.HasFlag(Unjudged.Odometer) && OdometerJudgement.Continued(before.Odometer, before.Readings, vehicle.Readings) is { } odometer
            ? vehicle with { Odometer = odometer }
            : JudgeOdometer(vehicle);

    public static Vehicle JudgeReservations(Vehicle vehicle) => vehicle.Unjudged == Unjudged.Nothing
        ? Replace(vehicle, Area.Reservations, ReservationFold.Conflicts(vehicle.Reservations))
        : Waiting(vehicle, Unjudged.Reservations);

    public static Vehicle JudgeTrade(Vehicle vehicle) => vehicle.Unjudged == Unjudged.Nothing
        ? Replace(vehicle, Area.Trade, TradeJudgement.Of(vehicle))
        : Waiting(vehicle, Unjudged.Trade);

    /// <summary>The same after a sale has come that may be the latest of all.</summary>
    public static Vehicle JudgeSale(Vehicle vehicle) =>
        !vehicle.Unjudged.HasFlag(Unjudged.Trade) && vehicle.Conflicts.Length < Vehicle.MaxConflicts && TradeJudgement.WithLatestSale(vehicle) is { } found
            ? found.Count == 0 ? vehicle : vehicle with { Conflicts = Sorted(vehicle.Conflicts, [.. found], []) }
            : JudgeTrade(vehicle);

    /// <summary>The same after one order has changed, or has come, and perhaps another one had to go for it.</summary>
    public static Vehicle JudgeOrder(Vehicle before, Vehicle vehicle)
    {
        if (vehicle.Unjudged.HasFlag(Unjudged.Trade))
        {
            return vehicle;
        }

        var (old, now) = (before.Stock?.Orders ?? [], vehicle.Stock?.Orders ?? []);
        var matters = ListChange.IsOne(old, now, out var was, out var changed)
            ? TradeJudgement.Matters(vehicle, changed!) || (was is not null && TradeJudgement.Matters(vehicle, was))
            : Differing(old, now).Any(order => TradeJudgement.Matters(vehicle, order));
        return matters ? JudgeTrade(vehicle) : vehicle;
    }

    private static Vehicle Waiting(Vehicle vehicle, Unjudged area) =>
        vehicle.Unjudged.HasFlag(area) ? vehicle : vehicle with { Unjudged = vehicle.Unjudged | area };

    private static IEnumerable<VehicleOrder> Differing(ImmutableArray<VehicleOrder> some, ImmutableArray<VehicleOrder> others)
    {
        var (first, last, shorter) = (0, 0, Math.Min(some.Length, others.Length));
        while (first < shorter && ReferenceEquals(some[first], others[first]))
        {
            first++;
        }

        while (last < shorter - first && ReferenceEquals(some[^(last + 1)], others[^(last + 1)]))
        {
            last++;
        }

        return some[first..^last].Concat(others[first..^last]);
    }

    private static Vehicle Replace(Vehicle vehicle, Area area, ImmutableArray<Conflict> conflicts)
    {
        var others = Others(vehicle.Conflicts, area);
        if (conflicts.IsEmpty && others.Length == vehicle.Conflicts.Length)
        {
            return vehicle;
        }

        // At the bound some are not there that have to come back if others go.
        return vehicle with
        {
            Conflicts = vehicle.Conflicts.Length < Vehicle.MaxConflicts ? Sorted(others, conflicts, []) : Of(vehicle, area, conflicts),
        };
    }

    private static ImmutableArray<Conflict> Of(Vehicle vehicle, Area? judged, ImmutableArray<Conflict> conflicts) => Sorted(
        judged == Area.Odometer ? conflicts : OdometerJudgement.Of(vehicle.Readings).Conflicts,
        judged == Area.Reservations ? conflicts : ReservationFold.Conflicts(vehicle.Reservations),
        judged == Area.Trade ? conflicts : TradeJudgement.Of(vehicle));

    private static ImmutableArray<Conflict> Others(ImmutableArray<Conflict> all, Area area)
    {
        var first = 0;
        while (first < all.Length && AreaOf(all[first]) != area)
        {
            first++;
        }

        if (first == all.Length)
        {
            return all;
        }

        var others = ImmutableArray.CreateBuilder<Conflict>(all.Length);
        foreach (var conflict in all)
        {
            if (AreaOf(conflict) != area)
            {
                others.Add(conflict);
            }
        }

        return others.DrainToImmutable();
    }

    private static ImmutableArray<Conflict> Sorted(
        ImmutableArray<Conflict> some, ImmutableArray<Conflict> others, ImmutableArray<Conflict> rest)
    {
        var all = ImmutableArray.CreateBuilder<Conflict>(some.Length + others.Length + rest.Length);
        all.AddRange(some);
        all.AddRange(others);
        all.AddRange(rest);
        all.Sort(Order);
        all.RemoveRange(0, Math.Max(0, all.Count - Vehicle.MaxConflicts));
        return all.DrainToImmutable();
    }

    private static Area AreaOf(Conflict conflict) => conflict.Kind switch
    {
        ConflictKinds.OdometerImplausible or ConflictKinds.OdometerRollback or ConflictKinds.OdometerDisagreement => Area.Odometer,
        ConflictKinds.DoubleReservation => Area.Reservations,
        _ => Area.Trade,
    };

    private static int Compare(Conflict one, Conflict other)
    {
        var order = one.At.UtcTicks.CompareTo(other.At.UtcTicks);
        order = order != 0 ? order : string.CompareOrdinal(one.Kind, other.Kind);
        for (var n = 0; order == 0 && n < one.Events.Length && n < other.Events.Length; n++)
        {
            order = one.Events[n].CompareTo(other.Events[n]);
        }

        return order != 0 ? order : one.Events.Length.CompareTo(other.Events.Length);
    }
}
