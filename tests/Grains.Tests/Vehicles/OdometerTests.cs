using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Vehicles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

public sealed class OdometerTests
{
    // Mostly rising, with steps back, placeholders, equal instants and readings that come late.
    private static readonly Gen<LoggedEvent> AnyReading =
        from day in Gen.Choose(1, 28)
        from id in Gen.Choose(0, 60)
        from off in Gen.Elements(0, 0, 0, 0, 5, -5, -500)
        from value in Gen.Elements<decimal?>(null, null, null, null, 1, 999_999)
        select Happenings.On(
            $"2026-01-{day:00}T00:00:00Z", new OdometerRead { Odometer = new Distance(value ?? (day * 100) + off + 1000, "km") }, $"id{id}", "D01");

    [Fact]
    public void The_latest_reading_by_occurrence_is_shown_in_kilometres()
    {
        var vehicle = Given(Reading("2015-02-04T10:30:00Z", 173185, "mi"), Reading("2014-12-17T20:30:00Z", 173174, "mi"));

        Assert.Equal(278714.24064m, vehicle.Odometer!.Km);
        Assert.False(vehicle.Odometer.Suspect);
        Assert.Empty(vehicle.Conflicts);
    }

    [Fact]
    public void A_placeholder_at_the_same_instant_as_a_real_reading_is_flagged_and_the_real_one_shown()
    {
        var vehicle = Given(Reading("2015-01-13T19:00:00Z", 1, "mi"), Reading("2015-01-13T19:00:00Z", 274557, "mi"));

        var conflict = Assert.Single(vehicle.Conflicts);
        Assert.Equal(ConflictKinds.OdometerImplausible, conflict.Kind);
        Assert.Equal(2, conflict.Events.Length);
        Assert.Equal(274557 * Distance.KilometresPerMile, vehicle.Odometer!.Km);
        Assert.True(vehicle.Odometer.Suspect);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(999_999)]
    [InlineData(1_000_000)]
    public void A_placeholder_alone_is_shown_as_suspect(int value)
    {
        var vehicle = Given(Reading("2015-01-13T19:00:00Z", value, "mi"));

        Assert.True(vehicle.Odometer!.Suspect);
        Assert.Equal(ConflictKinds.OdometerImplausible, Assert.Single(vehicle.Conflicts).Kind);
    }

    [Fact]
    public void A_placeholder_before_a_real_reading_is_flagged_and_leaves_the_real_one_above_suspicion()
    {
        var vehicle = Given(Reading("2015-02-18T16:00:00Z", 1, "mi"), Reading("2015-02-19T11:00:00Z", 189823, "mi"));

        Assert.Single(vehicle.Conflicts);
        Assert.False(vehicle.Odometer!.Suspect);
    }

    [Fact]
    public void Judging_reading_by_reading_gives_what_judging_all_of_them_gives() =>
        Prop.ForAll(Gen.ListOf(AnyReading).ToArbitrary(), events =>
        {
            var vehicle = events.DistinctBy(e => e.Stamp.Id).Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply);
            var (odometer, conflicts) = OdometerJudgement.Of(vehicle.Readings);
            return odometer == vehicle.Odometer && Text(conflicts) == Text(vehicle.Conflicts);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_too_many_conflicts_the_latest_are_told_and_none_is_forgotten_about_what_is_shown() =>
        Prop.ForAll(Gen.ListOf(AnyReading).ToArbitrary(), Gen.Choose(1, 5).ToArbitrary(), (events, most) =>
        {
            var readings = events.DistinctBy(e => e.Stamp.Id).Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply).Readings;
            var (odometer, all) = OdometerJudgement.Of(readings, int.MaxValue);
            var (same, latest) = OdometerJudgement.Of(readings, most);
            var shown = readings.Where(r => r.By.At == odometer?.At && r.Reading.Kilometres == odometer.Km).Select(r => r.By).ToList();
            return same == odometer && Text(latest) == Text(all.TakeLast(most))
                && (shown.Count != 1 || odometer!.Suspect == all.Any(conflict => conflict.Events.Contains(shown[0])));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_odometer_that_goes_back_is_a_suspected_rollback()
    {
        var vehicle = Given(Reading("2015-01-01T00:00:00Z", 90_000), Reading("2015-06-01T00:00:00Z", 60_000));

        var conflict = Assert.Single(vehicle.Conflicts);
        Assert.Equal(ConflictKinds.OdometerRollback, conflict.Kind);
        Assert.Equal("The odometer went back from 90,000 km on 2015-01-01 to 60,000 km on 2015-06-01.", conflict.Message);
        Assert.Equal((60_000m, true), (vehicle.Odometer!.Km, vehicle.Odometer.Suspect));
    }

    [Fact]
    public void A_drop_within_the_tolerance_is_rounding()
    {
        Assert.Empty(Given(Reading("2015-01-01T00:00:00Z", 90_000), Reading("2015-06-01T00:00:00Z", 89_990)).Conflicts);
        Assert.Single(Given(Reading("2015-01-01T00:00:00Z", 90_000), Reading("2015-06-01T00:00:00Z", 89_989)).Conflicts);
    }

    [Fact]
    public void Two_readings_at_one_instant_that_differ_contradict_each_other_and_the_higher_is_shown()
    {
        var vehicle = Given(
            Happenings.On("2015-01-01T00:00:00Z", Read(50_000), id: "b"), Happenings.On("2015-01-01T00:00:00Z", Read(70_000), id: "a"));

        Assert.Equal(ConflictKinds.OdometerDisagreement, Assert.Single(vehicle.Conflicts).Kind);
        Assert.Equal(70_000, vehicle.Odometer!.Km);
    }

    private static Vehicle Given(params LoggedEvent[] events) => events.Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply);

    private static string Text(IEnumerable<Conflict> all) =>
        string.Join('|', all.Select(c => $"{c.Kind} {c.At} {c.Message} {string.Join(',', c.Events)}"));

    private static LoggedEvent Reading(string time, decimal value, string unit = "km") => Happenings.On(time, Read(value, unit));

    private static OdometerRead Read(decimal value, string unit = "km") => new() { Odometer = new Distance(value, unit) };
}
