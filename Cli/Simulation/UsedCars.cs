using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>Cars that come back, for a new one or at the end of a lease, and are sold again.</summary>
internal static class UsedCars
{
    public static void TakeInPart(Scene scene, SimulatedCar car, string customer, string order, DateTimeOffset at)
    {
        if (!car.IsDisputed)
        {
            Take(scene, car, customer, at, new VehicleTradedIn { OrderId = order, Value = new Money(9000, "USD"), Kind = ReturnKind.TradeIn, Odometer = car.OdometerAt(at) });
        }
    }

    /// <summary>Keeps a leased car to the end of its lease.</summary>
    /// <returns>When the customer gave it back; null if the story of the car ended before.</returns>
    public static DateTimeOffset? KeepLeased(Scene scene, SimulatedCar car, string customer)
    {
        if (new CarKeeping(scene, car, customer).Keep(car.Delivered, car.LeaseEnds!.Value) is not { } last)
        {
            return null;
        }

        var end = last > car.LeaseEnds ? scene.Days(last, 1, 10) : scene.Days(car.LeaseEnds!.Value, 0, 5);
        return Take(scene, car, customer, end, new VehicleTradedIn { Value = new Money(0, "USD"), Kind = ReturnKind.LeaseReturn, Odometer = car.OdometerAt(end) });
    }

    public static void Sell(Scene scene, SimulatedCar car, DateTimeOffset at)
    {
        var buyer = scene.Plan.CustomerIdOf(scene.Number, $"U{scene.Steps.Count}");
        at = Person.Draw(scene).Registers(scene, buyer, at);
        var order = scene.NewId("O");
        at = OrderReports.Place(scene, buyer, order, car.Model, at.AddMinutes(40));
        at = scene.Say(at.AddHours(1), buyer, car.Vin, new VehicleAllocated { OrderId = order }, truth => truth.IsSetAside(car.Vin, order));
        at = SaleReports.Deliver(scene, car, buyer, order, scene.Days(at, 1, 5));
        SaleReports.Register(scene, car.Vin, buyer, at.AddMinutes(15));
        new CarKeeping(scene, car, buyer).Keep(at, scene.Plan.Horizon);
    }

    private static DateTimeOffset Take(Scene scene, SimulatedCar car, string customer, DateTimeOffset at, VehicleTradedIn data)
    {
        DateTimeOffset taken = default;
        taken = scene.Say(at.AddMinutes(5), customer, car.Vin, data, truth =>
        {
            truth.Customer(customer).Owns.Remove(car.Vin);
            truth.Customer(customer).LastEnd = taken;
            var back = truth.Vehicle(car.Vin);
            (back.Owner, back.Lessee, back.OdometerKm) = (null, null, data.Odometer!.Value);
            truth.Comes(car.Vin, scene.Home);
        });
        if (scene.Random.PerMille(600))
        {
            Sell(scene, car, scene.Days(taken, 15, 90));
        }
        else
        {
            Auction(scene, car, scene.Days(taken, 20, 80));
        }

        return taken;
    }

    private static void Auction(Scene scene, SimulatedCar car, DateTimeOffset at)
    {
        var odometer = car.OdometerAt(at);
        scene.Say(at, null, car.Vin, new VehicleAuctioned { Price = new Money(8500, "USD"), Odometer = odometer }, truth =>
        {
            truth.Vehicle(car.Vin).OdometerKm = odometer.Value;
            truth.Dealership(scene.Home).Auctions++;
            truth.Leaves(car.Vin);
        });
    }
}
