using System.Collections.Immutable;
using System.Globalization;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>What the readings of one vehicle say together: what the odometer shows, and what contradicts what.</summary>
internal static class OdometerJudgement
{
    /// <inheritdoc cref="OdometerMeters.ToleranceKm"/>
    public const decimal ToleranceKm = OdometerMeters.ToleranceKm;

    /// <param name="readings">All readings, in order of occurrence.</param>
    public static (Odometer? Odometer, ImmutableArray<Conflict> Conflicts) Of(ImmutableArray<OdometerReading> readings)
    {
        var conflicts = ImmutableArray.CreateBuilder<Conflict>();
        var meters = new OdometerMeters();
        for (var n = 0; n < readings.Length; n++)
        {
            var reading = readings[n];
            if (!reading.IsPlausible())
            {
                conflicts.Add(Implausible(readings, n));
            }
            else if (meters.Take(reading) is { } earlier && Contradiction(earlier, reading) is { } contradiction)
            {
                conflicts.Add(contradiction);
            }
        }

        conflicts.Sort(VehicleConflicts.Order);
        var shown = meters.Shown ?? readings.LastOrDefault();
        return (shown is null ? null : Show(shown, meters.Before, conflicts), conflicts.ToImmutable());
    }

    /// <summary>
    /// The same after one reading more, without looking at all of them again: a plausible reading that follows on the
    /// last one contradicts nothing.
    /// </summary>
    /// <param name="shown">What the odometer shows before.</param>
    /// <param name="before">The readings before, in order of occurrence.</param>
    /// <param name="after">The readings with the new one.</param>
    /// <returns>What the odometer shows, while the conflicts stay as they are; null if all has to be judged anew.</returns>
    public static Odometer? Continued(
        Odometer? shown, ImmutableArray<OdometerReading> before, ImmutableArray<OdometerReading> after)
    {
        if (before.IsEmpty || shown is null || ReferenceEquals(after[^1], before[^1])
            || !(after.Length == before.Length + 1 || (after.Length == before.Length && FirstGoesUnnoticed(before))))
        {
            return null;
        }

        var (earlier, later) = (before[^1], after[^1]);
        return earlier.IsPlausible() && later.IsPlausible() && !later.IsOfNewMeter()
            && !OdometerMeters.IsSameInstant(earlier, later)
            && (before.Length == 1 || !OdometerMeters.IsSameInstant(before[^2], earlier))
            && later.Reading.Kilometres - earlier.Reading.Kilometres >= -ToleranceKm
                ? new Odometer(later.Reading.Kilometres, later.By.At, Suspect: false, shown.Before)
                : null;
    }

    // Beyond the bound the first reading goes; nothing changes if it and the next one are of one meter and in harmony.
    private static bool FirstGoesUnnoticed(ImmutableArray<OdometerReading> readings) =>
        readings is [var first, var second, _, ..]
        && first.IsPlausible() && second.IsPlausible() && !first.IsOfNewMeter() && !second.IsOfNewMeter()
        && !OdometerMeters.IsSameInstant(first, second) && !OdometerMeters.IsSameInstant(second, readings[2])
        && second.Reading.Kilometres - first.Reading.Kilometres >= -ToleranceKm;

    private static Odometer Show(OdometerReading reading, decimal before, ImmutableArray<Conflict>.Builder conflicts)
    {
        var suspect = false;
        foreach (var conflict in conflicts)
        {
            suspect |= conflict.Events.Contains(reading.By);
        }

        return new Odometer(reading.Reading.Kilometres, reading.By.At, suspect, before == 0 ? null : before);
    }

    private static Conflict Implausible(ImmutableArray<OdometerReading> readings, int index)
    {
        // A real reading at the same instant shares the doubt: one of the two reports is wrong about the car.
        var reading = readings[index];
        var (first, end) = (index, index + 1);
        while (first > 0 && OdometerMeters.IsSameInstant(readings[first - 1], reading))
        {
            first--;
        }

        while (end < readings.Length && OdometerMeters.IsSameInstant(readings[end], reading))
        {
            end++;
        }

        var others = readings[first..end].Where(r => r.IsPlausible()).ToArray();
        var message = others.Length == 0
            ? $"An odometer of {Text(reading)} is a placeholder, not a reading."
            : $"An odometer of {Text(reading)} is a placeholder; at the same instant {string.Join(" and ", others.Select(Text))} was read.";
        return new Conflict(
            ConflictKinds.OdometerImplausible,
            reading.By.At,
            message,
            [.. others.Append(reading).Select(r => r.By).Order()]);
    }

    private static Conflict? Contradiction(OdometerReading earlier, OdometerReading later)
    {
        var difference = later.Reading.Kilometres - earlier.Reading.Kilometres;
        if (OdometerMeters.IsSameInstant(earlier, later))
        {
            return Math.Abs(difference) <= ToleranceKm ? null : new Conflict(
                ConflictKinds.OdometerDisagreement,
                later.By.At,
                $"At the same instant the odometer was read as {Text(earlier)} and as {Text(later)}.",
                [earlier.By, later.By]);
        }

        return difference >= -ToleranceKm ? null : new Conflict(
            ConflictKinds.OdometerRollback,
            later.By.At,
            $"The odometer went back from {Text(earlier)} on {Day(earlier)} to {Text(later)} on {Day(later)}.",
            [earlier.By, later.By]);
    }

    private static string Text(OdometerReading reading) =>
        string.Create(CultureInfo.InvariantCulture, $"{reading.Reading.Value:#,##0.###} {reading.Reading.Unit}");

    private static string Day(OdometerReading reading) => reading.By.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
