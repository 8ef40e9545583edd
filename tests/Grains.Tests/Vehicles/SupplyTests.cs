using AutoCrm.Actors.Vehicles;
using Xunit;
using static AutoCrm.Actors.Grains.Tests.Vehicles.AVehicle;

namespace AutoCrm.Actors.Grains.Tests.Vehicles;

public sealed class SupplyTests
{
    [Fact]
    public void It_goes_from_the_plan_to_the_yard()
    {
        var way = new (Actors.Events.EventPayload Happened, SupplyState Then)[]
        {
            (new VehiclePlanned { Make = "VW", Plant = "Emden" }, SupplyState.Planned),
            (new VehicleOrdered { Model = "ID.4" }, SupplyState.Ordered),
            (new ProductionStarted { Stage = ProductionStage.Body }, SupplyState.InProduction),
            (new ProductionStarted { Stage = ProductionStage.Paint }, SupplyState.InProduction),
            (new ProductionStarted { Stage = ProductionStage.Assembly }, SupplyState.InProduction),
            (new VehicleBuilt { Color = "blue" }, SupplyState.Built),
            (new VehicleShipped { To = "Zeebrugge", Eta = Day(9) }, SupplyState.InTransit),
            (new VehicleArrived { Place = "Zeebrugge" }, SupplyState.Arrived),
            (new VehicleShipped { To = "D07" }, SupplyState.InTransit),
            (new VehicleReceived { StockNumber = "S1" }, SupplyState.Received),
            (new VehicleInspected { Kind = InspectionKind.Arrival, Result = InspectionResult.Pass }, SupplyState.Inspected),
            (new VehicleInspected { Kind = InspectionKind.PreDelivery, Result = InspectionResult.Warning }, SupplyState.Ready),
        };

        for (var n = 1; n <= way.Length; n++)
        {
            var vehicle = Given([.. way.Take(n).Select((step, day) => On(day, step.Happened))]);
            Assert.Equal(way[n - 1].Then, vehicle.Supply!.StateOf());
            Assert.Empty(vehicle.Conflicts);
        }

        var ready = Given([.. way.Select((step, day) => On(day, step.Happened))]);
        Assert.Equal(("VW", "ID.4", "blue"), (ready.Make!.Value, ready.Model!.Value, ready.Color!.Value));
        Assert.Equal(("D07", Day(8)), (ready.Supply!.Step(SupplyMilestone.Shipped)!.Place, ready.Supply.Step(SupplyMilestone.Shipped)!.By.At));
        Assert.Equal("D07", ready.Stock!.Holder!.Value);
    }

    [Fact]
    public void A_milestone_that_is_reported_late_takes_nothing_back()
    {
        var vehicle = Given(On(5, new VehicleReceived()), On(2, new VehicleShipped()), On(1, new VehicleBuilt()));
        Assert.Equal(SupplyState.Received, vehicle.Supply!.StateOf());
    }

    [Fact]
    public void A_damage_stands_until_a_later_repair()
    {
        var damaged = On(3, new VehicleDamaged { Place = "port" });
        var received = On(5, new VehicleReceived());
        Assert.Equal(SupplyState.Damaged, Given(damaged, received).Supply!.StateOf());
        Assert.Equal(SupplyState.Received, Given(damaged, received, On(6, new VehicleRepaired())).Supply!.StateOf());
        Assert.Equal(SupplyState.Damaged, Given(damaged, received, On(2, new VehicleRepaired())).Supply!.StateOf());
    }

    [Fact]
    public void A_failed_inspection_leaves_it_unready_and_a_test_by_law_says_nothing()
    {
        var received = On(1, new VehicleReceived());
        var passed = On(2, new VehicleInspected { Kind = InspectionKind.PreDelivery, Result = InspectionResult.Pass });
        var failed = On(3, new VehicleInspected { Kind = InspectionKind.PreDelivery, Result = InspectionResult.Fail });
        Assert.Equal(SupplyState.Inspected, Given(received, passed, failed).Supply!.StateOf());
        var tested = On(4, new VehicleInspected { Kind = InspectionKind.Roadworthiness, Result = InspectionResult.Pass });
        Assert.Null(Given(tested).Supply);
    }

    [Fact]
    public void A_transfer_puts_it_into_another_stock()
    {
        var vehicle = Given(On(1, new VehicleReceived()), On(2, new VehicleTransferred { ToDealership = "D08" }));
        Assert.Equal("D08", vehicle.Stock!.Holder!.Value);
    }
}
