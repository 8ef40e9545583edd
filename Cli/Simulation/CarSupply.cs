using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>What is reported of a car until somebody wants it.</summary>
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
        var received = scene.Say(scene.Days(arrived, 1, 3), null, vin, new VehicleReceived { StockNumber = scene.NewId("N") }, truth => truth.Comes(vin, scene.Home));
        return scene.Say(received.AddHours(2), null, vin, new VehicleInspected { Kind = InspectionKind.PreDelivery, Result = InspectionResult.Pass });
    }

    public static void Offer(Scene scene, string vin, string model, DateTimeOffset at) =>
        scene.Say(at, null, vin, new VehicleMadeAvailable { Price = CarMaking.PriceOf(model), Kind = StockKind.New }, truth => truth.IsOffered(vin));

    /// <summary>A recall that forbids to hand the car over.</summary>
    /// <returns>The campaign.</returns>
    public static string StopSale(Scene scene, string vin, DateTimeOffset at)
    {
        var campaign = $"RS-{at.Year}";
        scene.Say(at.AddHours(1), null, vin, new RecallOpened { Campaign = campaign, StopSale = true, Remedy = "replace the brake hose" }, truth => truth.Vehicle(vin).OpenRecalls.Add(campaign), byMaker: true);
        return campaign;
    }
}

/// <summary>A car that is missed on the lot, and was only somewhere else.</summary>
internal static class Thefts
{
    public static void Miss(Scene scene, string vin, DateTimeOffset at) =>
        scene.Say(at, null, vin, new VehicleStolen(), truth =>
        {
            truth.Vehicle(vin).End = "STOLEN";
            truth.Leaves(vin);
        });

    // By the maker: the dealership does not have it any more.
    public static void Find(Scene scene, string vin, DateTimeOffset at) =>
        scene.Say(at, null, vin, new VehicleRecovered(), truth => truth.Vehicle(vin).End = "RECOVERED", byMaker: true);
}
