using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Customers.CustomerLife;

namespace AutoCrm.Actors.Grains.Tests.Customers;

public sealed class CareTests
{
    private static readonly LoggedEvent Booked = On(1, new ServiceBooked { AppointmentId = "A", At = Day(10) }, FirstCar);
    private static readonly LoggedEvent Confirmed = On(2, new ServiceConfirmed { AppointmentId = "A" }, FirstCar);
    private static readonly LoggedEvent CheckedIn = On(10, new VehicleCheckedIn { RepairOrder = "R", AppointmentId = "A" }, FirstCar);
    private static readonly LoggedEvent Opened = On(1, new CaseOpened { CaseId = "K", Kind = CaseKind.Complaint, Severity = CaseSeverity.Low, Channel = ContactChannel.Phone });
    private static readonly LoggedEvent Assigned = On(2, new CaseAssigned { CaseId = "K", Advisor = "Ann" });
    private static readonly LoggedEvent Responded = On(3, new CaseResponded { CaseId = "K" });
    private static readonly LoggedEvent Resolved = On(4, new CaseResolved { CaseId = "K", How = "So" });
    private static readonly LoggedEvent Closed = On(5, new CaseClosed { CaseId = "K" });

    public static TheoryData<ServiceState, LoggedEvent[]> Appointments => new()
    {
        { ServiceState.Requested, [Booked] },
        { ServiceState.Confirmed, [Booked, Confirmed] },
        { ServiceState.Confirmed, [Booked, Confirmed, On(3, new ServiceRescheduled { AppointmentId = "A", At = Day(12) }, FirstCar)] },
        { ServiceState.NoShow, [Booked, Confirmed, On(11, new ServiceNoShow { AppointmentId = "A" }, FirstCar)] },
        { ServiceState.Cancelled, [Booked, On(3, new ServiceCancelled { AppointmentId = "A" }, FirstCar)] },
        { ServiceState.Requested, [Booked, On(3, new ServiceCancelled { AppointmentId = "A" }, FirstCar), On(4, new ServiceRescheduled { AppointmentId = "A", At = Day(12) }, FirstCar)] },
        { ServiceState.Arrived, [Booked, CheckedIn] },
        { ServiceState.Arrived, [Booked, On(9, new ServiceCancelled { AppointmentId = "A" }, FirstCar), CheckedIn] },
        { ServiceState.InProgress, [Booked, CheckedIn, On(10.1, new MilestoneReached { RepairOrder = "R", Milestone = RepairMilestone.DiagnosticStart }, FirstCar)] },
        { ServiceState.Arrived, [Booked, CheckedIn, On(10.1, new MilestoneReached { RepairOrder = "R", Milestone = RepairMilestone.PreInspection }, FirstCar)] },
        { ServiceState.Fulfilled, [Booked, CheckedIn, On(10.5, new ServiceCompleted { RepairOrder = "R" }, FirstCar)] },
        { ServiceState.Fulfilled, [Booked, CheckedIn, On(10.5, new MilestoneReached { RepairOrder = "R", Milestone = RepairMilestone.Release }, FirstCar)] },
        { ServiceState.Fulfilled, [Booked, CheckedIn, On(10.7, new RepairOrderClosed { RepairOrder = "R" }, FirstCar)] },
    };

    [Theory]
    [MemberData(nameof(Appointments))]
    public void An_appointment_is_where_its_milestones_are_whatever_came_first(ServiceState state, LoggedEvent[] given)
    {
        foreach (var customer in new[] { Of(given), Of(given.Reverse()) })
        {
            Assert.Equal(state, Assert.Single(customer.Appointments).StateWith(customer.Visits.SingleOrDefault()));
        }
    }

    public static TheoryData<CaseState, LoggedEvent[]> CaseStates => new()
    {
        { CaseState.New, [Opened] },
        { CaseState.Assigned, [Opened, Assigned] },
        { CaseState.Pending, [Opened, Assigned, Responded] },
        { CaseState.Pending, [Opened, Responded] },
        { CaseState.Resolved, [Opened, Assigned, Responded, Resolved] },
        { CaseState.Closed, [Opened, Resolved, Closed] },
        { CaseState.Closed, [Opened, Closed, On(6, new CaseResponded { CaseId = "K" })] },
        { CaseState.Reopened, [Opened, Assigned, Responded, Resolved, On(9, new CaseReopened { CaseId = "K" })] },
        { CaseState.Pending, [Opened, Resolved, Closed, On(9, new CaseReopened { CaseId = "K" }), On(10, new CaseResponded { CaseId = "K" })] },
        { CaseState.Resolved, [Opened, Resolved, Closed, On(9, new CaseReopened { CaseId = "K" }), On(10, new CaseResolved { CaseId = "K", How = "Now" })] },
    };

    [Theory]
    [MemberData(nameof(CaseStates))]
    public void A_case_is_where_its_milestones_are_whatever_came_first(CaseState state, LoggedEvent[] given)
    {
        Assert.Equal(state, Assert.Single(Of(given).Cases).State);
        Assert.Equal(state, Assert.Single(Of(given.Reverse()).Cases).State);
    }

    [Fact]
    public void A_case_keeps_what_its_clocks_need()
    {
        var one = Of(
            Resolved,
            On(3.5, new CaseResponded { CaseId = "K" }),
            Responded,
            On(2.5, new CaseEscalated { CaseId = "K", To = "Head office", Severity = CaseSeverity.Critical }),
            On(2.2, new CaseOverdue { CaseId = "K", Target = CaseTarget.Response, Due = Day(2.1) }),
            Opened).Cases[0];

        Assert.Equal((Day(1), Day(3), Day(4)), (one.FirstOpened!.At, one.FirstResponse!.At, one.Resolved!.By.At));
        Assert.Equal((CaseSeverity.Critical, "Head office", Day(2.1)), (one.Severity, one.Escalated!.Value, one.ResponseOverdue!.Value));
        Assert.Null(one.ResolutionOverdue);
    }

    [Theory]
    [InlineData(34, 0)]
    [InlineData(34.1, 1)]
    public void A_case_reopened_more_than_thirty_days_after_its_end_is_a_conflict(double day, int conflicts) => Assert.Equal(
        conflicts,
        CustomerConflicts.Of(Of(Opened, Resolved, On(day, new CaseReopened { CaseId = "K" }))).Count(c => c.Kind == CustomerConflictKinds.CaseReopenedLate));

    [Theory]
    [InlineData(39, 0)]
    [InlineData(41, 1)]
    public void An_order_placed_after_a_delivery_that_names_none_is_of_another_vehicle(double placed, int conflicts) => Assert.Equal(
        conflicts,
        CustomerConflicts.Of(Of(On(40, new VehicleDelivered(), FirstCar), On(placed, new OrderPlaced { OrderId = "O" })))
            .Count(c => c.Kind == CustomerConflictKinds.DeliveryWithoutOrder));

    [Fact]
    public void A_delivery_without_its_order_is_a_conflict_until_the_order_is_reported()
    {
        var delivered = On(40, new VehicleDelivered { OrderId = "O" }, FirstCar);
        Assert.Equal([delivered.Stamp], Assert.Single(CustomerConflicts.Of(Of(delivered))).Events);
        Assert.Empty(CustomerConflicts.Of(Of(delivered, On(10, new OrderPlaced { OrderId = "O" }))));
        Assert.Equal(CustomerConflictKinds.DeliveryWithoutOrder, Assert.Single(CustomerConflicts.Of(Of(On(40, new VehicleDelivered(), FirstCar)))).Kind);
        Assert.Empty(CustomerConflicts.Of(Of(On(40, new VehicleDelivered(), FirstCar), On(10, new OrderPlaced { OrderId = "O" }))));
    }

    [Fact]
    public void A_delivery_that_names_no_order_is_not_of_one_that_was_called_off_before_or_is_for_another_vehicle()
    {
        var (placed, delivered) = (On(10, new OrderPlaced { OrderId = "O" }), On(40, new VehicleDelivered(), FirstCar));
        LoggedEvent Cancelled(double day) => On(day, new OrderCancelled { OrderId = "O", Reason = "Changed" });

        Assert.Equal(CustomerConflictKinds.DeliveryWithoutOrder, Assert.Single(CustomerConflicts.Of(Of(placed, Cancelled(20), delivered))).Kind);
        Assert.Empty(CustomerConflicts.Of(Of(placed, Cancelled(50), delivered)));
        Assert.Empty(CustomerConflicts.Of(Of(placed, Cancelled(20), On(30, new OrderPlaced { OrderId = "P" }), delivered)));
        Assert.Equal(
            CustomerConflictKinds.DeliveryWithoutOrder,
            Assert.Single(CustomerConflicts.Of(Of(placed, On(12, new VehicleAllocated { OrderId = "O" }, SecondCar), delivered))).Kind);
        Assert.Empty(CustomerConflicts.Of(Of(placed, On(12, new VehicleAllocated { OrderId = "O" }, FirstCar), delivered)));
    }

    [Fact]
    public void A_delivery_after_the_order_was_called_off_and_a_second_vehicle_for_it_are_conflicts()
    {
        var placed = On(10, new OrderPlaced { OrderId = "O" });
        var first = On(40, new VehicleDelivered { OrderId = "O" }, FirstCar);
        var cancelled = On(20, new OrderCancelled { OrderId = "O", Reason = "Changed" });

        Assert.Equal(CustomerConflictKinds.DeliveryAfterCancellation, Assert.Single(CustomerConflicts.Of(Of(placed, cancelled, first))).Kind);
        Assert.Equal(
            CustomerConflictKinds.OrderDeliveredTwice,
            Assert.Single(CustomerConflicts.Of(Of(placed, first, On(41, new VehicleDelivered { OrderId = "O" }, SecondCar)))).Kind);
        Assert.Empty(CustomerConflicts.Of(Of(placed, cancelled, first, On(50, new SaleReversed { OrderId = "O", Reason = "Undone" }))));
    }

    [Fact]
    public void A_suspected_duplicate_is_a_conflict_until_it_is_decided_or_merged()
    {
        var suspected = On(1, new DuplicateSuspected { Other = "C2", Clues = [DuplicateClue.Phone] }, dealership: "D99");
        var conflict = Assert.Single(CustomerConflicts.Of(Of(suspected)));

        Assert.Equal(CustomerConflictKinds.DuplicateSuspected, conflict.Kind);
        Assert.Empty(Of(suspected).Dealerships);
        Assert.Empty(CustomerConflicts.Of(Of(On(2, new ConflictResolved { Conflict = conflict.Id, How = "Two people" }), suspected)));
        Assert.Empty(CustomerConflicts.Of(Of(suspected, On(2, new CustomerMerged { Into = "C2" }))));
    }

    [Fact]
    public void The_satisfaction_is_the_mean_of_the_latest_answers()
    {
        var customer = Of(Enumerable.Range(0, 8).Select(n => On(n, new SurveyAnswered { Kind = SurveyKind.Csi, Score = n })).Reverse());
        var csi = customer.Satisfaction(SurveyKind.Csi)!;

        Assert.Equal((5m, Attitude.Passive), (csi.Score, csi.Attitude));
        Assert.Null(customer.Satisfaction(SurveyKind.Nps));
    }
}
