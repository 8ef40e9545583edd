using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Vehicles.AVehicle;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

public sealed class OwnershipTests
{
    private static readonly LoggedEvent Delivered = On(10, new VehicleDelivered { OrderId = "O1" });

    [Fact]
    public void It_goes_from_the_maker_to_the_dealer_to_the_owner_and_back()
    {
        var built = On(0, new VehicleBuilt());
        var received = On(5, new VehicleReceived());
        var returned = On(900, new VehicleTradedIn { Value = new Money(1, "EUR") });
        var vehicle = Given(built, received, Delivered, returned);

        Assert.Equal(
            [OwnershipState.Maker, OwnershipState.Dealer, OwnershipState.Owner, OwnershipState.Dealer],
            new[] { 1, 6, 11, 901 }.Select(day => OwnershipPeriods.StateOf(day < 900 ? Given(built, received, Delivered) : vehicle, Day(day))!.Value));
        var period = Assert.Single(OwnershipPeriods.Of(vehicle));
        Assert.Equal(("C1", OwnershipRole.Owner, Day(10), Day(900)), (period.Customer, period.Role, period.From, period.Until));
        Assert.Equal(returned.Stamp, period.EndedBy);
    }

    [Fact]
    public void After_a_lease_the_customer_is_a_lessee()
    {
        var vehicle = Given(On(10, new VehicleDelivered { OrderId = "O1", Finance = FinanceKind.Lease }), On(11, new OwnershipRegistered { Role = OwnershipRole.Owner }, customer: "BANK"));
        Assert.Equal(OwnershipState.Lessee, OwnershipPeriods.StateOf(vehicle, Day(20)));
        Assert.Equal([("C1", OwnershipRole.Lessee), ("BANK", OwnershipRole.Owner)], OwnershipPeriods.Of(vehicle).Select(p => (p.Customer!, p.Role)));
        Assert.Empty(vehicle.Conflicts);
    }

    [Fact]
    public void A_registration_of_who_has_it_already_is_no_other_period()
    {
        var vehicle = Given(Delivered, On(12, new OwnershipRegistered { Role = OwnershipRole.Owner, Plate = "M-AB 1" }), On(40, new OwnershipRegistered { Role = OwnershipRole.Driver }, customer: "C3"));
        Assert.Equal([(OwnershipRole.Owner, Day(10)), (OwnershipRole.Driver, Day(40))], OwnershipPeriods.Of(vehicle).Select(p => (p.Role, p.From)));
        Assert.Empty(vehicle.Conflicts);
    }

    [Fact]
    public void A_sale_among_customers_is_an_end_and_a_beginning()
    {
        var ended = On(400, new OwnershipEnded { Reason = "sold", Role = OwnershipRole.Owner });
        var next = On(405, new OwnershipRegistered { Role = OwnershipRole.Owner, From = Day(400) }, customer: "C2");
        var vehicle = Given(Delivered, ended, next);
        Assert.Equal([("C1", (DateTimeOffset?)Day(400)), ("C2", null)], OwnershipPeriods.Of(vehicle).Select(p => (p.Customer!, p.Until)));
        Assert.Empty(vehicle.Conflicts);
        Assert.Equal(CommercialState.Delivered, VehicleTrade.StateOf(vehicle, Day(500)));
    }

    [Fact]
    public void Two_owners_at_one_time_contradict_each_other()
    {
        var next = On(405, new OwnershipRegistered { Role = OwnershipRole.Owner }, customer: "C2");
        Given(Delivered, next).IsConflict(ConflictKinds.OwnerOverlap, Delivered, next);
        Given(Delivered, next, On(406, new OwnershipEnded { Reason = "sold" })).IsConflict(ConflictKinds.OwnerOverlap, Delivered, next);
    }

    [Fact]
    public void Two_sales_are_one_contradiction_and_not_also_one_of_owners()
    {
        var other = On(12, new VehicleDelivered { OrderId = "O2" }, "D08", "C2");
        var registered = On(13, new OwnershipRegistered { Role = OwnershipRole.Owner });
        Assert.Equal([ConflictKinds.DoubleSale], Given(Delivered, other, registered).Kinds());
    }

    [Fact]
    public void Whose_it_is_is_told_of_a_vehicle_that_nobody_reported_to_be_sold()
    {
        var vehicle = Given(On(5, new OwnershipRegistered { Role = OwnershipRole.Owner, From = Day(1) }));
        Assert.Equal(OwnershipState.Owner, OwnershipPeriods.StateOf(vehicle, Day(2)));
        Assert.Null(OwnershipPeriods.StateOf(vehicle, Day(0)));
        Assert.Equal(CommercialState.Delivered, VehicleTrade.StateOf(vehicle, Day(2)));
    }
}
