using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Vehicles.AVehicle;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

public sealed class MeterTests
{
    [Fact]
    public void A_new_meter_counts_anew_and_contradicts_nothing()
    {
        var vehicle = Given(Read(1, 120_000), Read(2, 0, OdometerMeter.Replaced), Read(30, 2_000));
        Assert.Empty(vehicle.Conflicts);
        Assert.Equal((2_000m, 122_000m, false), (vehicle.Odometer!.Km, vehicle.Odometer.TotalKm, vehicle.Odometer.Suspect));
        Assert.Equal(120_000, VehicleUse.TotalKmAt(vehicle, Day(1)));
        Assert.Equal(122_000, VehicleUse.TotalKmAt(vehicle, Day(40)));
    }

    [Fact]
    public void What_the_old_meter_showed_at_its_change_counts_whichever_is_reported_first()
    {
        var vehicle = Given(Read(1, 119_000), At(2, 120_000, null, "b"), At(2, 0, OdometerMeter.Replaced, "a"), Read(30, 2_000));
        Assert.Empty(vehicle.Conflicts);
        Assert.Equal(122_000, vehicle.Odometer!.TotalKm);
        Assert.Equal(120_000, VehicleUse.TotalKmAt(vehicle, Day(2)));
        Assert.Equal(122_000, Given(Read(1, 119_000), At(2, 120_000, null, "a"), At(2, 0, OdometerMeter.Replaced, "b"), Read(30, 2_000)).Odometer!.TotalKm);
    }

    [Fact]
    public void A_new_meter_that_was_set_to_the_old_ones_reading_counts_on() =>
        Assert.Equal(121_000, Given(Read(1, 120_000), Read(2, 120_000, OdometerMeter.Replaced), Read(30, 121_000)).Odometer!.TotalKm);

    [Fact]
    public void A_new_meter_that_shows_one_kilometre_is_a_reading() =>
        Assert.Empty(Given(Read(1, 120_000), Read(2, 1, OdometerMeter.Replaced)).Conflicts);

    [Fact]
    public void A_meter_that_rolled_over_has_gone_round_once()
    {
        var vehicle = Given(Miles(1, 99_950), Miles(2, 40, OdometerMeter.RolledOver), Miles(3, 90));
        Assert.Empty(vehicle.Conflicts);
        Assert.Equal(100_090 * Distance.KilometresPerMile, vehicle.Odometer!.TotalKm);
    }

    [Fact]
    public void A_new_meter_that_goes_back_is_suspected_too()
    {
        var (higher, lower) = (Read(30, 5_000), Read(40, 2_000));
        var vehicle = Given(Read(1, 120_000), Read(2, 0, OdometerMeter.Replaced), higher, lower);
        vehicle.IsConflict(ConflictKinds.OdometerRollback, higher, lower);
        Assert.True(vehicle.Odometer!.Suspect);
    }

    [Fact]
    public void How_fast_it_goes_is_told_by_the_meter_that_it_has()
    {
        Assert.Equal(100, VehicleUse.KmPerDay(Given(Read(1, 120_000), Read(2, 0, OdometerMeter.Replaced), Read(32, 3_000))));
        Assert.Equal(50, VehicleUse.KmPerDay(Given(Read(1, 1_000), Read(700, 30_000), Read(800, 35_000))));
        Assert.Null(VehicleUse.KmPerDay(Given(Read(1, 1_000), Read(10, 2_000))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Every_event_that_names_an_odometer_is_a_reading(int which)
    {
        EventPayload[] payloads =
        [
            new VehicleReceived { Odometer = Km(7) },
            new VehicleInspected { Kind = InspectionKind.Used, Result = InspectionResult.Pass, Odometer = Km(7) },
            new Actors.Orders.TestDriveCompleted { TestDriveId = "T", Odometer = Km(7) },
            new Actors.Orders.TradeInAppraised { Value = new Money(1, "EUR"), Odometer = Km(7) },
            new Actors.Orders.VehicleTradedIn { Value = new Money(1, "EUR"), Odometer = Km(7) },
            new Actors.Service.VehicleCheckedIn { RepairOrder = "RO", Odometer = Km(7) },
            new Actors.Service.BreakdownReported { Odometer = Km(7) },
            new VehicleRecovered { Odometer = Km(7) },
        ];
        Assert.Equal(7, Given(On(1, payloads[which])).Odometer!.Km);
    }

    private static LoggedEvent Read(int day, decimal km, OdometerMeter? meter = null) => On(day, new OdometerRead { Odometer = Km(km), Meter = meter });

    private static LoggedEvent Miles(int day, decimal miles, OdometerMeter? meter = null) =>
        On(day, new OdometerRead { Odometer = new Distance(miles, "mi"), Meter = meter });

    private static LoggedEvent At(int day, decimal km, OdometerMeter? meter, string id) =>
        Happenings.On(Day(day).ToString("O"), new OdometerRead { Odometer = Km(km), Meter = meter }, id);
}
