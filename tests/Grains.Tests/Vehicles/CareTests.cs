using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Vehicles.AVehicle;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

public sealed class CareTests
{
    private static readonly LoggedEvent Delivered = On(0, new VehicleDelivered { OrderId = "O1", Odometer = Km(10) });
    private static readonly LoggedEvent Booked = On(50, new ServiceBooked { AppointmentId = "A1", At = Day(60) });
    private static readonly LoggedEvent CheckedIn = On(60, new VehicleCheckedIn { RepairOrder = "RO", AppointmentId = "A1", Odometer = Km(6_000), Promised = Day(61) });
    private static readonly LoggedEvent Planned = On(0, new MaintenancePlanSet { Months = 12, Distance = Km(15_000), Plan = "P" });

    [Fact]
    public void It_goes_from_use_to_the_workshop_and_back()
    {
        Is(CareState.NotInUse, Given(On(0, new VehicleMadeAvailable())));
        Is(CareState.InUse, Given(Delivered), 40);
        Is(CareState.Booked, Given(Delivered, Booked), 55);
        Is(CareState.CheckedIn, Given(Delivered, Booked, CheckedIn), 60);
        var started = On(60, new MilestoneReached { RepairOrder = "RO", Milestone = RepairMilestone.ServiceStart });
        Is(CareState.InWorkshop, Given(Delivered, Booked, CheckedIn, started), 60);
        var completed = On(61, new ServiceCompleted { RepairOrder = "RO" });
        Is(CareState.InWorkshop, Given(Delivered, Booked, CheckedIn, started, completed), 61);
        var ready = On(61, new ReadyForPickup { RepairOrder = "RO" });
        Is(CareState.ReadyForPickup, Given(Delivered, Booked, CheckedIn, started, completed, ready), 61);
        var closed = On(62, new RepairOrderClosed { RepairOrder = "RO", OdometerOut = Km(6_010) });
        var vehicle = Given(Delivered, Booked, CheckedIn, started, completed, ready, closed);
        Is(CareState.InUse, vehicle, 62);
        Assert.Equal(6_010, vehicle.Odometer!.Km);
    }

    [Fact]
    public void Of_several_jobs_the_one_that_is_worked_on_counts()
    {
        LoggedEvent[] first = [Delivered, CheckedIn, On(61, new ReadyForPickup { RepairOrder = "RO" })];
        Is(CareState.CheckedIn, Given([.. first, On(61, new VehicleCheckedIn { RepairOrder = "RO2" })]), 61);
        var second = Given([.. first, On(61, new MilestoneReached { RepairOrder = "RO2", Milestone = RepairMilestone.DiagnosticStart })]);
        Is(CareState.InWorkshop, second, 61);
        Assert.Equal([JobState.ReadyForPickup, JobState.InProgress], second.Care!.Jobs.Select(job => job.StateOf(second, Day(61))!.Value));
    }

    [Fact]
    public void A_job_rests_for_a_part_until_the_work_goes_on()
    {
        var waiting = On(61, new PartsBackordered { RepairOrder = "RO", Eta = Day(70) });
        Assert.Equal(JobState.OnHold, Job(CheckedIn, waiting).State);
        Assert.Equal(Day(70), Job(CheckedIn, waiting).Job.PartsExpected!.Value);
        Assert.Equal(JobState.InProgress, Job(CheckedIn, waiting, On(70, new MilestoneReached { RepairOrder = "RO", Milestone = RepairMilestone.ServiceStart })).State);
    }

    [Fact]
    public void A_job_that_was_finished_and_never_closed_is_over_some_day()
    {
        var vehicle = Given(Delivered, CheckedIn, On(61, new ServiceCompleted { RepairOrder = "RO" }));
        Is(CareState.InWorkshop, vehicle, 61 + VehicleCare.ForgottenAfterDays);
        Is(CareState.InUse, vehicle, 62 + VehicleCare.ForgottenAfterDays);
    }

    [Fact]
    public void A_closed_job_keeps_nothing_whatever_comes_late()
    {
        var vehicle = Given(
            On(62, new RepairOrderClosed { RepairOrder = "RO" }), CheckedIn, On(60, new EstimateGiven { RepairOrder = "RO", Amount = new Money(1, "EUR") }));
        Assert.Equal(new WorkshopJob { Id = "RO", Dealership = "D07", Closed = Day(62) }, Assert.Single(vehicle.Care!.Jobs));
    }

    [Fact]
    public void The_customers_answer_to_an_estimate_stands_with_the_job()
    {
        var job = Job(CheckedIn, On(60, new EstimateGiven { RepairOrder = "RO", Amount = new Money(500, "EUR") }), On(61, new EstimateDeclined { RepairOrder = "RO" }), On(62, new EstimateApproved { RepairOrder = "RO" })).Job;
        Assert.Equal((500m, true), (job.Estimate!.Value.Amount, job.Approved!.Value));
        var refused = Given(On(61, new WorkDeclined { RepairOrder = "RO", Line = "brakes", Amount = new Money(300, "EUR") }));
        Assert.Equal("brakes", Assert.Single(refused.Care!.Refused).Line);
    }

    [Fact]
    public void An_appointment_is_open_until_it_is_over()
    {
        Is(CareState.InUse, Given(Delivered, Booked, On(55, new ServiceCancelled { AppointmentId = "A1" })), 60);
        Is(CareState.InUse, Given(Delivered, Booked, On(61, new ServiceNoShow { AppointmentId = "A1" })), 61);
        var moved = Given(Delivered, Booked, On(61, new ServiceNoShow { AppointmentId = "A1" }), On(62, new ServiceRescheduled { AppointmentId = "A1", At = Day(80) }));
        Is(CareState.Booked, moved, 63);
        Assert.Equal(Day(80), Assert.Single(moved.Care!.Appointments).Expected!.Value);
        Is(CareState.Booked, Given(Delivered, Booked, On(55, new ServiceCancelled { AppointmentId = "A1" }, dealership: "D08")), 60);
    }

    [Fact]
    public void A_breakdown_is_as_good_as_a_check_in_until_something_follows()
    {
        var broken = On(70, new BreakdownReported { Towed = true });
        Is(CareState.CheckedIn, Given(Delivered, broken), 71);
        Is(CareState.InUse, Given(Delivered, broken, On(72, new ServiceCompleted { RepairOrder = "RO" })), 73);
        Is(CareState.InUse, Given(Delivered, broken), 71 + VehicleCare.ForgottenAfterDays);
    }

    [Fact]
    public void A_service_is_due_by_time_or_by_distance_whichever_comes_first()
    {
        var byTime = Given(Delivered, Planned);
        Is(CareState.InUse, byTime, 364);
        Is(CareState.ServiceDue, byTime, 365);
        var byDistance = Given(Delivered, Planned, Reading(100, 15_009));
        Is(CareState.InUse, byDistance, 101);
        Is(CareState.ServiceDue, Given(Delivered, Planned, Reading(100, 15_010)), 101);
    }

    [Fact]
    public void Each_reading_moves_the_day_that_is_foreseen()
    {
        Assert.Null(Next(Delivered, Planned).Expected);
        Assert.Equal(Day(100).AddDays(50), Next(Delivered, Planned, Reading(100, 10_010)).Expected);
        var next = Next(Delivered, Planned, Reading(100, 10_010), Reading(120, 12_010));
        Assert.Equal((Day(150), Day(365), 15_010m), (next.Expected!.Value, next.Due!.Value, next.DueKm!.Value));
        Assert.Equal(Day(150), next.At);
    }

    [Fact]
    public void Nonsense_on_the_odometer_does_not_count()
    {
        var vehicle = Given(Delivered, Planned, Reading(100, 10_010), Reading(110, 999_999), Reading(111, 1));
        Assert.Equal(Day(150), Maintenance.NextOf(vehicle)!.Expected);
        Is(CareState.InUse, vehicle, 112);
    }

    [Fact]
    public void A_service_that_was_done_begins_the_count_anew()
    {
        var next = Next(Delivered, Planned, Reading(100, 10_010), On(140, new ServiceCompleted { RepairOrder = "RO", Odometer = Km(14_000), Maintenance = true }));
        Assert.Equal((Day(140), Day(140).AddMonths(12), 29_000m), (next.Since, next.Due!.Value, next.DueKm!.Value));
        Assert.Equal(Day(0), Next(Delivered, Planned, On(140, new ServiceCompleted { RepairOrder = "RO", Maintenance = false })).Since);
    }

    [Theory]
    [InlineData(null, 140)]
    [InlineData("customer", 140)]
    [InlineData("warranty", 0)]
    [InlineData("internal", 0)]
    public void Where_it_was_not_said_who_paid_tells_whether_it_was_a_service(string? payType, int since) =>
        Assert.Equal(Day(since), Next(Delivered, Planned, On(140, new ServiceCompleted { RepairOrder = "RO", Lines = [new() { Operation = "o", PayType = payType }] })).Since);

    [Fact]
    public void Somebody_is_told_once_that_a_service_is_due()
    {
        LoggedEvent[] events = [Delivered, Planned, Reading(100, 10_010)];
        Assert.Equal(Day(151).Date, VehicleDue.NextOf(Given(events))!.Value.UtcDateTime);
        var told = Given([.. events, On(150, new ServiceDue())]);
        Assert.Null(VehicleDue.NextOf(told));
        Assert.Equal(Day(100), told.LastEvent!.At);
        Assert.NotNull(VehicleDue.NextOf(Given([.. events, On(150, new ServiceDue()), On(160, new ServiceCompleted { RepairOrder = "RO" })])));
    }

    [Fact]
    public void A_reservation_is_due_when_it_ends_and_no_longer_once_that_is_reported()
    {
        var reserved = On(2, new VehicleReserved { Reservation = "R", Until = Day(9) });
        Assert.Equal(Day(9), VehicleDue.NextOf(Given(reserved)));
        Assert.Null(VehicleDue.NextOf(Given(reserved, On(9, new ReservationExpired { Reservation = "R" }))));
    }

    [Fact]
    public void Faults_are_kept_with_their_code()
    {
        var vehicle = Given(On(5, new FaultObserved { Code = "P0301", Severity = FaultSeverity.Critical, Odometer = Km(70) }));
        Assert.Equal(("P0301", FaultSeverity.Critical), (Assert.Single(vehicle.Care!.Faults).Code, vehicle.Care.Faults[0].Severity));
        Assert.Equal(70, vehicle.Odometer!.Km);
    }

    private static void Is(CareState expected, Vehicle vehicle, int day = 1) => Assert.Equal(expected, VehicleCare.StateOf(vehicle, Day(day)));

    private static (WorkshopJob Job, JobState? State) Job(params LoggedEvent[] events)
    {
        var vehicle = Given(events);
        var job = Assert.Single(vehicle.Care!.Jobs);
        return (job, job.StateOf(vehicle, Day(90)));
    }

    private static NextService Next(params LoggedEvent[] events) => Maintenance.NextOf(Given(events))!;

    private static LoggedEvent Reading(int day, decimal km) => On(day, new OdometerRead { Odometer = Km(km) });
}
