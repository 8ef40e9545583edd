using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Vehicles.AVehicle;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

public sealed class WarrantyTests
{
    private static readonly LoggedEvent Started = On(5, new WarrantyStarted { Months = 24, Distance = Km(50_000), From = Day(0) });

    [Fact]
    public void It_ends_by_time()
    {
        var ends = Day(0).AddMonths(24);
        Is(null, Day(-1), Started);
        Is(WarrantyState.Active, ends.AddDays(-61), Started);
        Is(WarrantyState.Ending, ends.AddDays(-60), Started);
        Is(WarrantyState.Ended, ends, Started);
        Assert.Equal(ends, Given(Started).Warranty!.Covers[0].Ends());
    }

    [Fact]
    public void It_ends_by_distance_if_that_comes_first()
    {
        Is(WarrantyState.Active, Day(100), Started, Reading(99, 47_999));
        Is(WarrantyState.Ending, Day(100), Started, Reading(99, 48_000));
        Is(WarrantyState.Ended, Day(100), Started, Reading(99, 50_000));
        Is(WarrantyState.Active, Day(98), Started, Reading(99, 50_000));
        Is(WarrantyState.Active, Day(100), Started, Reading(99, 999_999));
    }

    [Fact]
    public void Another_meter_does_not_give_it_back() =>
        Is(WarrantyState.Ended, Day(120), Started, Reading(99, 49_000), Reading(100, 0, OdometerMeter.Replaced), Reading(110, 1_500));

    [Fact]
    public void Void_it_stays_until_it_begins_again()
    {
        var voided = On(50, new WarrantyVoided { Reason = "tuned" });
        Is(WarrantyState.Active, Day(49), Started, voided);
        Is(WarrantyState.Void, Day(50), Started, voided);
        Is(WarrantyState.Active, Day(70), Started, voided, On(60, new WarrantyStarted { Months = 24 }));
    }

    [Fact]
    public void There_is_one_of_each_kind_by_the_latest_report()
    {
        var vehicle = Given(Started, On(6, new WarrantyStarted { Months = 36 }), On(1, new WarrantyStarted { Kind = WarrantyKind.Battery, Months = 96 }));
        Assert.Equal([(WarrantyKind.Basic, (int?)36), (WarrantyKind.Battery, 96)], vehicle.Warranty!.Covers.Select(c => (c.Kind, c.Started!.Value.Months)));
    }

    [Fact]
    public void Somebody_is_told_once_that_it_is_about_to_end()
    {
        var ending = Day(0).AddMonths(24).AddDays(-60);
        Assert.Equal(ending.Date.AddDays(1), VehicleDue.NextOf(Given(Started))!.Value.UtcDateTime);
        LoggedEvent[] fast = [Started, On(0, new VehicleDelivered { OrderId = "O1" }), Reading(100, 24_000)];
        Assert.Equal(Day(201).Date, VehicleDue.NextOf(Given(fast))!.Value.UtcDateTime);
        Assert.Null(VehicleDue.NextOf(Given([.. fast, On(200, new WarrantyEnding())])));
        Assert.Null(VehicleDue.NextOf(Given(Started, On(50, new WarrantyVoided { Reason = "tuned" }))));
        Assert.Null(VehicleDue.NextOf(Given(Started, On(50, new VehicleScrapped()))));
    }

    [Fact]
    public void A_claim_is_answered_whichever_is_reported_first()
    {
        var claim = Assert.Single(Given(
            On(31, new WarrantySettled { ClaimId = "W1", Accepted = false, Reason = "wear" }),
            On(30, new WarrantyClaimed { ClaimId = "W1", Amount = new Money(400, "EUR") })).Warranty!.Claims);
        Assert.Equal((400m, (bool?)false), (claim.Claimed!.Value.Amount!.Amount, claim.Settled!.Value.Accepted));
    }

    [Fact]
    public void A_report_at_the_end_of_all_days_is_only_a_report()
    {
        var vehicle = Given(On(5, new WarrantyStarted { Months = 600, From = DateTimeOffset.MaxValue }), On(6, new MaintenancePlanSet { Months = 600 }));
        Assert.Equal(DateTimeOffset.MaxValue, vehicle.Warranty!.Covers[0].Ends());
        Assert.NotNull(VehicleRow.Of(vehicle, 1).NextDueAt);
    }

    private static void Is(WarrantyState? expected, DateTimeOffset at, params LoggedEvent[] events)
    {
        var vehicle = Given(events);
        Assert.Equal(expected, Assert.Single(vehicle.Warranty!.Covers).StateOf(vehicle, at));
    }

    private static LoggedEvent Reading(int day, decimal km, OdometerMeter? meter = null) =>
        On(day, new OdometerRead { Odometer = Km(km), Meter = meter });
}
