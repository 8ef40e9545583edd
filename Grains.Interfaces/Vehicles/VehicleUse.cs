using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>How far a vehicle has gone and how fast it goes on, by the readings of its odometer. Nonsense does not count. Pure.</summary>
public static class VehicleUse
{
    private const int RateOverDays = 365;
    private const int LeastDays = 14;
    private const int MostDaysAhead = 36_500;

    /// <summary>How far the vehicle had gone at a time, over all its meters.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="at">The time.</param>
    /// <returns>Kilometres by the latest reading until then; null if there is none.</returns>
    public static decimal? TotalKmAt(Vehicle vehicle, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        return LastUntil(vehicle.Readings, at) is >= 0 and var last ? Total(vehicle, last) : null;
    }

    /// <summary>How fast it goes: over the last year, or since its delivery.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <returns>Kilometres a day, above 0; null if the readings do not tell.</returns>
    public static decimal? KmPerDay(Vehicle vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        var last = LastUntil(vehicle.Readings, DateTimeOffset.MaxValue);
        return last < 0 ? null : SinceReading(vehicle, last) ?? SinceDelivery(vehicle, last);
    }

    /// <summary>When the vehicle has gone or will have gone some distance, as far as can be foreseen.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="totalKm">Kilometres over all its meters.</param>
    /// <returns>The time of the last reading if it shows as much; otherwise by how fast it goes, null if that is not known.</returns>
    public static DateTimeOffset? ExpectedAt(Vehicle vehicle, decimal totalKm)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        var last = LastUntil(vehicle.Readings, DateTimeOffset.MaxValue);
        if (last < 0)
        {
            return null;
        }

        var at = vehicle.Readings[last].By.At;
        var missing = totalKm - Total(vehicle, last);
        if (missing <= 0)
        {
            return at;
        }

        return KmPerDay(vehicle) is { } rate && missing < rate * MostDaysAhead ? at.AfterDays((double)(missing / rate)) : null;
    }

    private static decimal Total(Vehicle vehicle, int index) =>
        vehicle.Odometer?.Before is null ? vehicle.Readings[index].Reading.Kilometres : OdometerMeters.TotalKm(vehicle.Readings, index);

    private static decimal? SinceReading(Vehicle vehicle, int last)
    {
        var (readings, end) = (vehicle.Readings, vehicle.Readings[last]);
        var first = LastUntil(readings, end.By.At.AfterDays(-RateOverDays), plausible: false) + 1;
        for (var n = vehicle.Odometer?.Before is null ? first : Math.Max(first, LastMeter(readings, last)); n < last; n++)
        {
            if (end.By.At - readings[n].By.At < TimeSpan.FromDays(LeastDays))
            {
                return null;
            }

            if (readings[n].IsPlausible() && readings[n].Reading.Kilometres < end.Reading.Kilometres)
            {
                return Rate(end.Reading.Kilometres - readings[n].Reading.Kilometres, readings[n].By.At, end.By.At);
            }
        }

        return null;
    }

    private static decimal? SinceDelivery(Vehicle vehicle, int last)
    {
        var end = vehicle.Readings[last];
        return VehicleTrade.LastDelivery(vehicle) is { } delivery && end.By.At - delivery.By.At >= TimeSpan.FromDays(LeastDays)
            && LastUntil(vehicle.Readings, delivery.By.At) < 0 && Total(vehicle, last) is > 0 and var km
                ? Rate(km, delivery.By.At, end.By.At)
                : null;
    }

    private static decimal Rate(decimal km, DateTimeOffset from, DateTimeOffset to) => km / (decimal)(to - from).TotalDays;

    private static int LastMeter(ImmutableArray<OdometerReading> readings, int last)
    {
        while (last > 0 && !(readings[last].IsOfNewMeter() && readings[last].IsPlausible()))
        {
            last--;
        }

        return last;
    }

    // Of readings at one instant the highest counts, as it does for what the odometer shows.
    private static int LastUntil(ImmutableArray<OdometerReading> readings, DateTimeOffset at, bool plausible = true)
    {
        var (low, high) = (0, readings.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = readings[middle].By.At <= at ? (middle + 1, high) : (low, middle);
        }

        var found = low - 1;
        while (plausible && found >= 0 && !readings[found].IsPlausible())
        {
            found--;
        }

        return plausible && found >= 0 ? OdometerMeters.ShownOf(readings, found) : found;
    }
}
