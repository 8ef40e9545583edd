using System.Text.Json;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Vehicles;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

/// <summary>What holds of every vehicle, whatever is reported of it.</summary>
public sealed class VehiclePropertyTests
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(300);
    private static readonly Config Long = Config.QuickThrowOnFailure.WithMaxTest(2);

    private static readonly DateTimeOffset[] Times =
    [
        DateTimeOffset.MinValue, new(2026, 1, 1, 0, 2, 0, TimeSpan.Zero), new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), DateTimeOffset.MaxValue,
    ];

    [Fact]
    public void Its_state_does_not_depend_on_the_order_or_the_repetition_of_events() =>
        Check.One(Thorough, Prop.ForAll(AnyVehicleEvent.Many(), Gen.Choose(0, int.MaxValue).ToArbitrary(), (events, seed) =>
            Json(Given(Shuffled([.. events, .. events[..(events.Length / 2)]], seed))) == Json(Given(events))));

    [Fact]
    public void Folding_an_event_again_changes_nothing() =>
        Check.One(Thorough, Prop.ForAll(AnyVehicleEvent.Many(), events =>
        {
            var once = Given(events);
            return Json(events.Aggregate(once, VehicleFold.Apply)) == Json(once);
        }));

    [Fact]
    public void A_snapshot_read_back_folds_on_as_if_it_had_never_been_written() =>
        Check.One(Thorough, Prop.ForAll(AnyVehicleEvent.Many(), Gen.Choose(0, 60).ToArbitrary(), (events, cut) =>
        {
            var json = Json(Given(events.Take(cut)));
            var read = JsonSerializer.Deserialize(json, SnapshotJson.Default.SnapshotVehicle)!.State!;
            return Json(read) == json && Json(events.Skip(cut).Aggregate(read, VehicleFold.Apply)) == Json(Given(events));
        }));

    [Fact]
    public void What_was_judged_event_by_event_is_what_judging_everything_gives() =>
        Check.One(Thorough, Prop.ForAll(AnyVehicleEvent.Many(), events =>
        {
            var vehicle = Given(events);
            return Text(vehicle.Conflicts) == Text(VehicleConflicts.Of(vehicle)) && vehicle.Odometer == OdometerJudgement.Of(vehicle.Readings).Odometer;
        }));

    [Fact]
    public void Sales_in_their_order_are_judged_as_all_of_them_together() =>
        Check.One(Thorough, Prop.ForAll(Gen.ListOf(AnyVehicleEvent.Of(AnyVehicleEvent.Sales())).ToArbitrary(), events =>
        {
            var vehicle = Given(AnyVehicleEvent.Distinct(events).OrderBy(e => e.Stamp));
            return Text(vehicle.Conflicts) == Text(VehicleConflicts.Of(vehicle));
        }));

    [Fact]
    public void Every_state_has_every_view_at_every_time() =>
        Check.One(Thorough, Prop.ForAll(AnyVehicleEvent.Many(), events =>
        {
            var vehicle = Given(events);
            _ = VehicleRow.Of(vehicle, 1);
            foreach (var at in Times)
            {
                _ = (VehicleTrade.StateOf(vehicle, at), OwnershipPeriods.StateOf(vehicle, at), VehicleCare.StateOf(vehicle, at), VehicleUse.KmPerDay(vehicle));
                Assert.All(vehicle.Recalls, recall => recall.StateOf(vehicle, at));
                Assert.All(vehicle.Warranty?.Covers ?? [], cover => cover.StateOf(vehicle, at));
            }

            var lives = VehicleTrade.Lives(vehicle);
            Assert.Equal(Enumerable.Range(1, lives.Length), lives.Select(life => life.Number));
            Assert.All(lives[..^1], life => Assert.NotNull(life.Ended));
            Assert.Null(lives[^1].Ended);
        }));

    [Fact]
    public void Beyond_the_bounds_the_latest_are_kept_whatever_came_first() =>
        Check.One(Long, Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var events = Shuffled([.. Enumerable.Range(0, 1100).SelectMany(Crowd)], seed);
            var vehicle = Given(events);
            Assert.Equal(Vehicle.MaxHistory, vehicle.Readings.Length);
            Assert.Equal(Vehicle.MaxConflicts, vehicle.Conflicts.Length);
            Assert.Equal(VehicleStock.MaxHistory, vehicle.Stock!.Orders.Length);
            return Json(vehicle) == Json(Given(events.OrderBy(e => e.Stamp))) && Text(vehicle.Conflicts) == Text(VehicleConflicts.Of(vehicle));
        }));

    [Fact]
    public void The_events_of_these_tests_have_every_type_that_names_a_vehicle()
    {
        var known = AnyVehicleEvent.Payloads().SelectMany(gen => gen.Sample(1)).Select(payload => payload.GetType()).ToHashSet();
        var missing = EventCatalogue.All
            .Where(d => d.About is Whom.Vehicle or Whom.CustomerAndVehicle or Whom.CustomerOrVehicle or Whom.Anybody
                || d.Payload.Namespace is "AutoCrm.Actors.Vehicles" or "AutoCrm.Actors.Orders")
            .Select(d => d.Payload).Except(known).Select(type => type.Name);
        Assert.Equal(["ContractEnding", "OrderOverdue"], missing.Order());
    }

    private static IEnumerable<LoggedEvent> Crowd(int n)
    {
        var time = $"2026-01-{1 + (n / 60):00}T00:{n % 60:00}:00Z";
        yield return Happenings.On(time, new OdometerRead { Odometer = new Distance(n % 7 == 0 ? 1 : n, "km") }, $"o{n}");
        if (n % 4 == 0)
        {
            yield return Happenings.On(time, new Actors.Orders.VehicleDelivered { OrderId = n % 8 == 0 ? $"N{n % 120:000}" : null }, $"d{n}");
            yield return Happenings.On(time, new Actors.Orders.VehicleAllocated { OrderId = $"N{n % 120:000}" }, $"a{n}");
        }
    }

    private static LoggedEvent[] Shuffled(LoggedEvent[] events, int seed)
    {
        new System.Random(seed).Shuffle(events);
        return events;
    }

    private static Vehicle Given(IEnumerable<LoggedEvent> events) => events.Aggregate(new Vehicle { Vin = "VIN" }, VehicleFold.Apply);

    private static string Json(Vehicle state) => JsonSerializer.Serialize(new Snapshot<Vehicle> { State = state }, SnapshotJson.Default.SnapshotVehicle);

    private static string Text(IEnumerable<Conflict> all) =>
        string.Join('|', all.Select(c => $"{c.Kind} {c.At:O} {c.Message} {string.Join(',', c.Events)}"));
}
