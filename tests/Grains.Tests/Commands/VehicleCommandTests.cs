using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Commands;

/// <summary>What vehicles accept and reject.</summary>
public sealed class VehicleCommandTests
{
    private static readonly VehicleAllocated Allocate = new() { OrderId = "O1" };
    private static readonly VehicleDelivered Deliver = new() { OrderId = "O1" };
    private static readonly VehicleTradedIn TradeIn = new() { Value = new Money(1, "EUR") };
    private static readonly VehicleCheckedIn CheckIn = new() { RepairOrder = "R1" };
    private readonly Trade trade = Trade.Open().Accepts("placeOrder", new OrderPlaced { OrderId = "O1" });

    [Fact]
    public void A_vehicle_has_one_order_and_an_order_one_vehicle() =>
        trade.Rejects(CommandRejections.UnknownOrder, "allocateVehicle", new VehicleAllocated { OrderId = "O2" })
            .Rejects(CommandRejections.UnknownOrder, "allocateVehicle", Allocate, dealership: "D2")
            .Rejects(VehicleRejections.UnknownVehicle, "allocateVehicle", Allocate, vin: "WVWZZZ1JZ3W000009")
            .Rejects(VehicleRejections.CheckDigitWrong, "allocateVehicle", Allocate, vin: "4T1BE32K23U193407")
            .Accepts("allocateVehicle", Allocate)
            .Rejects(CommandRejections.OrderAllocated, "allocateVehicle", Allocate)
            .Rejects(CommandRejections.OrderAllocated, "allocateVehicle", Allocate, vin: Trade.OtherVin)
            .Accepts("placeOrder", new OrderPlaced { OrderId = "O1" }, dealership: "D2", customer: Trade.Other)
            .Rejects(CommandRejections.VehicleAllocated, "allocateVehicle", Allocate, dealership: "D2", customer: Trade.Other);

    [Fact]
    public void What_is_called_off_reserved_held_or_in_anothers_stock_is_not_set_aside()
    {
        trade.Reported(new VehicleReserved { Reservation = "X" }, Trade.Other, Trade.Vin)
            .Rejects(VehicleRejections.AlreadyReserved, "allocateVehicle", Allocate)
            .Accepts("holdVehicle", new VehicleHeld { Reason = HoldReason.Finance }, vin: Trade.OtherVin)
            .Rejects(CommandRejections.VehicleHeld, "allocateVehicle", Allocate, vin: Trade.OtherVin)
            .Reported(new VehicleMadeAvailable(), vin: Trade.OtherVin, dealership: "D2")
            .Rejects(CommandRejections.NotInStock, "allocateVehicle", Allocate, vin: Trade.OtherVin)
            .Accepts("cancelOrder", new OrderCancelled { OrderId = "O1", Reason = "r" })
            .Rejects(CommandRejections.OrderCancelled, "allocateVehicle", Allocate);
    }

    [Fact]
    public void A_delivery_needs_the_allocation_and_happens_once()
    {
        trade.Rejects(CommandRejections.NotAllocated, "deliverVehicle", Deliver)
            .Accepts("allocateVehicle", Allocate)
            .Rejects(CommandRejections.NotAllocated, "deliverVehicle", Deliver, vin: Trade.OtherVin)
            .Rejects(CommandRejections.UnknownOrder, "deliverVehicle", Deliver, customer: Trade.Other)
            .Accepts("deliverVehicle", Deliver)
            .Rejects(VehicleRejections.AlreadyDelivered, "deliverVehicle", Deliver)
            .Rejects(CommandRejections.OrderDelivered, "cancelOrder", new OrderCancelled { OrderId = "O1", Reason = "r" });
        Assert.Empty(trade.Vehicles[Trade.Vin].Conflicts);
        Assert.NotNull(trade.Customers[Trade.Customer].Orders[0].Delivered);
    }

    [Fact]
    public void Nothing_is_delivered_under_a_stop_sale()
    {
        trade.Accepts("allocateVehicle", Allocate)
            .Accepts("openRecall", new RecallOpened { Campaign = "R-1", StopSale = true }, hq: true)
            .Rejects(CommandRejections.NumberTaken, "openRecall", new RecallOpened { Campaign = "R-1" }, hq: true)
            .Rejects(CommandRejections.StopSale, "deliverVehicle", Deliver)
            .Rejects(CommandRejections.UnknownRecall, "notifyOwner", new RecallNotified { Campaign = "R-2" })
            .Accepts("notifyOwner", new RecallNotified { Campaign = "R-1" })
            .Rejects(CommandRejections.UnknownRepairOrder, "remedyRecall", new RecallRemedied { Campaign = "R-1", RepairOrder = "R9" })
            .Accepts("remedyRecall", new RecallRemedied { Campaign = "R-1" })
            .Rejects(CommandRejections.RecallEnded, "remedyRecall", new RecallRemedied { Campaign = "R-1" })
            .Accepts("deliverVehicle", Deliver);
    }

    [Fact]
    public void A_vehicle_is_taken_back_from_its_owner_and_sold_again() =>
        trade.Rejects(CommandRejections.NotTheirs, "tradeInVehicle", TradeIn)
            .Accepts("allocateVehicle", Allocate).Accepts("deliverVehicle", Deliver)
            .Rejects(CommandRejections.NotTheirs, "tradeInVehicle", TradeIn, customer: Trade.Other)
            .Rejects(CommandRejections.UnknownOrder, "tradeInVehicle", TradeIn with { OrderId = "O9" })
            .Accepts("tradeInVehicle", TradeIn)
            .Rejects(CommandRejections.NotTheirs, "tradeInVehicle", TradeIn)
            .Accepts("placeOrder", new OrderPlaced { OrderId = "O2" }, customer: Trade.Other)
            .Accepts("allocateVehicle", new VehicleAllocated { OrderId = "O2" }, customer: Trade.Other)
            .Accepts("deliverVehicle", new VehicleDelivered { OrderId = "O2" }, customer: Trade.Other)
            .Accepts("tradeInVehicle", TradeIn, vin: "WVWZZZ1JZ3W000077");

    [Fact]
    public void Holds_stand_beside_each_other_and_end_once() =>
        trade.Accepts("holdVehicle", new VehicleHeld { Reason = HoldReason.Sales })
            .Rejects(CommandRejections.AlreadyHeld, "holdVehicle", new VehicleHeld { Reason = HoldReason.Sales })
            .Accepts("holdVehicle", new VehicleHeld { Reason = HoldReason.Service })
            .Accepts("releaseHold", new HoldReleased { Reason = HoldReason.Sales })
            .Rejects(CommandRejections.NotHeld, "releaseHold", new HoldReleased { Reason = HoldReason.Sales })
            .Rejects(CommandRejections.VehicleHeld, "allocateVehicle", Allocate)
            .Reported(new VehicleScrapped(), vin: Trade.Vin)
            .Rejects(CommandRejections.VehicleEnded, "holdVehicle", new VehicleHeld { Reason = HoldReason.Recall });

    [Fact]
    public void A_vehicle_is_given_away_by_whoever_has_it_in_stock_while_nobody_waits_for_it()
    {
        var toD2 = new VehicleTransferred { ToDealership = "D2" };
        trade.Rejects(CommandRejections.NotInStock, "transferVehicle", toD2)
            .Reported(new VehicleMadeAvailable(), vin: Trade.Vin)
            .Rejects(CommandRejections.NotInStock, "transferVehicle", new VehicleTransferred { ToDealership = "D3" }, dealership: "D2")
            .Rejects(CommandRejections.NothingToDo, "transferVehicle", new VehicleTransferred { ToDealership = "D1" })
            .Accepts("transferVehicle", toD2)
            .Rejects(CommandRejections.NotInStock, "transferVehicle", toD2)
            .Accepts("transferVehicle", new VehicleTransferred { ToDealership = "D1" }, dealership: "D2")
            .Accepts("allocateVehicle", Allocate)
            .Rejects(CommandRejections.VehicleAllocated, "transferVehicle", toD2);
    }

    [Fact]
    public void A_visit_goes_from_the_booking_to_the_closed_repair_order_which_changes_no_more()
    {
        var booked = new ServiceBooked { AppointmentId = "A1", At = trade.Now.AddDays(1) };
        trade.Rejects(CommandRejections.NotInFuture, "bookService", booked with { At = trade.Now })
            .Accepts("bookService", booked)
            .Rejects(CommandRejections.NumberTaken, "bookService", booked)
            .Rejects(CommandRejections.UnknownAppointment, "checkInVehicle", CheckIn with { AppointmentId = "A1" }, dealership: "D2")
            .Accepts("checkInVehicle", CheckIn with { AppointmentId = "A1" })
            .Rejects(CommandRejections.NumberTaken, "checkInVehicle", CheckIn)
            .Rejects(CommandRejections.NoEstimate, "approveEstimate", new EstimateApproved { RepairOrder = "R1" })
            .Reported(new EstimateGiven { RepairOrder = "R1", Amount = new Money(1, "EUR") }, Trade.Customer, Trade.Vin)
            .Accepts("approveEstimate", new EstimateApproved { RepairOrder = "R1" })
            .Rejects(CommandRejections.AlreadyApproved, "approveEstimate", new EstimateApproved { RepairOrder = "R1" })
            .Rejects(CommandRejections.WorkNotFinished, "closeRepairOrder", new RepairOrderClosed { RepairOrder = "R1" })
            .Rejects(CommandRejections.UnknownRepairOrder, "completeWork", new ServiceCompleted { RepairOrder = "R1" }, dealership: "D2")
            .Accepts("completeWork", new ServiceCompleted { RepairOrder = "R1" })
            .Rejects(CommandRejections.WorkFinished, "completeWork", new ServiceCompleted { RepairOrder = "R1" })
            .Accepts("closeRepairOrder", new RepairOrderClosed { RepairOrder = "R1" })
            .Rejects(CommandRejections.RepairOrderClosed, "closeRepairOrder", new RepairOrderClosed { RepairOrder = "R1" })
            .Rejects(CommandRejections.RepairOrderClosed, "completeWork", new ServiceCompleted { RepairOrder = "R1" })
            .Rejects(CommandRejections.RepairOrderClosed, "approveEstimate", new EstimateApproved { RepairOrder = "R1" });
    }

    [Fact]
    public void A_customer_that_a_visit_names_must_be_the_dealerships() =>
        trade.Rejects(CommandRejections.UnknownCustomer, "checkInVehicle", CheckIn, customer: "nobody");

    [Fact]
    public void An_odometer_goes_back_only_with_another_meter() =>
        trade.Accepts("readOdometer", new OdometerRead { Odometer = new Distance(1000, "km") })
            .Rejects(ConflictKinds.OdometerRollback, "readOdometer", new OdometerRead { Odometer = new Distance(500, "km") })
            .Rejects(ConflictKinds.OdometerImplausible, "readOdometer", new OdometerRead { Odometer = new Distance(999_999, "km") })
            .Accepts("readOdometer", new OdometerRead { Odometer = new Distance(5, "km"), Meter = OdometerMeter.Replaced });

    [Fact]
    public void A_conflict_is_decided_once_by_somebody_who_has_to_do_with_the_vehicle()
    {
        trade.Reported(new VehicleDelivered(), Trade.Other, Trade.Vin);
        var conflict = Assert.Single(trade.Vehicles[Trade.Vin].Conflicts);
        var decision = new ConflictResolved { Conflict = conflict.Id, How = "the order was lost" };
        trade.Rejects(CommandRejections.UnknownConflict, "resolveVehicleConflict", decision, dealership: "D9")
            .Rejects(CommandRejections.UnknownConflict, "resolveVehicleConflict", decision with { Conflict = "x" })
            .Accepts("resolveVehicleConflict", decision)
            .Rejects(CommandRejections.UnknownConflict, "resolveVehicleConflict", decision);
    }
}
