using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;
using AutoCrm.Actors.Grains.Vehicles;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Customers.CustomerLife;

namespace AutoCrm.Actors.Grains.Tests.Customers;

public sealed class LeadAndOrderTests
{
    private static readonly LoggedEvent Received = On(1, new LeadReceived { LeadId = "L", Channel = ContactChannel.Web, Interest = LeadInterest.Buy });
    private static readonly LoggedEvent Assigned = On(2, new LeadAssigned { LeadId = "L", Advisor = "Ann" });
    private static readonly LoggedEvent Contacted = On(3, new LeadContacted { LeadId = "L", Channel = ContactChannel.Phone });
    private static readonly LoggedEvent Qualified = On(4, new LeadQualified { LeadId = "L", Level = LeadLevel.B });
    private static readonly LoggedEvent Lost = On(5, new LeadLost { LeadId = "L", Reason = "Price" });
    private static readonly LoggedEvent Recycled = On(6, new LeadRecycled { LeadId = "L" });
    private static readonly LoggedEvent Placed = On(10, new OrderPlaced { OrderId = "O", Model = "9-3", ExpectedDelivery = Day(50) });
    private static readonly LoggedEvent Confirmed = On(11, new OrderConfirmed { OrderId = "O", ExpectedDelivery = Day(50) });
    private static readonly LoggedEvent Allocated = On(12, new VehicleAllocated { OrderId = "O" }, FirstCar);
    private static readonly LoggedEvent Delivered = On(40, new VehicleDelivered { OrderId = "O" }, FirstCar);

    public static TheoryData<LeadState, LoggedEvent[]> LeadStates => new()
    {
        { LeadState.New, [Received] },
        { LeadState.Assigned, [Received, Assigned] },
        { LeadState.Contacted, [Received, Assigned, Contacted] },
        { LeadState.Assigned, [Received, Assigned, On(3, new LeadContacted { LeadId = "L", Channel = ContactChannel.Phone, Reached = false })] },
        { LeadState.Qualified, [Received, Assigned, Contacted, Qualified] },
        { LeadState.Qualified, [Received, Contacted, Qualified, On(4.5, new LeadAssigned { LeadId = "L", Advisor = "Bo" })] },
        { LeadState.Converted, [Received, Qualified, On(5, new LeadConverted { LeadId = "L", OrderId = "O" })] },
        { LeadState.Converted, [Received, On(5, new OrderPlaced { OrderId = "O", LeadId = "L" })] },
        { LeadState.Lost, [Received, Contacted, Lost] },
        { LeadState.Recycled, [Received, Assigned, Contacted, Qualified, Lost, Recycled] },
        { LeadState.Assigned, [Received, Contacted, Lost, Recycled, On(7, new LeadAssigned { LeadId = "L", Advisor = "Bo" })] },
        { LeadState.Contacted, [Received, Qualified, Lost, Recycled, On(8, new LeadContacted { LeadId = "L", Channel = ContactChannel.Sms })] },
        { LeadState.Lost, [Received, Lost, Recycled, On(9, new LeadLost { LeadId = "L", Reason = "Again" })] },
    };

    [Theory]
    [MemberData(nameof(LeadStates))]
    public void A_lead_is_where_its_milestones_are_whatever_came_first(LeadState state, LoggedEvent[] given)
    {
        Assert.Equal(state, Assert.Single(Of(given).Leads).State);
        Assert.Equal(state, Assert.Single(Of(given.Reverse()).Leads).State);
    }

    [Fact]
    public void A_lead_keeps_what_its_clock_needs()
    {
        var lead = Of(
            Received,
            On(1.5, new LeadReceived { LeadId = "L", Channel = ContactChannel.Web, Interest = LeadInterest.Lease }),
            On(1.7, new LeadContacted { LeadId = "L", Channel = ContactChannel.Phone, Reached = false }),
            Contacted,
            On(1.6, new LeadOverdue { LeadId = "L", Due = Day(1.55) })).Leads[0];

        Assert.Equal((Day(1), Day(1.7), Day(3), Day(1.55)), (lead.FirstReceived!.At, lead.FirstAttempt!.At, lead.FirstContact!.At, lead.Overdue!.Value));
        Assert.Equal(LeadInterest.Lease, lead.Received!.Value.Interest);
    }

    public static TheoryData<OrderState, LoggedEvent[]> OrderStates => new()
    {
        { OrderState.Placed, [Placed] },
        { OrderState.Confirmed, [Placed, Confirmed] },
        { OrderState.Allocated, [Placed, Confirmed, Allocated] },
        { OrderState.Allocated, [Placed, Allocated] },
        { OrderState.Delivered, [Placed, Confirmed, Allocated, Delivered] },
        { OrderState.Delivered, [Placed, Allocated, On(40, new VehicleDelivered(), FirstCar)] },
        { OrderState.Reported, [Placed, Delivered, On(41, new DeliveryReported { OrderId = "O" }, FirstCar)] },
        { OrderState.Reported, [Placed, Delivered, On(41, new DeliveryReported(), FirstCar)] },
        { OrderState.Delivered, [Placed, Delivered, On(41, new DeliveryReported { OrderId = "O" }), On(42, new DeliveryRejected { OrderId = "O", Reason = "Papers" })] },
        { OrderState.Reported, [Placed, Delivered, On(41, new DeliveryRejected { OrderId = "O", Reason = "Papers" }), On(42, new DeliveryAccepted { OrderId = "O" }, dealership: null)] },
        { OrderState.Cancelled, [Placed, Confirmed, On(13, new OrderCancelled { OrderId = "O", Reason = "Changed" })] },
        { OrderState.Confirmed, [Confirmed, On(10.5, new OrderCancelled { OrderId = "O", Reason = "Mistake" }), On(10.9, new OrderPlaced { OrderId = "O" })] },
        { OrderState.Reversed, [Placed, Delivered, On(60, new SaleReversed { OrderId = "O", Reason = "Withdrawn" })] },
        { OrderState.Reversed, [Placed, Delivered, On(60, new SaleReversed { Reason = "Withdrawn" }, FirstCar)] },
        { OrderState.Delivered, [Placed, Delivered, On(60, new SaleReversed { OrderId = "O", Reason = "Withdrawn" }), On(61, new VehicleDelivered { OrderId = "O" }, FirstCar)] },
    };

    [Theory]
    [MemberData(nameof(OrderStates))]
    public void An_order_is_where_its_milestones_are_whatever_came_first(OrderState state, LoggedEvent[] given)
    {
        foreach (var customer in new[] { Of(given), Of(given.Reverse()) })
        {
            Assert.Equal(state, OrderProgress.Of(customer, Assert.Single(customer.Orders)).State);
        }
    }

    private static readonly Vehicle OnTheRoad = VehicleFold.Apply(new Vehicle { Vin = FirstCar }, On(20, new VehicleShipped(), FirstCar, dealership: null));
    private static readonly Vehicle There = VehicleFold.Apply(OnTheRoad, On(25, new VehicleReceived(), FirstCar));

    [Fact]
    public void A_used_car_is_ready_where_it_stands()
    {
        var open = Of(Placed, Allocated);
        var used = VehicleFold.Apply(new Vehicle { Vin = FirstCar }, On(1, new VehicleTradedIn { Value = new Money(1, "EUR") }, FirstCar));

        Assert.Equal(OrderState.ReadyForDelivery, OrderProgress.Of(open, open.Orders[0]).With(used, "D07").State);
        Assert.Equal(OrderState.Allocated, OrderProgress.Of(open, open.Orders[0]).With(used, "D08").State);
    }

    [Fact]
    public void An_order_that_is_underway_takes_its_progress_from_the_vehicle()
    {
        var (open, done) = (Of(Placed, Allocated), Of(Placed, Allocated, Delivered));

        Assert.Equal(OrderState.InTransit, OrderProgress.Of(open, open.Orders[0]).With(OnTheRoad, "D07").State);
        Assert.Equal(OrderState.ReadyForDelivery, OrderProgress.Of(open, open.Orders[0]).With(There, "D07").State);
        Assert.Equal(OrderState.Delivered, OrderProgress.Of(done, done.Orders[0]).With(There, "D07").State);
        Assert.Equal(OrderState.Placed, OrderProgress.Of(Of(Placed), Of(Placed).Orders[0]).With(OnTheRoad, "D07").State);
    }

    [Fact]
    public void An_order_number_without_its_dealership_makes_no_order() =>
        Assert.Equal("D07", Assert.Single(Of(Placed, On(11, new VehicleOrdered { OrderId = "O" }, FirstCar, dealership: null)).Orders).Dealership);

    [Fact]
    public void A_car_that_is_built_for_an_order_is_known_before_it_is_allocated()
    {
        var customer = Of(Placed, On(11, new VehicleOrdered { OrderId = "O" }, "BUILT"));
        Assert.Equal("BUILT", OrderProgress.Of(customer, customer.Orders[0]).Vin);
        Assert.Equal(FirstCar, Of(Placed, On(13, new VehicleOrdered { OrderId = "O" }, "BUILT"), Allocated).Orders[0].Vin);
    }

    [Fact]
    public void A_promise_for_later_is_a_slip()
    {
        var order = Of(
            On(30, new OrderChanged { OrderId = "O", ExpectedDelivery = Day(70) }),
            Placed,
            On(20, new OrderChanged { OrderId = "O", ExpectedDelivery = Day(45) }),
            Confirmed).Orders[0];

        Assert.Equal(Day(70), order.Promised);
        Assert.Equal([Day(70)], order.Slips.Select(slip => slip.For));
    }

    [Fact]
    public void A_change_replaces_what_it_names_and_leaves_the_rest()
    {
        var terms = Of(
            On(20, new OrderChanged { OrderId = "O", Color = "Red", Options = [] }),
            On(10, new OrderPlaced { OrderId = "O", Model = "9-3", Color = "Blue", Options = ["Tow bar"] })).Orders[0].Terms;

        Assert.Equal(("9-3", "Red", 0), (terms.Model, terms.Color, terms.Options.Length));
    }

    [Fact]
    public void An_offer_stands_until_it_is_accepted_or_its_time_is_over()
    {
        var offered = On(2, new QuoteIssued { QuoteId = "Q", Amount = new Money(1, "EUR"), ValidUntil = Day(9) });
        Assert.Equal(QuoteState.Open, Of(offered).Quotes[0].StateAt(Day(8)));
        Assert.Equal(QuoteState.Expired, Of(offered).Quotes[0].StateAt(Day(9)));
        Assert.Equal(QuoteState.Accepted, Of(On(5, new OrderPlaced { OrderId = "O", QuoteId = "Q" }), offered).Quotes[0].StateAt(Day(9)));
    }

    [Fact]
    public void A_vehicle_is_held_in_a_role_from_the_handover_to_its_return()
    {
        var customer = Of(Whole());
        Assert.Equal(
            [new(FirstCar, OwnershipRole.Owner, Day(69), Day(1050)), new(SecondCar, OwnershipRole.Owner, Day(1050.1), null)],
            customer.Periods());
        Assert.Equal(
            [new(FirstCar, OwnershipRole.Lessee, Day(40), null)],
            Of(On(40, new VehicleDelivered { Finance = FinanceKind.Lease }, FirstCar)).Periods());
        Assert.Empty(Of(Placed, Delivered, On(60, new SaleReversed { OrderId = "O", Reason = "Withdrawn" }, FirstCar)).Periods());
    }

    [Fact]
    public void The_value_is_what_was_paid_per_currency()
    {
        var value = Of([.. Whole(), On(90, new SaleReversed { OrderId = "O9", Reason = "Withdrawn" }), On(80, new VehicleDelivered { OrderId = "O9", Price = new Money(1, "USD") })]).Value();
        Assert.Equal([new Money(64_600, "EUR")], value.Sales);
        Assert.Equal([new Money(805, "EUR")], value.Service);
    }
}
