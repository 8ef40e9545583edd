using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>An order and the car that fulfils it.</summary>
internal sealed class CarSale(Scene scene, string customer, string order, string model)
{
    private readonly SeededRandom random = scene.Random;
    private readonly FinanceKind finance = scene.Random.PerMille(600) ? FinanceKind.Finance : FinanceKind.Cash;

    public DateTimeOffset Place(DateTimeOffset at, string? lead)
    {
        at = scene.Say(at, customer, null, new OrderPlaced { OrderId = order, Make = CarMaking.Make, Model = model, Amount = CarMaking.PriceOf(model), Finance = finance, LeadId = lead }, truth =>
        {
            truth.Customer(customer).Orders++;
            truth.Customer(customer).OpenOrders++;
            truth.Dealership(scene.Home).Orders++;
        });
        return lead is null ? at : scene.Say(at.AddMinutes(1), customer, null, new LeadConverted { LeadId = lead, OrderId = order }, truth => truth.Customer(customer).OpenLeads--);
    }

    public DateTimeOffset Cancel(DateTimeOffset at, string reason) =>
        scene.Say(at, customer, null, new OrderCancelled { OrderId = order, Reason = reason }, truth =>
        {
            truth.Customer(customer).OpenOrders--;
            truth.Customer(customer).LastLoss = at;
        });

    /// <summary>Builds or takes from stock, and delivers.</summary>
    /// <returns>The car, and when it was handed over.</returns>
    public (SimulatedCar Car, DateTimeOffset Delivered) Fulfil(DateTimeOffset at)
    {
        at = scene.Say(at.AddMinutes(random.Between(30, 2000)), customer, null, new OrderConfirmed { OrderId = order, ExpectedDelivery = at.AddDays(120) });
        var isFromStock = random.PerMille(600);
        var built = scene.Days(at, isFromStock ? -90 : 20, isFromStock ? -60 : 45);
        var vin = CarMaking.VinOf(scene, model, built.Year, scene.Steps.Count % 31);
        while (scene.Steps.Exists(step => step.Vin == vin))
        {
            vin = CarMaking.VinOf(scene, model, built.Year, random.Below(32));
        }

        var received = CarSupply.Bring(scene, vin, model, built);
        at = scene.Days(received > at ? received : at, 1, 4);
        at = scene.Say(at, customer, vin, new VehicleAllocated { OrderId = order });
        if (finance == FinanceKind.Finance)
        {
            scene.Say(at.AddMinutes(20), customer, vin, new FinancingApproved { OrderId = order, Finance = finance, Months = 48 });
        }

        var recall = CarSupply.StopSale(scene, vin, at);
        var car = new SimulatedCar(vin, model, scene.Days(at, 3, 12), random.Between(18, 70)) { OpenRecall = recall };
        return HandOver(car);
    }

    private (SimulatedCar Car, DateTimeOffset Delivered) HandOver(SimulatedCar car)
    {
        if (scene.Contradicts(6))
        {
            car = car with { IsDisputed = true };
        }

        var at = SaleReports.Deliver(scene, car, customer, order, car.Delivered);
        car = car with { Delivered = at };
        if (car.IsDisputed)
        {
            SaleReports.SellAgain(scene, car, scene.Days(at, 5, 40));
            return (car, at);
        }

        SaleReports.Register(scene, car.Vin, customer, at.AddMinutes(15));
        var months = 36;
        var started = at.AddMinutes(20);
        started = scene.Say(started, customer, car.Vin, new WarrantyStarted { Kind = WarrantyKind.Basic, Months = months, Distance = new(100_000, "km"), From = at }, truth => truth.Vehicle(car.Vin).WarrantyEnds = at.AddMonths(months));
        scene.Say(started.AddMinutes(1), customer, car.Vin, new MaintenancePlanSet { Months = 12, Distance = new(15_000, "km") }, truth =>
        {
            truth.Vehicle(car.Vin).PlanMonths = 12;
            truth.Vehicle(car.Vin).PlanKm = 15_000;
        });
        scene.Say(started.AddHours(3), customer, car.Vin, new DeliveryReported { OrderId = order, DeliveredAt = at });
        return (car, at);
    }
}

/// <summary>What the maker reports until a dealership has the car.</summary>
internal static class CarSupply
{
    public static DateTimeOffset Bring(Scene scene, string vin, string model, DateTimeOffset built)
    {
        var planned = scene.Days(built, -40, -20);
        scene.Say(planned, null, vin, new VehiclePlanned { Make = CarMaking.Make, Model = model, ModelYear = built.Year }, byMaker: true);
        scene.Say(scene.Days(built, -6, -5), null, vin, new ProductionStarted { Stage = ProductionStage.Body }, byMaker: true);
        scene.Say(scene.Days(built, -2, -1), null, vin, new ProductionStarted { Stage = ProductionStage.Assembly }, byMaker: true);
        built = scene.Say(built, null, vin, new VehicleBuilt { Make = CarMaking.Make, Model = model, ModelYear = built.Year, Color = "white" }, byMaker: true);
        var shipped = scene.Say(scene.Days(built, 1, 6), null, vin, new VehicleShipped { Carrier = "Blue Line", To = scene.Home }, byMaker: true);
        var arrived = scene.Say(scene.Days(shipped, 3, 30), null, vin, new VehicleArrived { Place = "compound" }, byMaker: true);
        var received = scene.Say(scene.Days(arrived, 1, 3), null, vin, new VehicleReceived { StockNumber = scene.NewId("N") });
        return scene.Say(received.AddHours(2), null, vin, new VehicleInspected { Kind = InspectionKind.PreDelivery, Result = InspectionResult.Pass });
    }

    /// <summary>A recall that forbids to hand the car over, which somebody does all the same.</summary>
    /// <returns>The campaign; null in most cases.</returns>
    public static string? StopSale(Scene scene, string vin, DateTimeOffset at)
    {
        if (!scene.Contradicts(8))
        {
            return null;
        }

        var campaign = $"RS-{at.Year}";
        scene.Say(at.AddHours(1), null, vin, new RecallOpened { Campaign = campaign, StopSale = true, Remedy = "replace the brake hose" }, truth => truth.Vehicle(vin).OpenRecalls.Add(campaign), byMaker: true);
        return campaign;
    }
}
