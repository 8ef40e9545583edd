using System.Collections.Immutable;
using System.Globalization;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>What the readings of one vehicle say together: what the odometer shows, and what contradicts what.</summary>
internal static class OdometerJudgement
{
    /// <inheritdoc cref="OdometerMeters.ToleranceKm"/>
    public const decimal ToleranceKm = OdometerMeters.ToleranceKm;

    /// <summary>All of them, judged anew.</summary>
    /// <param name="readings">All readings, in order of occurrence.</param>
    /// <param name="most">So many of the latest conflicts are told: of a number that stands for many vehicles every reading is one.</param>
    public static (Odometer? Odometer, ImmutableArray<Conflict> Conflicts) Of(
        ImmutableArray<OdometerReading> readings, int most = Vehicle.MaxConflicts)
    {
        var doubts = new List<Doubt>();
        var meters = new OdometerMeters();
        for (var n = 0; n < readings.Length; n++)
        {
            var reading = readings[n];
            if (!reading.IsPlausible())
            {
                doubts.Add(new Doubt(n, null));
            }
            else if (meters.Take(reading) is { } earlier && Contradict(earlier, reading))
            {
                doubts.Add(new Doubt(n, earlier));
            }
        }

        var shown = meters.Shown ?? readings.LastOrDefault();
        return (shown is null ? null : Show(shown, meters.Before, readings, doubts), Latest(readings, doubts, most));
    }

    private static ImmutableArray<Conflict> Latest(ImmutableArray<OdometerReading> readings, List<Doubt> doubts, int most)
    {
        // Of one instant more than the time decides the order.
        var first = Math.Max(0, doubts.Count - most);
        while (first > 0 && OdometerMeters.IsSameInstant(readings[doubts[first - 1].Index], readings[doubts[first].Index]))
        {
            first--;
        }

        var conflicts = ImmutableArray.CreateBuilder<Conflict>(doubts.Count - first);
        foreach (var (index, earlier) in doubts.Skip(first))
        {
            conflicts.Add(earlier is null ? Implausible(readings, index) : Contradiction(earlier, readings[index]));
        }

        conflicts.Sort(VehicleConflicts.Order);
        conflicts.RemoveRange(0, Math.Max(0, conflicts.Count - most));
        return conflicts.DrainToImmutable();
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

    private static Odometer Show(OdometerReading shown, decimal before, ImmutableArray<OdometerReading> readings, List<Doubt> doubts)
    {
        var suspect = false;
        foreach (var (index, earlier) in doubts)
        {
            var reading = readings[index];
            suspect |= reading.By == shown.By || earlier?.By == shown.By
                || (earlier is null && shown.IsPlausible() && OdometerMeters.IsSameInstant(reading, shown));
        }

        return new Odometer(shown.Reading.Kilometres, shown.By.At, suspect, before == 0 ? null : before);
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

    private static bool Contradict(OdometerReading earlier, OdometerReading later)
    {
        var difference = later.Reading.Kilometres - earlier.Reading.Kilometres;
        return OdometerMeters.IsSameInstant(earlier, later) ? Math.Abs(difference) > ToleranceKm : difference < -ToleranceKm;
    }

    private static Conflict Contradiction(OdometerReading earlier, OdometerReading later) => OdometerMeters.IsSameInstant(earlier, later)
        ? new Conflict(
            ConflictKinds.OdometerDisagreement,
            later.By.At,
            $"At the same instant the odometer was read as {Text(earlier)} and as {Text(later)}.",
            [earlier.By, later.By])
        : new Conflict(
            ConflictKinds.OdometerRollback,
            later.By.At,
            $"The odometer went back from {Text(earlier)} on {Day(earlier)} to {Text(later)} on {Day(later)}.",
            [earlier.By, later.By]);

    private static string Text(OdometerReading reading) =>
        string.Create(CultureInfo.InvariantCulture, $"{reading.Reading.Value:#,##0.###} {reading.Reading.Unit}");

    private static string Day(OdometerReading reading) => reading.By.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A reading that is no reading, or contradicts one before it.</summary>
    private readonly record struct Doubt(int Index, OdometerReading? Earlier);
}
