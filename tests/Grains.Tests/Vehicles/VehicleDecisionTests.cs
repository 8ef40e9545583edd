using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

public sealed class VehicleDecisionTests
{
    private const string ValidVin = "4T1BE32K13U193407";
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private static readonly ReserveVehicle Reserve = new()
    {
        Dealership = "D07", MutationId = "m1", Customer = "C1", Until = Now.AddDays(2), Order = "O-1",
    };

    [Fact]
    public void A_free_vehicle_is_reserved()
    {
        var verdict = VehicleDecisions.Decide(Known(), Reserve, Now);

        Assert.Null(verdict.Rejection);
        var decided = Assert.Single(verdict.Events);
        Assert.Equal(("autocrm.vehicle.reserved.v1", "C1"), (decided.Type, decided.Customer));
        Assert.Null(EventCatalogue.Find(decided.Type)!.Schema.Check(System.Text.Json.JsonElement.Parse(decided.Data), "data"));
    }

    [Fact]
    public void What_nothing_is_known_about_cannot_be_reserved() => Rejected(VehicleRejections.UnknownVehicle, null, Reserve);

    [Fact]
    public void A_wrong_check_digit_is_refused_where_it_is_mandatory() =>
        Rejected(VehicleRejections.CheckDigitWrong, Known("4T1BE32K23U193407"), Reserve);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(91)]
    public void A_reservation_ends_in_the_nearer_future(int days) =>
        Rejected(VehicleRejections.BadUntil, Known(), Reserve with { Until = Now.AddDays(days) });

    [Fact]
    public void A_reserved_vehicle_is_not_reserved_again_until_it_is_released_or_free_by_itself()
    {
        var reserved = After(Known(), Reserve, Now);
        var other = Reserve with { Dealership = "D08", MutationId = "m2", Until = Now.AddDays(10) };

        Rejected(VehicleRejections.AlreadyReserved, reserved, other);
        Assert.Null(VehicleDecisions.Decide(reserved, other, Now.AddDays(2)).Rejection);
        var released = After(reserved, Release(reserved), Now.AddHours(1));
        Assert.Null(VehicleDecisions.Decide(released, other, Now.AddHours(2)).Rejection);
    }

    [Fact]
    public void A_delivered_vehicle_is_not_reserved_and_an_auctioned_one_is()
    {
        var auctioned = VehicleFold.Apply(Known(), Happenings.On("2026-01-01T08:00:00Z", new VehicleAuctioned { Price = new Money(1, "USD") }));
        Assert.Null(VehicleDecisions.Decide(auctioned, Reserve, Now).Rejection);
        var delivered = VehicleFold.Apply(auctioned, Happenings.On("2026-01-02T08:00:00Z", new VehicleDelivered()));
        Rejected(VehicleRejections.AlreadyDelivered, delivered, Reserve);
    }

    [Fact]
    public void Only_the_dealership_that_reserved_can_release_and_only_once()
    {
        var reserved = After(Known(), Reserve, Now);
        var release = Release(reserved);

        Assert.Equal(VehicleRejections.UnknownReservation, VehicleDecisions.Decide(reserved, release with { Dealership = "D08" }, Now).Rejection?.Code);
        Assert.Equal(VehicleRejections.UnknownReservation, VehicleDecisions.Decide(null, release, Now).Rejection?.Code);
        var released = After(reserved, release, Now.AddHours(1));
        Assert.Equal(VehicleRejections.ReservationEnded, VehicleDecisions.Decide(released, release, Now.AddHours(2)).Rejection?.Code);
    }

    [Fact]
    public void Two_reservations_of_one_time_that_were_reported_are_a_conflict()
    {
        var first = Happenings.On("2026-01-01T08:00:00Z", new VehicleReserved { Reservation = "A", Until = Now }, dealership: "D01");
        var second = Happenings.On("2026-01-02T08:00:00Z", new VehicleReserved { Reservation = "B", Until = Now }, dealership: "D02");
        var release = Happenings.On("2026-01-01T20:00:00Z", new ReservationReleased { Reservation = "A" }, dealership: "D01");

        var contradicted = VehicleFold.Apply(VehicleFold.Apply(Known(), second), first);
        var conflict = Assert.Single(contradicted.Conflicts);
        Assert.Equal((ConflictKinds.DoubleReservation, second.Stamp.At), (conflict.Kind, conflict.At));
        Assert.Empty(VehicleFold.Apply(contradicted, release).Conflicts);
    }

    private static void Rejected(string code, Vehicle? vehicle, ReserveVehicle command)
    {
        var verdict = VehicleDecisions.Decide(vehicle, command, Now);
        Assert.Equal(code, verdict.Rejection?.Code);
        Assert.Empty(verdict.Events);
    }

    private static Vehicle Known(string vin = ValidVin) => new() { Vin = vin, Make = new("Toyota", new EventStamp(Now.AddDays(-1), "e", "/t")) };

    private static ReleaseReservation Release(Vehicle reserved) => new()
    {
        Dealership = "D07", MutationId = "r1", Reservation = Assert.Single(reserved.Reservations).Id,
    };

    private static Vehicle After(Vehicle vehicle, ReserveVehicle command, DateTimeOffset now) =>
        Happened(vehicle, VehicleDecisions.Decide(vehicle, command, now), command, now);

    private static Vehicle After(Vehicle vehicle, ReleaseReservation command, DateTimeOffset now) =>
        Happened(vehicle, VehicleDecisions.Decide(vehicle, command, now), command, now);

    private static Vehicle Happened(Vehicle vehicle, Verdict verdict, ActorCommand command, DateTimeOffset now) =>
        verdict.Events.Aggregate(vehicle, (state, e) => VehicleFold.Apply(state, Happenings.On(
            now.ToString("O"), EventCatalogue.Read(e.Type, e.Data), dealership: command.Dealership, customer: e.Customer)));
}
