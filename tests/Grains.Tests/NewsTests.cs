using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Vehicles.AVehicle;

namespace AutoCrm.Actors.Grains.Tests;

/// <summary>What actors tell of themselves: each change once, to whom it concerns, until there is nothing left to tell.</summary>
public sealed class NewsTests
{
    private const string Detected = "autocrm.conflict.detected.v1";
    private const string Resolved = "autocrm.conflict.resolved.v1";
    private static readonly LoggedEvent SoldByOne = On(1, new VehicleDelivered { OrderId = "O1" }, dealership: "D1");
    private static readonly LoggedEvent SoldByTwo = On(2, new VehicleDelivered { OrderId = "O2" }, dealership: "D2", customer: "C2");

    [Fact]
    public void A_stage_is_told_when_it_changes_with_what_decided_it()
    {
        var lead = On(1, new LeadReceived { LeadId = "L1", Channel = ContactChannel.Web, Interest = LeadInterest.Buy });
        var told = Logged(Assert.Single(News(Customer(lead))));

        Assert.Equal((Day(1), "D07", "C1", null), (told.Stamp.At, told.Dealership, told.Customer, told.Vin));
        var changed = Assert.IsType<CustomerStageChanged>(told.Payload);
        Assert.Equal((CustomerStage.Unknown, CustomerStage.Lead), (changed.From, changed.To));
        Assert.Equal(lead.Stamp, Assert.Single(changed.Why));
        Assert.Empty(News(Customer(lead, told)));

        var order = On(2, new OrderPlaced { OrderId = "O1" });
        var next = Assert.IsType<CustomerStageChanged>(Logged(Assert.Single(News(Customer(lead, order, told)))).Payload);
        Assert.Equal((CustomerStage.Lead, CustomerStage.Ordered), (next.From, next.To));
    }

    [Fact]
    public void Of_a_history_that_came_at_once_only_its_end_is_told()
    {
        var told = Logged(Assert.Single(News(Customer(
            On(1, new LeadReceived { LeadId = "L1", Channel = ContactChannel.Web, Interest = LeadInterest.Buy }),
            On(2, new OrderPlaced { OrderId = "O1" }),
            On(3, new VehicleDelivered { OrderId = "O1" }),
            On(4, new ServiceCompleted { RepairOrder = "R1" })))));
        Assert.Equal((CustomerStage.OwnerInService, Day(4)), (((CustomerStageChanged)told.Payload).To, told.Stamp.At));
    }

    [Fact]
    public void That_somebody_became_known_is_told_by_the_report_alone() => Assert.Empty(News(Customer(On(1, new CustomerRegistered { Name = "Ann" }))));

    [Fact]
    public void A_stage_that_a_late_report_sets_back_is_told_after_the_one_before()
    {
        var ordered = On(10, new OrderPlaced { OrderId = "O1" });
        var first = Logged(Assert.Single(News(Customer(ordered))));
        var cancelled = On(10.5, new OrderCancelled { OrderId = "O1", Reason = "r" });
        var lost = Logged(Assert.Single(News(Customer(ordered, cancelled, first))));
        var late = On(9, new ServiceCompleted { RepairOrder = "R1" });
        var third = Logged(Assert.Single(News(Customer(ordered, cancelled, first, lost, On(11, new ServiceCompleted { RepairOrder = "R2" }), late))));

        Assert.True(first.Stamp.CompareTo(lost.Stamp) < 0 && lost.Stamp.CompareTo(third.Stamp) < 0);
        Assert.Equal(3, new[] { first, lost, third }.Select(told => told.Stamp.Id).Distinct().Count());
    }

    [Fact]
    public void What_is_told_of_a_vehicle_is_its_trade_its_end_and_what_forbids_to_deliver_it()
    {
        var vehicle = Of(
            On(1, new VehicleMadeAvailable { Price = new Money(1, "EUR") }), On(2, new RecallOpened { Campaign = "R", StopSale = true }), On(3, new VehicleStolen()));
        Assert.Equal(
            [(VehicleRegion.Commercial, "Available", Day(1)), (VehicleRegion.End, "Stolen", Day(3)), (VehicleRegion.Recall, "StopSale", Day(2))],
            VehicleNews.Of(vehicle).Select(told => Logged(told)).Select(told => (told.Payload, told.Stamp.At)).Select(t => (((VehicleStateChanged)t.Payload).Region, ((VehicleStateChanged)t.Payload).To, t.At)));

        var all = Settled(vehicle, VehicleFold.Apply, VehicleNews.Of, Subject.Vehicle("VIN"));
        var lifted = Assert.Single(VehicleNews.Of(VehicleFold.Apply(all, On(4, new RecallRemedied { Campaign = "R" }))));
        Assert.Equal((VehicleNews.StopSale, VehicleNews.Lifted), (((VehicleStateChanged)Logged(lifted).Payload).From, ((VehicleStateChanged)Logged(lifted).Payload).To));
    }

    [Fact]
    public void A_conflict_is_told_to_every_dealership_that_reported_one_of_its_events()
    {
        var vehicle = Of(SoldByOne, SoldByTwo);
        var told = VehicleNews.Of(vehicle).Where(one => one.Type == Detected).ToArray();

        Assert.Equal(["D1", "D2"], told.Where(one => Kind(one) == ConflictKinds.DoubleSale).Select(one => one.Dealership).Order());
        Assert.All(told, one => Assert.Equal(Day(2), one.At));
    }

    [Fact]
    public void A_decision_ends_it_at_the_other_dealerships_too_and_is_no_decision_of_theirs()
    {
        var vehicle = Settled(Of(SoldByOne, SoldByTwo), VehicleFold.Apply, VehicleNews.Of, Subject.Vehicle("VIN"));
        var conflict = vehicle.Conflicts.Single(one => one.Kind == ConflictKinds.DoubleSale);
        var decided = VehicleFold.Apply(vehicle, On(5, new ConflictResolved { Conflict = conflict.Id, How = "kept" }, dealership: "D1"));

        var ended = Assert.Single(VehicleNews.Of(decided));
        Assert.Equal((Resolved, "D2"), (ended.Type, ended.Dealership));
        var after = VehicleFold.Apply(decided, Logged(ended));
        Assert.Empty(VehicleNews.Of(after));
        Assert.Equal("kept", Assert.Single(after.Resolutions).Value.How);
    }

    [Fact]
    public void A_conflict_that_a_late_report_explains_ends_and_is_told_again_when_it_comes_back()
    {
        var vehicle = Settled(Of(SoldByOne, SoldByTwo), VehicleFold.Apply, VehicleNews.Of, Subject.Vehicle("VIN"));
        var explained = VehicleFold.Apply(vehicle, On(3, new SaleReversed { OrderId = "O1", Reason = "r" }, dealership: "D1"));
        var news = VehicleNews.Of(explained).Where(one => one.Type == Resolved).ToArray();
        Assert.Equal(["D1", "D2"], news.Select(one => one.Dealership).Order());

        var settled = Settled(explained, VehicleFold.Apply, VehicleNews.Of, Subject.Vehicle("VIN"));
        Assert.Empty(settled.Resolutions);
        var third = VehicleFold.Apply(settled, On(4, new VehicleDelivered { OrderId = "O3" }, dealership: "D3", customer: "C3"));
        Assert.Contains(VehicleNews.Of(third), one => one.Type == Detected && one.Dealership == "D3");
    }

    [Fact]
    public void A_conflict_that_had_to_make_room_for_later_ones_has_not_ended()
    {
        LoggedEvent Nonsense(int day) => On(day, new OdometerRead { Odometer = Km(999_999) });
        var vehicle = Settled(Of(Nonsense(1)), VehicleFold.Apply, VehicleNews.Of, Subject.Vehicle("VIN"));
        Assert.True(Assert.Single(vehicle.Announced!.Conflicts).IsOpen);

        var full = Enumerable.Range(2, Vehicle.MaxConflicts).Select(Nonsense).Aggregate(vehicle, VehicleFold.Apply);

        Assert.Equal(Vehicle.MaxConflicts, full.Conflicts.Length);
        Assert.DoesNotContain(VehicleNews.Of(full), one => one.Type == Resolved);
    }

    [Fact]
    public void A_dealership_has_what_it_was_told_of_and_loses_it_with_the_end_whatever_the_clocks_of_others_say()
    {
        var (own, far) = (On(1, new OrderPlaced { OrderId = "O1" }, dealership: "D1"), On(200_000, new VehicleDelivered { OrderId = "O9" }, dealership: "D2", customer: "C2"));
        var vehicle = Of(SoldByOne, far);
        var told = VehicleNews.Of(vehicle).Where(one => one.Type == Detected && one.Dealership == "D1").Select(one => Logged(one)).ToArray();
        var book = new[] { own }.Concat(told).Aggregate(new DealershipBook { Code = "D1" }, DealershipFold.Apply);

        var overview = book.At(Day(3));
        Assert.Contains(overview.Conflicts, one => one is { Kind: ConflictKinds.DoubleSale, Vin: "VIN", Customer: null });
        Assert.Equal((own.Stamp, 1), (overview.LastEvent, overview.Pipeline.OpenOrders));

        var settled = Settled(vehicle, VehicleFold.Apply, VehicleNews.Of, Subject.Vehicle("VIN"));
        var decided = VehicleFold.Apply(settled, On(5, new ConflictResolved { Conflict = vehicle.Conflicts.Single(c => c.Kind == ConflictKinds.DoubleSale).Id, How = "h" }, dealership: null));
        var ends = VehicleNews.Of(decided).Where(one => one.Dealership == "D1").Select(one => Logged(one));
        Assert.DoesNotContain(ends.Aggregate(book, DealershipFold.Apply).At(Day(3)).Conflicts, one => one.Kind == ConflictKinds.DoubleSale);
    }

    [Fact]
    public void Whatever_happened_to_a_vehicle_there_is_an_end_of_telling_in_any_order_and_with_repeats() =>
        Prop.ForAll(Vehicles.AnyVehicleEvent.Many(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (events, seed) =>
        {
            var (random, told) = (new System.Random(seed), new List<LoggedEvent>());
            var seen = new List<LoggedEvent>();
            foreach (var happened in events)
            {
                seen.Add(happened);
                if (random.Next(3) == 0)
                {
                    told.AddRange(VehicleNews.Of(Fold(seen.Concat(told))).Select(one => Logged(one)));
                }
            }

            var settled = Settled(Fold(seen.Concat(told)), VehicleFold.Apply, VehicleNews.Of, Subject.Vehicle("VIN"));
            var shuffled = seen.Concat(told).Concat(told).ToArray();
            random.Shuffle(shuffled);
            return VehicleNews.Of(settled).Count == 0 && System.Text.Json.JsonSerializer.Serialize(Fold(shuffled).Announced) == System.Text.Json.JsonSerializer.Serialize(Fold(seen.Concat(told)).Announced);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    private static Vehicle Fold(IEnumerable<LoggedEvent> events) => events.Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply);

    // Each look is folded before the next; it must come to rest soon.
    private static TState Settled<TState>(
        TState state, Func<TState, LoggedEvent, TState> apply, Func<TState, IReadOnlyList<DueEvent>> news, Subject subject)
    {
        for (var looks = 0; looks < 4; looks++)
        {
            state = news(state).Select(one => Happenings.Logged(one.Of(subject))).Aggregate(state, apply);
        }

        return state;
    }

    private static Customer Customer(params LoggedEvent[] events) => events.Aggregate(new Customer { Id = "C1" }, CustomerFold.Apply);

    private static IReadOnlyList<NewEvent> News(Customer customer) =>
        [.. CustomerNews.Of(customer, BuyingLoop.Of(customer), CustomerConflicts.Count(customer))
            .Where(one => one.Type == "autocrm.customer.stage-changed.v1").Select(one => one.Of(Subject.Customer("C1")))];

    private static LoggedEvent Logged(NewEvent derived) => Happenings.Logged(derived);

    private static LoggedEvent Logged(DueEvent told) => Happenings.Logged(told.Of(Subject.Vehicle("VIN")));

    private static string Kind(DueEvent told) => ((ConflictDetected)Logged(told).Payload).Kind;

    private static LoggedEvent On(double day, EventPayload payload, string? dealership = "D07", string? customer = "C1") =>
        Happenings.On(Day(day).ToString("O"), payload, dealership: dealership, customer: customer);

    private static DateTimeOffset Day(double day) => Vehicles.AVehicle.Day(0).AddDays(day);
}
