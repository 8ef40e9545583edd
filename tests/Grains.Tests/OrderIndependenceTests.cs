using System.Text.Json;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;
using FsCheck.Fluent;
using FsCheck;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests;

/// <summary>State is a function of the set of events: in any order it is the same, to the byte.</summary>
public sealed class OrderIndependenceTests
{
    private static readonly DateTimeOffset NewYear = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Few instants, ids and values, so that equal times, repeats and contradictions are common.
    private static readonly Gen<LoggedEvent> AnyEvent =
        from minute in Gen.Choose(0, 5)
        from id in Gen.Choose(0, 40)
        from dealership in Gen.Elements("D01", "D02", null)
        from payload in Gen.OneOf(AnyPayloads())
        select Happenings.On($"2026-01-01T00:0{minute}:00Z", payload, $"id{id}", dealership);

    [Fact]
    public void A_vehicle_does_not_depend_on_the_order_of_its_events() =>
        Holds(events => Json(events.Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply)));

    [Fact]
    public void A_customer_does_not_depend_on_the_order_of_its_events() =>
        Holds(events => Json(events.Aggregate(new Customer { Id = "C1" }, CustomerFold.Apply)));

    [Fact]
    public void A_dealership_does_not_depend_on_the_order_of_its_events() =>
        Holds(events => Json(events.Aggregate(new DealershipBook { Code = "D01" }, DealershipFold.Apply)));

    [Fact]
    public void Folding_an_event_of_a_vehicle_again_changes_nothing() =>
        Prop.ForAll(Distinct(), events =>
        {
            var once = events.Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply);
            return Json(events.Aggregate(once, VehicleFold.Apply)) == Json(once);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_vehicle_that_is_judged_when_many_events_are_folded_is_the_one_that_is_judged_at_each() =>
        Prop.ForAll(Distinct(), Gen.Choose(0, 30).ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (events, cut, seed) =>
        {
            new System.Random(seed).Shuffle(events);
            var head = events.Take(cut).Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply);
            var (each, many) = (head, VehicleConflicts.PutOff(head));
            foreach (var happened in events.Skip(cut))
            {
                (each, many) = (VehicleFold.Apply(each, happened), VehicleFold.Apply(many, happened));
            }

            return VehicleConflicts.Settle(many) is { Unjudged: Unjudged.Nothing } settled && Json(settled) == Json(each);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_snapshot_read_back_folds_on_as_if_it_had_never_been_written() =>
        Prop.ForAll(Distinct(), Gen.Choose(0, 30).ToArbitrary(), (events, cut) =>
        {
            var head = events.Take(cut).Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply);
            var snapshot = new Snapshot<Vehicle> { Key = "vehicle:VIN", State = head };
            var json = JsonSerializer.Serialize(snapshot, SnapshotJson.Default.SnapshotVehicle);
            var read = JsonSerializer.Deserialize(json, SnapshotJson.Default.SnapshotVehicle)!.State!;
            return Json(events.Skip(cut).Aggregate(read, VehicleFold.Apply))
                == Json(events.Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply));
        }).QuickCheckThrowOnFailure();

    private static void Holds(Func<IEnumerable<LoggedEvent>, string> fold) =>
        Prop.ForAll(Distinct(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (events, seed) =>
        {
            var shuffled = events.ToArray();
            new System.Random(seed).Shuffle(shuffled);
            return fold(events) == fold(shuffled);
        }).QuickCheckThrowOnFailure();

    // (source, id) identifies an event, so a set of events has each identity once.
    private static Arbitrary<LoggedEvent[]> Distinct() =>
        Gen.ListOf(AnyEvent).Select(events => events.DistinctBy(e => e.Stamp.Id).ToArray()).ToArbitrary();

    private static Gen<EventPayload>[] AnyPayloads()
    {
        var money = Gen.Elements<Money?>(null, new Money(10.50m, "USD"), new Money(7m, "EUR"));
        var price = Gen.Elements(new Money(10.50m, "USD"), new Money(7m, "EUR"));
        var distance = Gen.Elements(new Distance(1, "mi"), new Distance(100, "km"), new Distance(50, "mi"), new Distance(999_999, "km"));
        var text = Gen.Elements("a", "b", null);
        var order = Gen.Elements("O1", "O2");
        return
        [
            from p in price from d in distance from t in text select (EventPayload)new VehicleAuctioned { Price = p, Odometer = d, Make = t, Color = t },
            from m in money from o in order from t in text select (EventPayload)new VehicleDelivered { Price = m, OrderId = o, Model = t },
            from d in distance select (EventPayload)new OdometerRead { Odometer = d },
            from o in order from m in money select (EventPayload)new OrderPlaced { OrderId = o, Amount = m },
            from m in money select (EventPayload)new ServiceCompleted { RepairOrder = "R", Amount = m },
            Gen.Elements("Ann", "Bo").Select(n => (EventPayload)new CustomerRegistered { Name = n, Phones = [n] }),
            from r in Gen.Elements("R1", "R2") from until in Gen.Elements<int?>(null, 1, 3, 30)
            select (EventPayload)new VehicleReserved { Reservation = r, Until = until is { } minutes ? NewYear.AddMinutes(minutes) : null },
            Gen.Elements("R1", "R2").Select(r => (EventPayload)new ReservationReleased { Reservation = r }),
            Gen.Constant<EventPayload>(UnknownPayload.Instance),
            .. Vehicles.AnyVehicleEvent.Payloads(),
        ];
    }

    private static string Json(Vehicle state) => JsonSerializer.Serialize(new Snapshot<Vehicle> { State = state }, SnapshotJson.Default.SnapshotVehicle);

    private static string Json(Customer state) => JsonSerializer.Serialize(new Snapshot<Customer> { State = state }, SnapshotJson.Default.SnapshotCustomer);

    private static string Json(DealershipBook state) => JsonSerializer.Serialize(new Snapshot<DealershipBook> { State = state }, SnapshotJson.Default.SnapshotDealershipBook);
}
