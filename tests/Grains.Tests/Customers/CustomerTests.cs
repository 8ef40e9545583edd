using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using Xunit;

namespace AutoCrm.Actors.Grains.Tests.Customers;

public sealed class CustomerTests
{
    [Fact]
    public void The_stage_follows_from_the_milestones()
    {
        var registered = Happenings.On("2026-01-01T00:00:00Z", new CustomerRegistered { Name = "Geraldine" });
        var ordered = Happenings.On("2026-01-02T00:00:00Z", new OrderPlaced { OrderId = "O1" });
        var delivered = Happenings.On("2026-01-03T00:00:00Z", new VehicleDelivered { OrderId = "O1" });
        var serviced = Happenings.On("2026-01-04T00:00:00Z", new ServiceCompleted { RepairOrder = "R1" });

        Assert.Equal(CustomerStage.Unknown, Given().Stage);
        Assert.Equal(CustomerStage.Prospect, Given(registered).Stage);
        Assert.Equal(CustomerStage.Ordered, Given(registered, ordered).Stage);
        Assert.Equal(CustomerStage.OwnerNew, Given(delivered, registered, ordered).Stage);
        Assert.Equal(CustomerStage.OwnerInService, Given(serviced, delivered, registered, ordered).Stage);
    }

    [Fact]
    public void A_delivery_reported_before_its_order_joins_it()
    {
        var customer = Given(
            Happenings.On("2026-01-03T00:00:00Z", new VehicleDelivered { OrderId = "O1" }),
            Happenings.On("2026-01-02T00:00:00Z", new OrderPlaced { OrderId = "O1", Make = "Saab", Model = "9-3" }));

        var order = Assert.Single(customer.Orders);
        Assert.Equal("9-3", order.Placed!.Value.Model);
        Assert.NotNull(order.Delivered);
    }

    [Fact]
    public void The_same_order_number_of_two_dealerships_is_two_orders()
    {
        var customer = Given(
            Happenings.On("2026-01-02T00:00:00Z", new OrderPlaced { OrderId = "O1" }, dealership: "D01"),
            Happenings.On("2026-01-02T00:00:00Z", new OrderPlaced { OrderId = "O1" }, dealership: "D02"));

        Assert.Equal(2, customer.Orders.Length);
        Assert.Equal(["D01", "D02"], customer.Dealerships);
    }

    [Fact]
    public void The_latest_registration_by_occurrence_is_the_party()
    {
        var customer = Given(
            Happenings.On("2026-02-01T00:00:00Z", new CustomerRegistered { Name = "New" }),
            Happenings.On("2026-01-01T00:00:00Z", new CustomerRegistered { Name = "Old" }));

        Assert.Equal("New", customer.Profile.Name!.Value);
    }

    private static Customer Given(params LoggedEvent[] events) => events.Aggregate(new Customer { Id = "C1" }, CustomerFold.Apply);
}
