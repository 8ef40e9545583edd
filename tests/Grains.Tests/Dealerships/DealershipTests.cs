using System.Globalization;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Dealerships;

public sealed class DealershipTests
{
    // A Thursday; Chicago is six hours behind UTC.
    private const string Morning = "2026-01-08T09:00:00-06:00";

    [Fact]
    public void A_lead_goes_through_its_states()
    {
        var received = On(Morning, Lead("L1"));
        var assigned = On("2026-01-08T09:05:00-06:00", new LeadAssigned { LeadId = "L1", Advisor = "Ann" });
        var tried = On("2026-01-08T09:06:00-06:00", new LeadContacted { LeadId = "L1", Channel = ContactChannel.Phone, Reached = false });
        var contacted = On("2026-01-08T09:10:00-06:00", new LeadContacted { LeadId = "L1", Channel = ContactChannel.Phone });
        var qualified = On("2026-01-08T09:20:00-06:00", new LeadQualified { LeadId = "L1", Level = LeadLevel.H });

        Assert.Equal(LeadState.New, OpenLead(received).State);
        Assert.Equal(LeadState.Assigned, OpenLead(received, assigned, tried).State);
        Assert.Equal(LeadState.Contacted, OpenLead(received, assigned, tried, contacted).State);
        Assert.Equal(LeadState.Qualified, OpenLead(received, assigned, tried, contacted, qualified).State);
        Assert.Equal("Ann", OpenLead(received, assigned).Advisor);
    }

    [Fact]
    public void A_late_event_about_a_closed_lead_does_not_open_it_again()
    {
        var lost = On("2026-01-10T09:00:00-06:00", new LeadLost { LeadId = "L1", Reason = "price" });
        var contacted = On("2026-01-09T09:00:00-06:00", new LeadContacted { LeadId = "L1", Channel = ContactChannel.Phone });

        Assert.Empty(Given(On(Morning, Lead("L1")), lost).OpenLeads);
        Assert.Empty(Given(lost, On(Morning, Lead("L1")), contacted).OpenLeads);
    }

    [Fact]
    public void A_recycled_lead_begins_anew()
    {
        var dealership = Given(
            On(Morning, Lead("L1")),
            On("2026-01-08T09:10:00-06:00", new LeadQualified { LeadId = "L1", Level = LeadLevel.C }),
            On("2026-01-10T09:00:00-06:00", new LeadLost { LeadId = "L1", Reason = "price" }),
            On("2026-02-10T09:00:00-06:00", new LeadRecycled { LeadId = "L1" }));

        var lead = Assert.Single(dealership.OpenLeads);
        Assert.Equal((LeadState.New, "C1", null), (lead.State, lead.Customer, lead.Due));
    }

    [Fact]
    public void A_lead_that_comes_at_night_is_due_after_half_an_hour_of_the_morning()
    {
        var lead = OpenLead(Described(), On("2026-01-08T23:00:00-06:00", Lead("L1")));

        Assert.Equal(At("2026-01-09T09:00:00-06:00"), lead.Due);
    }

    [Theory]
    [InlineData("autotrader", 10)]
    [InlineData("cars.com", 45)] // its channel has a target of its own
    public void How_long_a_lead_may_wait_depends_on_its_source(string provider, int minutes)
    {
        var lead = OpenLead(
            Described(new DealershipRegistered
            {
                Name = "Bluebonnet",
                TimeZone = "America/Chicago",
                FirstContactTargets = [new() { Source = "web", Minutes = 45 }, new() { Source = "AutoTrader", Minutes = 10 }],
            }),
            On(Morning, Lead("L1") with { Provider = provider }));

        Assert.Equal(At(Morning).AddMinutes(minutes), lead.Due);
    }

    [Fact]
    public void A_calendar_that_becomes_known_later_sets_the_clock_anew()
    {
        var received = On("2026-01-08T23:00:00-06:00", Lead("L1"));

        Assert.Equal(At("2026-01-08T23:30:00-06:00"), OpenLead(received).Due);
        Assert.Equal(At("2026-01-09T09:00:00-06:00"), OpenLead(received, Described()).Due);
    }

    [Fact]
    public void A_lead_comes_due_once_with_an_event_that_follows_from_its_cause()
    {
        var book = Book(On(Morning, Lead("L1"), "lead-1"), On("2026-01-08T09:01:00-06:00", Lead("L2")));

        Assert.Empty(DealershipClocks.Due(book, At("2026-01-08T09:29:59-06:00")));
        var due = Assert.Single(DealershipClocks.Due(book, At("2026-01-08T09:30:00-06:00"))).Of(Subject.Dealership("D07"));
        Assert.Equal(("autocrm.lead.overdue.v1", "C1", "D07"), (due.Type, due.Customer, due.Dealership));
        Assert.Equal(At("2026-01-08T09:30:00-06:00"), due.Time);
        var muchLater = DealershipClocks.Due(book, At("2027-01-08T09:30:00-06:00")).First().Of(Subject.Dealership("D07"));
        Assert.Equal((due.Id, due.Time, due.Source), (muchLater.Id, muchLater.Time, muchLater.Source));
        Assert.Equal(due.Data, muchLater.Data);

        var noted = DealershipFold.Apply(book, On("2026-01-08T09:30:00-06:00", new LeadOverdue { LeadId = "L1", Due = due.Time }));
        Assert.Equal(At("2026-01-08T09:31:00-06:00"), DealershipClocks.Next(noted));
        Assert.True(noted.At(due.Time).OpenLeads.Single(lead => lead.LeadId == "L1").Overdue);
        Assert.Equal(1, noted.At(due.Time).Pipeline.OverdueLeads);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Who_was_reached_is_not_overdue(EventPayload answer) => Assert.Null(
        DealershipClocks.Next(Book(On(Morning, Lead("L1")), On("2026-01-08T09:10:00-06:00", answer))));

    public static TheoryData<EventPayload> Answers =>
    [
        new LeadContacted { LeadId = "L1", Channel = ContactChannel.Email },
        new LeadQualified { LeadId = "L1", Level = LeadLevel.A },
        new LeadAppointmentMade { LeadId = "L1", At = At("2026-01-09T09:00:00-06:00") },
        new LeadLost { LeadId = "L1", Reason = "spam" },
        new LeadConverted { LeadId = "L1", OrderId = "O1" },
    ];

    [Fact]
    public void An_attempt_in_vain_does_not_stop_the_clock() => Assert.NotNull(DealershipClocks.Next(Book(
        On(Morning, Lead("L1")),
        On("2026-01-08T09:10:00-06:00", new LeadContacted { LeadId = "L1", Channel = ContactChannel.Phone, Reached = false }))));

    [Fact]
    public void A_promise_that_slips_comes_due_and_a_later_promise_again()
    {
        var placed = On(Morning, new OrderPlaced { OrderId = "O1", Model = "9-3", ExpectedDelivery = At("2026-03-01T12:00:00-06:00") });
        var missed = On("2026-03-01T12:00:00-06:00", new OrderOverdue { OrderId = "O1", Promised = At("2026-03-01T12:00:00-06:00") });
        var changed = On("2026-03-02T09:00:00-06:00", new OrderChanged { OrderId = "O1", ExpectedDelivery = At("2026-04-01T12:00:00-06:00") });

        Assert.Equal(At("2026-03-01T12:00:00-06:00"), DealershipClocks.Next(Book(placed)));
        Assert.Null(DealershipClocks.Next(Book(placed, missed)));
        Assert.Equal(At("2026-04-01T12:00:00-06:00"), DealershipClocks.Next(Book(placed, missed, changed)));
        var ids = new[] { Book(placed), Book(placed, missed, changed) }.Select(book => DealershipClocks.Due(book, At("2027-01-01T00:00:00Z")).Single().Cause);
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Fact]
    public void Orders_are_open_until_they_are_delivered_or_cancelled()
    {
        var placed = Enumerable.Range(1, 3).Select(n => On(Morning, new OrderPlaced { OrderId = $"O{n}", ExpectedDelivery = At("2026-02-01T12:00:00Z") }));
        var now = At("2026-02-02T00:00:00Z");

        var dealership = Book([
            .. placed,
            On("2026-01-20T09:00:00Z", new VehicleDelivered { OrderId = "O1" }),
            On("2026-01-20T09:00:00Z", new OrderCancelled { OrderId = "O2", Reason = "moved" })]).At(now);

        Assert.Equal((1, 1, 1L), (dealership.Pipeline.OpenOrders, dealership.Pipeline.OverdueOrders, dealership.Pipeline.Deliveries));
        Assert.Equal("O3", Assert.Single(dealership.OrdersDue).OrderId);
    }

    [Fact]
    public void A_quote_stands_until_an_order_accepts_it_or_its_time_is_over()
    {
        var price = new Money(1m, "USD");
        var dealership = Book(
            On(Morning, new QuoteIssued { QuoteId = "Q1", Amount = price }),
            On(Morning, new QuoteIssued { QuoteId = "Q2", Amount = price, ValidUntil = At("2026-01-09T00:00:00Z") }),
            On(Morning, new QuoteIssued { QuoteId = "Q3", Amount = price }),
            On("2026-01-10T09:00:00Z", new OrderPlaced { OrderId = "O1", QuoteId = "Q3" }));

        Assert.Equal(1, dealership.At(At("2026-01-11T00:00:00Z")).Pipeline.OpenQuotes);
        Assert.Equal(2, dealership.At(At("2026-01-08T23:00:00Z")).Pipeline.OpenQuotes);
    }

    [Fact]
    public void Stock_is_counted_by_state()
    {
        var dealership = Book(
            On(Morning, new VehicleShipped(), vin: "COMING"),
            On(Morning, new VehicleReceived(), vin: "RECEIVED"),
            On(Morning, new VehicleMadeAvailable(), vin: "AVAILABLE"),
            On(Morning, new VehicleMadeAvailable(), vin: "RESERVED"),
            On("2026-01-08T10:00:00-06:00", new VehicleReserved { Reservation = "R1", Until = At("2026-01-10T00:00:00Z") }, vin: "RESERVED"),
            On(Morning, new VehicleMadeAvailable(), vin: "HELD"),
            On("2026-01-08T10:00:00-06:00", new VehicleHeld { Reason = HoldReason.Recall }, vin: "HELD"),
            On(Morning, new VehicleMadeAvailable(), vin: "SOLD"),
            On("2026-01-08T10:00:00-06:00", new VehicleAllocated { OrderId = "O1" }, vin: "SOLD"),
            On(Morning, new VehicleReceived(), vin: "GONE"),
            On("2026-01-08T10:00:00-06:00", new VehicleTransferred { ToDealership = "D08" }, vin: "GONE"));

        Assert.Equal(Enum.GetValues<StockState>().Select(state => (state, 1)), Counts(dealership, "2026-01-09T00:00:00Z"));
        Assert.Contains((StockState.Available, 2), Counts(dealership, "2026-01-10T00:00:00Z"));
        var cancelled = DealershipFold.Apply(dealership, On("2026-01-09T10:00:00-06:00", new OrderCancelled { OrderId = "O1", Reason = "bank" }));
        Assert.DoesNotContain(Counts(cancelled, "2026-01-09T20:00:00Z"), count => count.State == StockState.Sold);
    }

    [Fact]
    public void A_vehicle_that_was_delivered_is_stock_again_only_when_it_comes_back()
    {
        var delivered = On("2026-02-01T09:00:00Z", new VehicleDelivered());
        var released = On("2026-01-20T09:00:00Z", new HoldReleased { Reason = HoldReason.Sales });
        var back = On("2026-03-01T09:00:00Z", new VehicleTradedIn { Value = new Money(1m, "USD") });

        Assert.Empty(Counts(Book(delivered, On(Morning, new VehicleReceived()), released), Morning));
        Assert.Equal([(StockState.Received, 1)], Counts(Book(back, delivered, On(Morning, new VehicleMadeAvailable())), Morning));
    }

    [Fact]
    public void The_workshop_counts_by_the_local_day()
    {
        var dealership = Book(
            Described(),
            // In UTC these three are on the ninth, and in Chicago only the last is.
            On("2026-01-01T09:00:00Z", new ServiceBooked { AppointmentId = "A1", At = At("2026-01-09T01:00:00Z") }),
            On("2026-01-01T09:00:00Z", new ServiceBooked { AppointmentId = "A2", At = At("2026-01-09T05:59:00Z") }),
            On("2026-01-01T09:00:00Z", new ServiceBooked { AppointmentId = "A3", At = At("2026-01-09T06:00:00Z") }),
            On("2026-01-01T09:00:00Z", new ServiceBooked { AppointmentId = "A4", At = At("2026-01-08T16:00:00Z") }),
            On("2026-01-02T09:00:00Z", new ServiceRescheduled { AppointmentId = "A4", At = At("2026-01-09T16:00:00Z") }),
            On("2026-01-01T09:00:00Z", new ServiceBooked { AppointmentId = "A5", At = At("2026-01-08T16:00:00Z") }),
            On("2026-01-08T16:05:00Z", new VehicleCheckedIn { RepairOrder = "R1", AppointmentId = "A5" }),
            On("2026-01-08T16:06:00Z", new VehicleCheckedIn { RepairOrder = "R2" }),
            On("2026-01-01T09:00:00Z", new ServiceBooked { AppointmentId = "A6", At = At("2026-01-08T17:00:00Z") }),
            On("2026-01-08T17:30:00Z", new ServiceNoShow { AppointmentId = "A6" })).At(At("2026-01-08T18:00:00Z"));

        Assert.Equal(new WorkshopLoad(new(2026, 1, 8), Expected: 2, Arrived: 2), dealership.Today);
        Assert.Equal(new WorkshopLoad(new(2026, 1, 9), Expected: 2, Arrived: 0), dealership.Tomorrow);
    }

    [Fact]
    public void Conflicts_are_open_until_they_are_resolved()
    {
        var detected = On(Morning, new ConflictDetected { Conflict = "K1", Kind = "double-sale", Message = "Two sold it." });

        Assert.Equal("double-sale", Assert.Single(Given(detected).Conflicts).Kind);
        Assert.Equal(0, Given(On("2026-01-09T09:00:00Z", new ConflictResolved { Conflict = "K1", How = "kept" }), detected).OpenConflicts);
    }

    [Fact]
    public void A_profile_has_each_member_by_its_latest_report()
    {
        var profile = Given(
            On("2026-02-01T00:00:00Z", new DealershipProfileChanged { Region = "West", Brands = [] }),
            Described(new DealershipRegistered { Name = "Bluebonnet", TimeZone = "America/Chicago", Region = "South", Brands = ["Saab"] })).Profile!;

        Assert.Equal(("Bluebonnet", "West", "America/Chicago", 30), (profile.Name, profile.Region, profile.TimeZone, profile.FirstContactMinutes));
        Assert.Empty(profile.Brands);
    }

    private static LoggedEvent Described(DealershipRegistered? profile = null) => On("2025-01-01T00:00:00Z", profile ?? new DealershipRegistered
    {
        Name = "Bluebonnet",
        TimeZone = "America/Chicago",
        OpeningHours = [.. Enum.GetValues<DayOfWeek>().Select(day => new OpeningTime { Day = day, Opens = "08:30", Closes = "18:00" })],
    });

    private static LeadReceived Lead(string id) => new() { LeadId = id, Channel = ContactChannel.Web, Interest = LeadInterest.Buy };

    private static OpenLead OpenLead(params LoggedEvent[] events) => Assert.Single(Given(events).OpenLeads);

    private static Dealership Given(params LoggedEvent[] events) => Book(events).At(At("2026-01-08T09:15:00-06:00"));

    private static DealershipBook Book(params LoggedEvent[] events) => DealershipBookTests.Book(events);

    private static IEnumerable<(StockState State, int Count)> Counts(DealershipBook book, string now) =>
        book.At(At(now)).Stock.Select(stock => (stock.State, stock.Count));

    private static LoggedEvent On(string time, EventPayload payload, string? id = null, string vin = "VIN") => Happenings.On(time, payload, id, vin: vin);

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
