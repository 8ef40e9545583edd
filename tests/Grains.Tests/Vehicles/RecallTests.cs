using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Vehicles.AVehicle;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

public sealed class RecallTests
{
    private static readonly LoggedEvent Opened = On(10, new RecallOpened { Campaign = "R1", StopSale = true, Remedy = "Replace the airbag." }, dealership: null, customer: null);
    private static readonly LoggedEvent Notified = On(12, new RecallNotified { Campaign = "R1" });
    private static readonly LoggedEvent Booked = On(14, new ServiceBooked { AppointmentId = "A1", At = Day(20), Recalls = ["R1"] });
    private static readonly LoggedEvent CheckedIn = On(20, new VehicleCheckedIn { RepairOrder = "RO", AppointmentId = "A1", Recalls = ["R1"] });
    private static readonly LoggedEvent Remedied = On(21, new RecallRemedied { Campaign = "R1", RepairOrder = "RO" });

    [Fact]
    public void It_goes_from_the_opening_to_the_remedy()
    {
        Is(RecallState.Open, Opened);
        Is(RecallState.Notified, Opened, Notified);
        Is(RecallState.Booked, Opened, Notified, Booked);
        Is(RecallState.InProgress, Opened, Notified, Booked, CheckedIn);
        Is(RecallState.OnHold, Opened, Notified, Booked, CheckedIn, On(20, new PartsBackordered { RepairOrder = "RO" }));
        Is(RecallState.Remedied, Opened, Notified, Booked, CheckedIn, Remedied);
    }

    [Fact]
    public void It_can_fail_and_be_tried_again()
    {
        var failed = On(21, new RecallCannotComplete { Campaign = "R1", Reason = "no part" });
        Is(RecallState.CannotComplete, Opened, Booked, CheckedIn, failed);
        Is(RecallState.Booked, Opened, Booked, CheckedIn, failed, On(25, new ServiceBooked { AppointmentId = "A2", At = Day(30), Recalls = ["R1"] }));
    }

    [Fact]
    public void A_cancellation_holds_until_it_is_opened_again()
    {
        var cancelled = On(15, new RecallCancelled { Campaign = "R1" });
        Is(RecallState.Cancelled, Opened, Notified, cancelled);
        Is(RecallState.Notified, Opened, Notified, cancelled, On(16, new RecallOpened { Campaign = "R1" }));
    }

    [Fact]
    public void Campaigns_are_apart()
    {
        var vehicle = Given(Opened, Remedied, On(30, new RecallOpened { Campaign = "R0" }));
        Assert.Equal([("R0", RecallState.Open), ("R1", RecallState.Remedied)], vehicle.Recalls.Select(r => (r.Campaign, r.StateOf(vehicle, Day(40)))));
    }

    [Fact]
    public void A_delivery_that_a_recall_forbids_is_a_conflict()
    {
        var delivered = On(15, new VehicleDelivered { OrderId = "O1" });
        Given(Opened, delivered).IsConflict(ConflictKinds.DeliveryUnderStopSale, Opened, delivered);
        Given(Opened, delivered, Remedied).IsConflict(ConflictKinds.DeliveryUnderStopSale, Opened, delivered);
        Assert.Empty(Given(Opened, Remedied, On(22, new VehicleDelivered { OrderId = "O1" })).Conflicts);
        Assert.Empty(Given(Opened, On(14, new RecallCancelled { Campaign = "R1" }), delivered).Conflicts);
        Assert.Empty(Given(Opened, On(14, new RecallOpened { Campaign = "R1", StopSale = false }), delivered).Conflicts);
        Assert.Empty(Given(On(10, new RecallOpened { Campaign = "R1" }), delivered).Conflicts);
        Assert.Empty(Given(On(16, new RecallOpened { Campaign = "R1", StopSale = true }), delivered).Conflicts);
    }

    private static void Is(RecallState expected, params LoggedEvent[] events)
    {
        var vehicle = Given(events);
        Assert.Equal(expected, Assert.Single(vehicle.Recalls).StateOf(vehicle, Day(26)));
    }
}
