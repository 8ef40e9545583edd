using System.Collections.Immutable;
using System.Globalization;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>What the readings of one vehicle say together: what the odometer shows, and what contradicts what.</summary>
internal static class OdometerJudgement
{
    /// <summary>Readings may differ by this much, in kilometres, without being a contradiction: rounding and unit conversion.</summary>
    public const decimal ToleranceKm = 10;

    /// <param name="readings">All readings, in order of occurrence.</param>
    public static (Odometer? Odometer, ImmutableArray<Conflict> Conflicts) Of(ImmutableArray<OdometerReading> readings)
    {
        var conflicts = ImmutableArray.CreateBuilder<Conflict>();
        OdometerReading? shown = null;
        foreach (var reading in readings)
        {
            if (IsImplausible(reading.Reading))
            {
                conflicts.Add(Implausible(reading, readings));
                continue;
            }

            if (shown is not null && Contradiction(shown, reading) is { } contradiction)
            {
                conflicts.Add(contradiction);
            }

            shown = IsSameInstant(shown, reading) && shown!.Reading.Kilometres > reading.Reading.Kilometres ? shown : reading;
        }

        shown ??= readings.LastOrDefault();
        return (shown is null ? null : Show(shown, conflicts), conflicts.ToImmutable());
    }

    /// <summary>
    /// The same after one reading more, without looking at all of them again: a plausible reading that follows on the
    /// last one contradicts nothing.
    /// </summary>
    /// <param name="before">The readings before, in order of occurrence.</param>
    /// <param name="after">The readings with the new one.</param>
    /// <returns>What the odometer shows, while the conflicts stay as they are; null if all has to be judged anew.</returns>
    public static Odometer? Continued(ImmutableArray<OdometerReading> before, ImmutableArray<OdometerReading> after)
    {
        if (before.IsEmpty || after.Length != before.Length + 1 || ReferenceEquals(after[^1], before[^1]))
        {
            return null;
        }

        var (earlier, later) = (before[^1], after[^1]);
        return !IsImplausible(earlier.Reading) && !IsImplausible(later.Reading)
            && !IsSameInstant(earlier, later)
            && (before.Length == 1 || !IsSameInstant(before[^2], earlier))
            && later.Reading.Kilometres - earlier.Reading.Kilometres >= -ToleranceKm
                ? new Odometer(later.Reading.Kilometres, later.By.At, Suspect: false)
                : null;
    }

    // A typist's placeholder for "not read": it says nothing about the car.
    private static bool IsImplausible(Distance reading) => reading.Value == 1 || reading.Value >= 999_999;

    private static bool IsSameInstant(OdometerReading? one, OdometerReading other) =>
        one?.By.At.UtcTicks == other.By.At.UtcTicks;

    private static Odometer Show(OdometerReading reading, IEnumerable<Conflict> conflicts) => new(
        reading.Reading.Kilometres,
        reading.By.At,
        conflicts.Any(conflict => conflict.Events.Contains(reading.By)));

    private static Conflict Implausible(OdometerReading reading, ImmutableArray<OdometerReading> readings)
    {
        // A real reading at the same instant shares the doubt: one of the two reports is wrong about the car.
        var others = readings.Where(r => r != reading && IsSameInstant(r, reading) && !IsImplausible(r.Reading)).ToArray();
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
        if (IsSameInstant(earlier, later))
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
