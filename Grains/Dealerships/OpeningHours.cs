using System.Collections.Immutable;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>
/// A dealership's calendar: opening hours by its local clock, counted as the minutes that really pass. Pure. Where the
/// clocks go forward, a time that does not exist is the instant of the change; where they go back, a time that comes
/// twice opens at its first and closes at its second.
/// </summary>
internal sealed class OpeningHours
{
    /// <summary>So many days without enough opening hours, and it never opens.</summary>
    private const int MostDays = 400;

    private readonly TimeZoneInfo zone;
    private readonly ILookup<DayOfWeek, (int Opens, int Closes)>? week;
    private readonly ImmutableHashSet<DateOnly> closedOn;

    private OpeningHours(TimeZoneInfo zone, ILookup<DayOfWeek, (int Opens, int Closes)>? week, ImmutableHashSet<DateOnly> closedOn)
    {
        this.zone = zone;
        this.week = week;
        this.closedOn = closedOn;
    }

    /// <summary>The calendar that a profile describes. A zone that the platform does not know is UTC.</summary>
    /// <param name="timeZone">An IANA name.</param>
    /// <param name="hours">The opening hours; null if they are not known: then it is always open.</param>
    /// <param name="closedOn">Days without opening hours.</param>
    public static OpeningHours Of(string? timeZone, ImmutableArray<OpeningTime>? hours, ImmutableArray<DateOnly>? closedOn) => new(
        ZoneOf(timeZone),
        hours is { IsDefault: false } known
            ? known.Where(IsReadable).OrderBy(time => TextShapes.MinutesOf(time.Opens)).ToLookup(time => time.Day, Minutes)
            : null,
        closedOn is { IsDefault: false } days ? [.. days] : []);

    /// <summary>The instant at which so much opening time has passed; null if it never does.</summary>
    /// <param name="from">The instant from which on it counts.</param>
    /// <param name="time">How much.</param>
    public DateTimeOffset? After(DateTimeOffset from, TimeSpan time)
    {
        if (week is null)
        {
            return from + time;
        }

        var (cursor, left) = (from.UtcDateTime, time);

        // The hours of the day before may reach into this one.
        var date = DayOf(from).DayNumber - 1;
        for (var last = Math.Min(date + MostDays, DateOnly.MaxValue.DayNumber - 2); date <= last; date++)
        {
            foreach (var (opens, closes) in HoursOf(DateOnly.FromDayNumber(Math.Max(0, date))))
            {
                var start = opens > cursor ? opens : cursor;
                if (closes - start >= left)
                {
                    return new DateTimeOffset(start + left, TimeSpan.Zero);
                }

                if (closes > start)
                {
                    left -= closes - start;
                    cursor = closes;
                }
            }
        }

        return null;
    }

    /// <summary>The local day of an instant.</summary>
    public DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(instant.UtcDateTime, zone));

    private IEnumerable<(DateTime Opens, DateTime Closes)> HoursOf(DateOnly date) => closedOn.Contains(date)
        ? []
        : week![date.DayOfWeek].Select(hours => (
            Utc(date, hours.Opens, first: true),
            Utc(date, hours.Closes > hours.Opens ? hours.Closes : hours.Closes + (24 * 60), first: false)));

    private DateTime Utc(DateOnly date, int minutes, bool first)
    {
        var local = date.ToDateTime(TimeOnly.MinValue).AddMinutes(minutes);
        if (zone.IsInvalidTime(local))
        {
            return EndOfGap(local);
        }

        if (zone.IsAmbiguousTime(local))
        {
            var offsets = zone.GetAmbiguousTimeOffsets(local);
            return DateTime.SpecifyKind(local - (first ? offsets.Max() : offsets.Min()), DateTimeKind.Utc);
        }

        return DateTime.SpecifyKind(local - zone.GetUtcOffset(local), DateTimeKind.Utc);
    }

    // Changes of the clock lie on whole minutes; a gap is seldom longer than an hour.
    private DateTime EndOfGap(DateTime local)
    {
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        return DateTime.SpecifyKind(local - zone.GetUtcOffset(local), DateTimeKind.Utc);
    }

    private static TimeZoneInfo ZoneOf(string? name) =>
        name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    private static bool IsReadable(OpeningTime time) => TextShapes.MinutesOf(time.Opens) is not null && TextShapes.MinutesOf(time.Closes) is not null;

    private static (int Opens, int Closes) Minutes(OpeningTime time) => (TextShapes.MinutesOf(time.Opens)!.Value, TextShapes.MinutesOf(time.Closes)!.Value);
}
