using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Customers.CustomerLife;

namespace AutoCrm.Actors.Grains.Tests.Customers;

/// <summary>Each stage with its why. The events are given in reverse: what was reported first decides nothing.</summary>
public sealed class BuyingLoopTests
{
    private static readonly LoggedEvent Registered = On(0, new CustomerRegistered { Name = "Geraldine" });
    private static readonly LoggedEvent Asked = On(1, new LeadReceived { LeadId = "L1", Channel = ContactChannel.Web, Interest = LeadInterest.Buy });
    private static readonly LoggedEvent Qualified = On(2, new LeadQualified { LeadId = "L1", Level = LeadLevel.H });
    private static readonly LoggedEvent LeadLost = On(3, new LeadLost { LeadId = "L1", Reason = "Price" });
    private static readonly LoggedEvent Ordered = On(5, new OrderPlaced { OrderId = "O1", LeadId = "L1" });
    private static readonly LoggedEvent Delivered = On(50, new VehicleDelivered { OrderId = "O1" }, FirstCar);
    private static readonly LoggedEvent Served = On(400, new ServiceCompleted { RepairOrder = "R1" }, FirstCar);

    [Fact]
    public void Of_somebody_of_whom_nothing_is_told_nothing_is_known() => Is(CustomerStage.Unknown, [], []);

    [Fact]
    public void Somebody_registered_is_a_prospect() => Is(CustomerStage.Prospect, [Registered], [Registered]);

    [Fact]
    public void Somebody_only_met_is_a_prospect()
    {
        var met = On(0, new InteractionLogged { Channel = ContactChannel.WeChat, Direction = InteractionDirection.Inbound });
        Is(CustomerStage.Prospect, [met], [met]);
    }

    [Fact]
    public void An_open_lead_makes_a_lead() => Is(CustomerStage.Lead, [Registered, Asked], [Asked]);

    [Fact]
    public void A_lead_about_service_makes_none() => Is(
        CustomerStage.Prospect, [Registered, On(1, new LeadReceived { LeadId = "L1", Channel = ContactChannel.Web, Interest = LeadInterest.Service })], [Registered]);

    [Fact]
    public void A_qualified_lead_makes_an_opportunity() => Is(CustomerStage.Opportunity, [Registered, Asked, Qualified], [Qualified]);

    [Fact]
    public void A_test_drive_makes_an_opportunity()
    {
        var booked = On(2, new TestDriveBooked { TestDriveId = "T1", At = Day(3) });
        Is(CustomerStage.Opportunity, [Registered, Asked, booked], [booked]);
        Is(CustomerStage.Lead, [Registered, Asked, booked, On(2.5, new TestDriveCancelled { TestDriveId = "T1" })], [Asked]);
    }

    [Fact]
    public void A_quote_makes_an_opportunity()
    {
        var quoted = On(2, new QuoteIssued { QuoteId = "Q1", Amount = new Money(1, "EUR") });
        Is(CustomerStage.Opportunity, [Registered, quoted], [quoted]);
    }

    [Fact]
    public void A_lost_lead_loses_a_newcomer_and_one_taken_up_again_wins_them_back()
    {
        var recycled = On(4, new LeadRecycled { LeadId = "L1" });
        Is(CustomerStage.Lost, [Registered, Asked, Qualified, LeadLost], [LeadLost]);
        Is(CustomerStage.Lead, [Registered, Asked, Qualified, LeadLost, recycled], [recycled]);
    }

    [Fact]
    public void Of_two_leads_one_that_is_open_counts()
    {
        var other = On(1.5, new LeadReceived { LeadId = "L2", Channel = ContactChannel.Web, Interest = LeadInterest.Buy });
        Is(CustomerStage.Lead, [Asked, other, LeadLost], [other]);
    }

    [Fact]
    public void An_order_goes_before_everything_else() => Is(CustomerStage.Ordered, [Registered, Asked, Qualified, Ordered], [Ordered]);

    [Fact]
    public void A_later_step_says_that_there_is_an_order()
    {
        var confirmed = On(6, new OrderConfirmed { OrderId = "O1" });
        Is(CustomerStage.Ordered, [Registered, confirmed], [confirmed]);
    }

    [Fact]
    public void A_cancelled_order_loses_a_newcomer()
    {
        var cancelled = On(6, new OrderCancelled { OrderId = "O1", Reason = "Changed their mind" });
        Is(CustomerStage.Lost, [Registered, Asked, Ordered, cancelled], [cancelled]);
    }

    [Fact]
    public void A_delivery_makes_a_new_owner() => Is(CustomerStage.OwnerNew, [Registered, Asked, Ordered, Delivered], [Delivered]);

    [Fact]
    public void A_delivery_that_names_no_order_answers_the_orders_of_its_dealership()
    {
        var delivered = On(50, new VehicleDelivered(), FirstCar);
        Is(CustomerStage.OwnerNew, [Ordered, delivered], [delivered]);
        Is(CustomerStage.Ordered, [Ordered, On(50, new VehicleDelivered(), FirstCar, "D08")], [Ordered]);
    }

    [Fact]
    public void One_handover_reported_twice_is_one_purchase() => Is(
        CustomerStage.OwnerNew, [Ordered, Delivered, On(51, new VehicleDelivered { OrderId = "O1" }, FirstCar, dealership: null)], [Delivered]);

    [Fact]
    public void Registered_owners_have_a_vehicle_and_drivers_have_none()
    {
        var owner = On(50, new OwnershipRegistered { Role = OwnershipRole.Owner }, FirstCar);
        Is(CustomerStage.OwnerNew, [Registered, owner], [owner]);
        Is(CustomerStage.Prospect, [Registered, On(50, new OwnershipRegistered { Role = OwnershipRole.Driver }, FirstCar)], [Registered]);
    }

    [Fact]
    public void A_visit_after_the_delivery_makes_an_owner_in_service() =>
        Is(CustomerStage.OwnerInService, [Registered, Ordered, Delivered, Served], [Delivered, Served]);

    [Fact]
    public void Whoever_brings_a_vehicle_is_in_service() => Is(CustomerStage.OwnerInService, [Registered, Served], [Served]);

    [Fact]
    public void An_owner_with_new_interest_is_in_the_market_and_an_old_lead_is_none()
    {
        var again = On(800, new LeadReceived { LeadId = "L2", Channel = ContactChannel.Phone, Interest = LeadInterest.Buy });
        var stale = On(4, new LeadReceived { LeadId = "L3", Channel = ContactChannel.Phone, Interest = LeadInterest.Buy });
        Is(CustomerStage.InMarket, [Ordered, Delivered, Served, again], [Delivered, again]);
        Is(CustomerStage.OwnerInService, [stale, Ordered, Delivered, Served], [Delivered, Served]);
    }

    [Fact]
    public void Interest_that_was_lost_loses_an_owner_until_the_next_visit()
    {
        var again = On(800, new LeadReceived { LeadId = "L2", Channel = ContactChannel.Phone, Interest = LeadInterest.Buy });
        var lost = On(810, new LeadLost { LeadId = "L2", Reason = "Another make" });
        var back = On(820, new VehicleCheckedIn { RepairOrder = "R2" }, FirstCar);
        Is(CustomerStage.Lost, [Ordered, Delivered, Served, again, lost], [Delivered, lost]);
        Is(CustomerStage.OwnerInService, [Ordered, Delivered, Served, again, lost, back], [Delivered, back]);
    }

    [Fact]
    public void A_second_purchase_is_a_repurchase_and_its_first_visit_starts_anew()
    {
        var order = On(1000, new OrderPlaced { OrderId = "O2" });
        var second = On(1050, new VehicleDelivered { OrderId = "O2" }, SecondCar);
        var visit = On(1400, new VehicleCheckedIn { RepairOrder = "R2" }, SecondCar);
        Is(CustomerStage.Ordered, [Ordered, Delivered, Served, order], [order]);
        Is(CustomerStage.Repurchased, [Ordered, Delivered, Served, order, second], [Delivered, second]);
        Is(CustomerStage.OwnerInService, [Ordered, Delivered, Served, order, second, visit], [second, visit]);
    }

    [Fact]
    public void Whoever_gives_the_last_vehicle_back_is_in_the_market()
    {
        var ended = On(900, new OwnershipEnded { Role = OwnershipRole.Owner, Reason = "Sold" }, FirstCar);
        Is(CustomerStage.InMarket, [Ordered, Delivered, Served, ended], [ended]);
    }

    [Fact]
    public void A_sale_that_was_undone_was_none()
    {
        var undone = On(60, new SaleReversed { OrderId = "O1", Reason = "Withdrawn" }, FirstCar);
        Is(CustomerStage.Lost, [Registered, Ordered, Delivered, undone], [undone]);
    }

    [Fact]
    public void An_owner_who_stays_away_for_a_usual_interval_and_six_months_defects()
    {
        var customer = Of(Ordered, Delivered);
        var due = (Day(50) + BuyingLoop.FirstInterval).AddMonths(6);

        Assert.Equal(due, BuyingLoop.Of(customer).DefectsAt);
        Assert.Equal(CustomerStage.OwnerNew, BuyingLoop.At(customer, due.AddTicks(-1)).Stage);
        Assert.Equal(CustomerStage.Defecting, BuyingLoop.At(customer, due).Stage);
        Assert.Equal([Delivered.Stamp], BuyingLoop.At(customer, due).Why.Select(why => why.By));
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(10, 90)]
    [InlineData(2000, 1095)]
    public void The_usual_interval_is_the_mean_between_visits_within_bounds(int apart, int usual)
    {
        var visits = Enumerable.Range(0, 3).Select(n => On(100 + (n * apart), new VehicleCheckedIn { RepairOrder = $"R{n}" }, FirstCar));
        Assert.Equal(Day(100 + (2 * apart) + usual).AddMonths(6), BuyingLoop.Of(Of([Ordered, Delivered, .. visits])).DefectsAt);
    }

    [Fact]
    public void Who_is_no_owner_does_not_defect()
    {
        Assert.Null(BuyingLoop.Of(Of(Registered, Asked)).DefectsAt);
        Assert.Null(BuyingLoop.Of(Of(Ordered)).DefectsAt);
    }

    [Fact]
    public void A_whole_life_goes_through_the_loop()
    {
        var stages = new List<CustomerStage>();
        var customer = new Customer { Id = "C1" };
        foreach (var happened in Whole())
        {
            customer = Grains.Customers.CustomerFold.Apply(customer, happened);
            if (stages.Count == 0 || stages[^1] != customer.Stage)
            {
                stages.Add(customer.Stage);
            }
        }

        Assert.Equal(
            [
                CustomerStage.Prospect, CustomerStage.Lead, CustomerStage.Opportunity, CustomerStage.Ordered, CustomerStage.OwnerNew,
                CustomerStage.OwnerInService, CustomerStage.InMarket, CustomerStage.Ordered, CustomerStage.Repurchased,
            ],
            stages);
    }

    private static void Is(CustomerStage stage, LoggedEvent[] given, LoggedEvent[] why)
    {
        var standing = BuyingLoop.Of(Of(given.Reverse()));
        Assert.Equal((stage, why.Select(happened => happened.Stamp)), (standing.Stage, standing.Why.Select(reason => reason.By)), Comparer.Instance);
        Assert.All(standing.Why, reason => Assert.True(reason.Type == "test" || EventCatalogue.Find(reason.Type) is not null));
    }

    private sealed class Comparer : IEqualityComparer<(CustomerStage Stage, IEnumerable<EventStamp> Why)>
    {
        public static Comparer Instance { get; } = new();

        public bool Equals((CustomerStage Stage, IEnumerable<EventStamp> Why) x, (CustomerStage Stage, IEnumerable<EventStamp> Why) y) =>
            x.Stage == y.Stage && x.Why.SequenceEqual(y.Why);

        public int GetHashCode((CustomerStage Stage, IEnumerable<EventStamp> Why) obj) => obj.Stage.GetHashCode();
    }
}
