using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>The meters of a vehicle: each counts from where the one before it ended. Takes plausible readings in order of occurrence.</summary>
public sealed class OdometerMeters
{
    /// <summary>Readings may differ by this much, in kilometres, without being a contradiction: rounding and unit conversion.</summary>
    public const decimal ToleranceKm = 10;

    private OdometerReading? ended;

    /// <summary>What the odometer shows after the readings so far.</summary>
    public OdometerReading? Shown { get; private set; }

    /// <summary>Kilometres that the vehicle had gone when the present meter began to count.</summary>
    public decimal Before { get; private set; }

    /// <summary>Takes a reading. Of readings at one instant the highest is shown, or the one of a new meter.</summary>
    /// <param name="reading">A plausible reading, not before those that were taken.</param>
    /// <returns>An earlier reading of the same meter that this one must not be below; null if there is none.</returns>
    public OdometerReading? Take(OdometerReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var earlier = Shown;
        if (earlier is not null && reading.IsOfNewMeter())
        {
            (ended, Before) = (earlier, Before + Carried(earlier, reading));
            Shown = reading;
            return null;
        }

        if (earlier is not null && earlier.IsOfNewMeter() && IsSameInstant(earlier, reading))
        {
            // Somebody read the old meter when it was changed.
            Before += Carried(reading, earlier) - (ended is null ? 0 : Carried(ended, earlier));
            ended = reading;
            return null;
        }

        Shown = earlier is not null && IsSameInstant(earlier, reading) && earlier.Reading.Kilometres > reading.Reading.Kilometres
            ? earlier
            : reading;
        return earlier;
    }

    /// <summary>What a vehicle has gone, over all its meters, by one of its readings.</summary>
    /// <param name="readings">All readings, in order of occurrence.</param>
    /// <param name="index">A plausible one that was shown.</param>
    /// <returns>Kilometres.</returns>
    public static decimal TotalKm(ImmutableArray<OdometerReading> readings, int index)
    {
        var meters = new OdometerMeters();
        for (var n = 0; n < readings.Length && readings[n].By.At <= readings[index].By.At; n++)
        {
            if (readings[n].IsPlausible())
            {
                meters.Take(readings[n]);
            }
        }

        return meters.Before + readings[index].Reading.Kilometres;
    }

    /// <summary>Which of the readings at one instant the odometer shows.</summary>
    /// <param name="readings">Readings in order of occurrence.</param>
    /// <param name="index">The last plausible one of its instant.</param>
    /// <returns>The index of the one that is shown.</returns>
    public static int ShownOf(ImmutableArray<OdometerReading> readings, int index)
    {
        var shown = index;
        for (var n = index - 1; n >= 0 && !readings[shown].IsOfNewMeter() && IsSameInstant(readings[n], readings[index]); n--)
        {
            var higher = readings[n].IsOfNewMeter() || readings[n].Reading.Kilometres > readings[shown].Reading.Kilometres;
            shown = higher && readings[n].IsPlausible() ? n : shown;
        }

        return shown;
    }

    /// <summary>Whether two readings are of one instant.</summary>
    /// <param name="one">A reading.</param>
    /// <param name="other">Another one.</param>
    /// <returns>True whatever the offsets from UTC are.</returns>
    public static bool IsSameInstant(OdometerReading one, OdometerReading other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.By.At.UtcTicks == other.By.At.UtcTicks;
    }

    // Nothing for a meter that was set to what the other one showed.
    private static decimal Carried(OdometerReading last, OdometerReading first) =>
        first.Reading.Kilometres >= last.Reading.Kilometres - ToleranceKm ? 0
        : first.Meter == OdometerMeter.Replaced ? last.Reading.Kilometres
        : new Distance(Greatest(last), last.Reading.Unit).Kilometres;

    // A meter of five digits goes from 99,999 to 0: the next power of ten above its last reading, in the unit that it counts.
    private static decimal Greatest(OdometerReading last)
    {
        var greatest = 100_000m;
        while (greatest <= last.Reading.Value)
        {
            greatest *= 10;
        }

        return greatest;
    }
}
