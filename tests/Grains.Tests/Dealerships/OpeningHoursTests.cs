using System.Globalization;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Grains.Dealerships;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Dealerships;

public sealed class OpeningHoursTests
{
    // In Berlin the clocks went forward at 2026-03-29 02:00 and back at 2026-10-25 03:00; 2026-01-01 was a Thursday.
    private static readonly OpeningTime[] Week =
    [
        Open(DayOfWeek.Monday, "09:00", "12:30"), Open(DayOfWeek.Monday, "13:00", "18:00"),
        Open(DayOfWeek.Tuesday, "09:00", "18:00"), Open(DayOfWeek.Wednesday, "09:00", "18:00"),
        Open(DayOfWeek.Thursday, "09:00", "18:00"), Open(DayOfWeek.Friday, "09:00", "18:00"),
        Open(DayOfWeek.Saturday, "10:00", "14:00"),
    ];

    [Theory]
    [InlineData("2026-01-08T10:00:00+01:00", 30, "2026-01-08T10:30:00+01:00")] // within the day
    [InlineData("2026-01-08T18:00:00+01:00", 30, "2026-01-09T09:30:00+01:00")] // at closing time: the next day
    [InlineData("2026-01-08T17:45:00+01:00", 30, "2026-01-09T09:15:00+01:00")] // over the night
    [InlineData("2026-01-08T17:30:00+01:00", 30, "2026-01-08T18:00:00+01:00")] // just before it closes
    [InlineData("2026-01-08T06:00:00+01:00", 30, "2026-01-08T09:30:00+01:00")] // before it opens
    [InlineData("2026-01-10T13:50:00+01:00", 30, "2026-01-12T09:20:00+01:00")] // over a Sunday
    [InlineData("2026-01-12T12:20:00+01:00", 30, "2026-01-12T13:20:00+01:00")] // over lunch
    [InlineData("2026-01-08T16:00:00Z", 30, "2026-01-08T17:30:00+01:00")] // the sender's offset does not matter
    [InlineData("2026-01-08T01:30:00+09:00", 30, "2026-01-07T18:00:00+01:00")] // nor which day it is there
    [InlineData("2026-03-28T13:45:00+01:00", 30, "2026-03-30T09:15:00+02:00")] // over the change to summer time
    [InlineData("2026-10-24T13:45:00+02:00", 30, "2026-10-26T09:15:00+01:00")] // over the change back
    public void Only_opening_time_counts(string from, int minutes, string due) =>
        Assert.Equal(At(due), OpeningHours.Of("Europe/Berlin", [.. Week], null).After(At(from), TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void A_closed_day_has_no_opening_hours() => Assert.Equal(
        At("2026-01-05T09:15:00+01:00"), // Thursday and Friday closed, Saturday closed, Monday
        OpeningHours.Of("Europe/Berlin", [.. Week], [new(2026, 1, 1), new(2026, 1, 2), new(2026, 1, 3)])
            .After(At("2025-12-31T17:45:00+01:00"), TimeSpan.FromMinutes(30)));

    [Theory]
    [InlineData("2026-03-29T01:30:00+01:00", 60, "2026-03-29T03:30:00+02:00")] // an hour that does not exist
    [InlineData("2026-10-25T01:30:00+02:00", 120, "2026-10-25T02:30:00+01:00")] // an hour that comes twice
    public void Minutes_are_those_that_really_pass(string from, int minutes, string due) => Assert.Equal(
        At(due),
        OpeningHours.Of("Europe/Berlin", [Open(DayOfWeek.Sunday, "00:00", "24:00")], null).After(At(from), TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void What_opens_within_the_hour_that_does_not_exist_opens_when_the_clocks_change() => Assert.Equal(
        At("2026-03-29T03:10:00+02:00"),
        OpeningHours.Of("Europe/Berlin", [Open(DayOfWeek.Sunday, "02:30", "05:00")], null)
            .After(At("2026-03-28T12:00:00+01:00"), TimeSpan.FromMinutes(10)));

    [Fact]
    public void Within_the_hour_that_comes_twice_it_opens_at_the_first_and_closes_at_the_second()
    {
        var hours = OpeningHours.Of("Europe/Berlin", [Open(DayOfWeek.Sunday, "02:15", "02:45")], null);

        Assert.Equal(At("2026-10-25T02:25:00+02:00"), hours.After(At("2026-10-24T12:00:00+02:00"), TimeSpan.FromMinutes(10)));
        Assert.Equal(At("2026-10-25T02:45:00+01:00"), hours.After(At("2026-10-24T12:00:00+02:00"), TimeSpan.FromMinutes(90)));
    }

    [Fact]
    public void Hours_may_reach_into_the_next_day() => Assert.Equal(
        At("2026-01-10T01:30:00+01:00"),
        OpeningHours.Of("Europe/Berlin", [Open(DayOfWeek.Friday, "20:00", "02:00")], null)
            .After(At("2026-01-10T01:00:00+01:00"), TimeSpan.FromMinutes(30)));

    [Fact]
    public void Hours_that_overlap_count_once() => Assert.Equal(
        At("2026-01-09T11:00:00Z"),
        OpeningHours.Of("UTC", [Open(DayOfWeek.Friday, "09:00", "10:30"), Open(DayOfWeek.Friday, "10:00", "12:00")], null)
            .After(At("2026-01-09T09:00:00Z"), TimeSpan.FromMinutes(120)));

    [Fact]
    public void Where_the_hours_are_not_known_the_clock_runs_day_and_night() => Assert.Equal(
        At("2026-01-11T02:30:00+01:00"), OpeningHours.Of("Europe/Berlin", null, null).After(At("2026-01-11T02:00:00+01:00"), TimeSpan.FromMinutes(30)));

    [Fact]
    public void What_never_opens_is_never_late() =>
        Assert.Null(OpeningHours.Of("Europe/Berlin", [], null).After(At("2026-01-11T02:00:00+01:00"), TimeSpan.FromMinutes(30)));

    [Theory]
    [InlineData("Nowhere/Land")]
    [InlineData(null)]
    public void A_zone_that_is_not_known_is_UTC(string? zone) =>
        Assert.Equal(new DateOnly(2026, 1, 11), OpeningHours.Of(zone, null, null).DayOf(At("2026-01-12T00:30:00+01:00")));

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T20:00:00Z")]
    public void The_ends_of_time_do_no_harm(string from) =>
        OpeningHours.Of("Europe/Berlin", [.. Week], null).After(At(from), TimeSpan.FromMinutes(30));

    private static OpeningTime Open(DayOfWeek day, string opens, string closes) => new() { Day = day, Opens = opens, Closes = closes };

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
