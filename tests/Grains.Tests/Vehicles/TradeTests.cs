using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Vehicles.AVehicle;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

public sealed class TradeTests
{
    private static readonly LoggedEvent Built = On(0, new VehicleBuilt());
    private static readonly LoggedEvent Offered = On(1, new VehicleMadeAvailable { Price = new Money(30_000, "EUR"), Kind = StockKind.New });
    private static readonly LoggedEvent Allocated = On(3, new VehicleAllocated { OrderId = "O1" });
    private static readonly LoggedEvent Delivered = On(10, new VehicleDelivered { OrderId = "O1" });
    private static readonly LoggedEvent Returned = On(900, new VehicleTradedIn { Value = new Money(9_000, "EUR"), Odometer = Km(40_000) });

    [Fact]
    public void It_goes_from_the_offer_to_the_report()
    {
        Is(null, new Vehicle { Vin = "VIN" });
        Is(CommercialState.NotReleased, Given(Built));
        Is(CommercialState.Available, Given(Built, Offered));
        Is(CommercialState.Held, Given(Built, Offered, On(2, new VehicleHeld { Reason = HoldReason.Service })));
        Is(CommercialState.Reserved, Given(Built, Offered, On(2, new VehicleReserved { Reservation = "R", Until = Day(9) })), Day(8));
        Is(CommercialState.Available, Given(Built, Offered, On(2, new VehicleReserved { Reservation = "R", Until = Day(9) })), Day(9));
        Is(CommercialState.Sold, Given(Built, Offered, Allocated));
        Is(CommercialState.Delivered, Given(Built, Offered, Allocated, Delivered));
        Is(CommercialState.Reported, Given(Built, Offered, Allocated, Delivered, On(11, new DeliveryReported { OrderId = "O1" })));
    }

    [Fact]
    public void Each_reason_to_hold_it_has_to_be_released()
    {
        LoggedEvent[] held = [Offered, On(2, new VehicleHeld { Reason = HoldReason.Service }), On(3, new VehicleHeld { Reason = HoldReason.Finance })];
        Is(CommercialState.Held, Given([.. held, On(4, new HoldReleased { Reason = HoldReason.Service })]));
        Is(CommercialState.Available, Given([.. held, On(4, new HoldReleased { Reason = HoldReason.Service }), On(5, new HoldReleased { Reason = HoldReason.Finance })]));
        Is(CommercialState.Held, Given([.. held, On(4, new HoldReleased { Reason = HoldReason.Service }), On(2, new HoldReleased { Reason = HoldReason.Finance })]));
    }

    [Fact]
    public void A_reported_end_of_a_reservation_frees_it_whatever_the_time()
    {
        var reserved = On(2, new VehicleReserved { Reservation = "R" });
        Is(CommercialState.Reserved, Given(Offered, reserved), Day(4000));
        Is(CommercialState.Available, Given(Offered, reserved, On(5, new ReservationExpired { Reservation = "R" })), Day(3));
        Is(CommercialState.Available, Given(Offered, reserved, On(5, new ReservationReleased { Reservation = "R" })), Day(3));
    }

    [Fact]
    public void A_rejected_report_is_none()
    {
        LoggedEvent[] reported = [Delivered, On(11, new DeliveryReported()), On(12, new DeliveryRejected { Reason = "no signature" })];
        Is(CommercialState.Delivered, Given(reported));
        Is(CommercialState.Reported, Given([.. reported, On(13, new DeliveryReported())]));
        Is(CommercialState.Reported, Given([.. reported, On(13, new DeliveryAccepted())]));
    }

    [Fact]
    public void An_order_called_off_frees_it()
    {
        Is(CommercialState.Available, Given(Offered, Allocated, On(4, new OrderCancelled { OrderId = "O1", Reason = "r" })));
        Is(CommercialState.Sold, Given(Offered, Allocated, On(2, new OrderCancelled { OrderId = "O1", Reason = "r" })));
        Is(CommercialState.Sold, Given(Offered, Allocated, On(4, new OrderCancelled { OrderId = "O1", Reason = "r" }, dealership: "D08")));
    }

    [Fact]
    public void A_reversed_sale_is_as_if_it_had_not_been()
    {
        var vehicle = Given(Offered, Allocated, Delivered, On(12, new SaleReversed { OrderId = "O1", Reason = "r" }));
        Is(CommercialState.Available, vehicle);
        Assert.Equal(OwnershipState.Dealer, OwnershipPeriods.StateOf(vehicle, Day(20)));
        Assert.Null(VehicleTrade.LastDelivery(vehicle));
        Assert.Empty(Given(Offered, Allocated, Delivered, On(12, new SaleReversed { Reason = "r" }), On(20, new VehicleDelivered { OrderId = "O2" }, "D08", "C2")).Conflicts);
    }

    [Theory]
    [InlineData(null, ReturnKind.TradeIn)]
    [InlineData(ReturnKind.LeaseReturn, ReturnKind.LeaseReturn)]
    [InlineData(ReturnKind.BuyBack, ReturnKind.BuyBack)]
    public void A_return_begins_its_next_life(ReturnKind? kind, ReturnKind shown)
    {
        var vehicle = Given(Offered, Delivered, On(900, new VehicleTradedIn { Value = new Money(9_000, "EUR"), Kind = kind }));
        Is(CommercialState.Available, vehicle);
        Assert.Equal(
            [(1, StockKind.New, (ReturnKind?)shown), (2, StockKind.Used, null)],
            VehicleTrade.Lives(vehicle).Select(life => (life.Number, life.Kind, life.EndedBy)));
    }

    [Fact]
    public void In_its_second_life_it_can_be_sold_again()
    {
        var again = On(950, new VehicleDelivered { OrderId = "O9" }, customer: "C2");
        var vehicle = Given(Offered, Delivered, Returned, On(905, new VehicleMadeAvailable { Kind = StockKind.Certified }), again);
        Is(CommercialState.Delivered, vehicle);
        Assert.Empty(vehicle.Conflicts);
        Assert.Equal([(1, (DateTimeOffset?)Day(10)), (2, Day(950))], VehicleTrade.Lives(vehicle).Select(life => (life.Number, life.Delivered?.At)));
        var offered = Given(Offered, Delivered, Returned, On(905, new VehicleMadeAvailable { Kind = StockKind.Certified }));
        Assert.Equal(StockKind.Certified, VehicleTrade.Lives(offered)[1].Kind);
    }

    [Fact]
    public void Back_and_out_again_at_one_instant_is_in_that_order()
    {
        var again = On(900, new VehicleDelivered { OrderId = "O9" }, customer: "C2");
        var vehicle = Given(Delivered, Returned, again);
        Is(CommercialState.Delivered, vehicle);
        Assert.Empty(vehicle.Conflicts);
        Assert.Equal(2, VehicleTrade.Lives(vehicle).Length);
    }

    [Fact]
    public void An_auction_leaves_it_for_sale_and_used()
    {
        var vehicle = Given(On(1, new VehicleAuctioned { Price = new Money(5_000, "USD") }));
        Is(CommercialState.Available, vehicle);
        Assert.Equal(StockKind.Used, Assert.Single(VehicleTrade.Lives(vehicle)).Kind);
    }

    [Fact]
    public void Two_dealers_that_sold_one_vehicle_contradict_each_other()
    {
        var other = On(12, new VehicleDelivered { OrderId = "O2" }, "D08", "C2");
        Given(Delivered, other).IsConflict(ConflictKinds.DoubleSale, Delivered, other);
        Assert.Empty(Given(Delivered, Returned, On(910, new VehicleDelivered { OrderId = "O2" }, "D08", "C2")).Conflicts);
        Assert.Empty(Given(Delivered, On(11, new VehicleAuctioned { Price = new Money(1, "USD") }), other).Conflicts);
        Assert.Empty(Given(Delivered, On(11, new OwnershipEnded { Reason = "sold" }), other).Conflicts);
    }

    [Fact]
    public void A_delivery_that_is_reported_twice_is_one() =>
        Assert.Empty(Given(Delivered, On(11, new VehicleDelivered { OrderId = "O1" })).Conflicts);

    [Fact]
    public void A_delivery_names_an_order_or_is_of_a_vehicle_that_was_set_aside()
    {
        var bare = On(10, new VehicleDelivered());
        Given(bare).IsConflict(ConflictKinds.DeliveryWithoutOrder, bare);
        Assert.Empty(Given(bare, Allocated).Conflicts);
        Assert.Empty(Given(bare, On(2, new OrderPlaced { OrderId = "O1" })).Conflicts);
        Assert.Equal([ConflictKinds.DeliveryWithoutOrder], Given(bare, On(11, new VehicleAllocated { OrderId = "O1" })).Kinds());
    }

    [Fact]
    public void A_vehicle_that_is_set_aside_is_not_delivered_to_another_order()
    {
        var other = On(10, new VehicleDelivered { OrderId = "O2" }, "D08", "C2");
        Given(Allocated, other).IsConflict(ConflictKinds.DeliveryAgainstAllocation, Allocated, other);
        Assert.Empty(Given(Allocated, On(5, new OrderCancelled { OrderId = "O1", Reason = "r" }), other).Conflicts);
    }

    [Fact]
    public void A_vehicle_is_set_aside_for_one_order_at_a_time()
    {
        var second = On(5, new VehicleAllocated { OrderId = "O2" });
        Given(Allocated, second).IsConflict(ConflictKinds.DoubleAllocation, Allocated, second);
        Assert.Empty(Given(Allocated, On(4, new OrderCancelled { OrderId = "O1", Reason = "r" }), second).Conflicts);
        Assert.Empty(Given(Allocated, Delivered, Returned, On(905, new VehicleAllocated { OrderId = "O2" })).Conflicts);
    }

    [Fact]
    public void What_is_scrapped_is_neither_sold_nor_serviced()
    {
        var scrapped = On(5, new VehicleScrapped());
        var visit = On(20, new Actors.Service.ServiceCompleted { RepairOrder = "RO" });
        Given(scrapped, Delivered).IsConflict(ConflictKinds.AfterScrapping, scrapped, Delivered);
        Given(scrapped, visit).IsConflict(ConflictKinds.AfterScrapping, scrapped, visit);
        Assert.Empty(Given(Delivered, visit, On(30, new VehicleScrapped())).Conflicts);
    }

    [Fact]
    public void What_is_stolen_is_not_delivered()
    {
        var stolen = On(5, new VehicleStolen());
        Given(stolen, Delivered).IsConflict(ConflictKinds.SaleWhileStolen, stolen, Delivered);
        Given(stolen, Delivered, On(11, new VehicleRecovered())).IsConflict(ConflictKinds.SaleWhileStolen, stolen, Delivered);
        Assert.Empty(Given(stolen, On(9, new VehicleRecovered()), Delivered).Conflicts);
    }

    [Fact]
    public void The_end_is_the_most_final_of_what_was_reported()
    {
        Assert.Equal(EndState.Active, VehicleEnd.StateOf(Given(Delivered).End));
        Assert.Equal(EndState.Stolen, VehicleEnd.StateOf(Given(On(1, new VehicleStolen())).End));
        Assert.Equal(EndState.Recovered, VehicleEnd.StateOf(Given(On(1, new VehicleStolen()), On(2, new VehicleRecovered())).End));
        Assert.Equal(EndState.Exported, VehicleEnd.StateOf(Given(On(1, new VehicleExported { Country = "PL" }), On(2, new VehicleRecovered())).End));
        Assert.Equal(EndState.WrittenOff, VehicleEnd.StateOf(Given(On(1, new VehicleWrittenOff()), On(2, new VehicleExported())).End));
        Assert.Equal(EndState.Scrapped, VehicleEnd.StateOf(Given(On(1, new VehicleScrapped()), On(2, new VehicleWrittenOff())).End));
    }

    [Fact]
    public void A_conflict_that_was_decided_stays_and_is_open_no_longer()
    {
        var other = On(12, new VehicleDelivered { OrderId = "O2" }, "D08", "C2");
        var conflict = Assert.Single(Given(Delivered, other).Conflicts);
        var decided = On(20, new ConflictResolved { Conflict = conflict.Id, How = "The second one was another car.", Right = Delivered.Stamp });

        var vehicle = Given(Delivered, other, decided);
        Assert.Single(vehicle.Conflicts);
        Assert.Equal(0, vehicle.OpenConflicts());
        Assert.Equal(Delivered.Stamp, vehicle.ResolutionOf(vehicle.Conflicts[0])!.Value.Right);
        Assert.Equal(1, Given(Delivered, other).OpenConflicts());
        Assert.Equal(other.Stamp, vehicle.LastEvent);
        Assert.Equal(0, VehicleRow.Of(vehicle, 3).Conflicts);
    }

    private static void Is(CommercialState? expected, Vehicle vehicle, DateTimeOffset? at = null) =>
        Assert.Equal(expected, VehicleTrade.StateOf(vehicle, at ?? Day(2000)));
}
