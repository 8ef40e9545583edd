using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Vehicles.AVehicle;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

/// <summary>What comes due at a vehicle: each once, when its time has come, told to whom it concerns.</summary>
public sealed class VehicleDueTests
{
    private static readonly LoggedEvent Delivered = On(0, new VehicleDelivered { Odometer = Km(10) });
    private static readonly LoggedEvent Plan = On(0, new MaintenancePlanSet { Months = 12, Distance = Km(15_000) });

    [Fact]
    public void A_reservation_expires_when_its_time_is_over()
    {
        var reserved = On(1, new VehicleReserved { Reservation = "R1", Until = Day(4) });
        Assert.Empty(VehicleDue.Due(Given(reserved), Day(4).AddTicks(-1)));

        var due = Assert.Single(VehicleDue.Due(Given(reserved), Day(9)));
        Assert.Equal(("autocrm.vehicle.reservation-expired.v1", Day(4), "C1", "D07"), (due.Type, due.At, due.Customer, due.Dealership));
        Assert.Empty(VehicleDue.Due(Of(reserved, Logged(due)), Day(9)));
        Assert.Empty(VehicleDue.Due(Given(reserved, On(2, new ReservationReleased { Reservation = "R1" })), Day(9)));
    }

    [Fact]
    public void A_service_is_due_by_time_and_told_to_the_owner_and_the_dealership()
    {
        var vehicle = Given(Delivered, Plan);
        Assert.Empty(VehicleDue.Due(vehicle, Day(0).AddMonths(12).AddTicks(-1)));

        var due = Assert.Single(VehicleDue.Due(vehicle, Day(400)));
        Assert.Equal(("autocrm.service.due.v1", Day(0).AddMonths(12), "C1", "D07"), (due.Type, due.At, due.Customer, due.Dealership));
        Assert.Equal(new ServiceDue { Due = Day(0).AddMonths(12), DueAt = Km(15_010) }, Logged(due).Payload);
        Assert.Empty(VehicleDue.Due(Of(Delivered, Plan, Logged(due)), Day(800)));
    }

    [Fact]
    public void Each_reading_foresees_the_distance_anew()
    {
        var slow = Given(Delivered, Plan, On(100, new OdometerRead { Odometer = Km(2_010) }));
        var fast = Given(Delivered, Plan, On(100, new OdometerRead { Odometer = Km(7_510) }));
        Assert.Empty(VehicleDue.Due(slow, Day(364)));

        var due = Assert.Single(VehicleDue.Due(fast, Day(364)));
        Assert.Equal(Day(200), due.At);
        var reached = Assert.Single(VehicleDue.Due(Given(Delivered, Plan, On(100, new OdometerRead { Odometer = Km(15_500) })), Day(100)));
        Assert.Equal(Day(100), reached.At);
    }

    [Fact]
    public void After_the_service_the_next_one_comes_due()
    {
        var told = Logged(Assert.Single(VehicleDue.Due(Given(Delivered, Plan), Day(400))));
        var serviced = On(410, new ServiceCompleted { RepairOrder = "RO1", Odometer = Km(14_000) }, dealership: "D08");
        var vehicle = Given(Delivered, Plan, told, serviced);
        Assert.Empty(VehicleDue.Due(vehicle, Day(500)));

        var due = Assert.Single(VehicleDue.Due(vehicle, Day(2000)));
        Assert.Equal("D08", due.Dealership);
        Assert.NotEqual(told.Stamp.Id, Logged(due).Stamp.Id);
    }

    [Fact]
    public void A_warranty_that_is_about_to_end_is_told_once_for_its_terms()
    {
        var started = On(5, new WarrantyStarted { Months = 24, Distance = Km(50_000), From = Day(0) });
        var ends = Day(0).AddMonths(24);
        Assert.Empty(VehicleDue.Due(Given(Delivered, started), ends.AddDays(-61)));

        var due = Assert.Single(VehicleDue.Due(Given(Delivered, started), ends.AddDays(-60)));
        Assert.Equal(new WarrantyEnding { Kind = WarrantyKind.Basic, Ends = ends, EndsAt = Km(50_000) }, Logged(due).Payload);
        Assert.Empty(VehicleDue.Due(Of(Delivered, started, Logged(due)), ends.AddDays(400)));
        var again = On(700, new WarrantyStarted { Months = 36, From = Day(0) });
        Assert.Single(VehicleDue.Due(Given(Delivered, started, Logged(due), again), Day(0).AddMonths(36)));
    }

    [Fact]
    public void Nobody_services_a_scrapped_vehicle() =>
        Assert.Empty(VehicleDue.Due(Given(Delivered, Plan, On(300, new VehicleScrapped())), Day(2000)));

    [Fact]
    public void What_was_derived_and_folded_is_due_no_more_and_the_row_tells_when_to_ask() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(AnyVehicleEvent.Many(), events =>
        {
            var now = Day(1000);
            var vehicle = Of(events);
            var due = VehicleDue.Due(vehicle, now).ToArray();
            var after = due.Select(Logged).Aggregate(vehicle, VehicleFold.Apply);
            return (due.Length == 0 || VehicleDue.NextOf(vehicle) is { } next && next <= now.AddDays(1))
                && !VehicleDue.Due(after, now).Any() && !(VehicleDue.NextOf(after) <= now);
        }));

    private static LoggedEvent Logged(DueEvent due) => Happenings.Logged(due.Of(Subject.Vehicle("VIN")));
}
