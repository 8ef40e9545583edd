using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>Reports of sales, true and contradictory ones.</summary>
internal static class SaleReports
{
    public static DateTimeOffset Deliver(Scene scene, SimulatedCar car, string customer, string? order, DateTimeOffset at, string? dealership = null)
    {
        var odometer = car.OdometerAt(at);
        DateTimeOffset delivered = default;
        delivered = scene.Say(at, customer, car.Vin, new VehicleDelivered { OrderId = order, Price = CarMaking.PriceOf(car.Model), Odometer = odometer, Make = CarMaking.Make, Model = car.Model }, Happened, dealership: dealership);
        return delivered;

        void Happened(Truth truth)
        {
            var (buyer, sold) = (truth.Customer(customer), truth.Vehicle(car.Vin));
            buyer.Deliveries++;
            buyer.OpenOrders -= order is null ? 0 : 1;
            buyer.LastPurchase = delivered;
            buyer.Owns.Add(car.Vin);
            sold.Deliveries++;
            sold.Owner = customer;
            sold.OdometerKm = odometer.Value;
            if (sold.ServicedAt is null)
            {
                (sold.ServicedAt, sold.ServicedKm) = (delivered, odometer.Value);
            }

            truth.Dealership(dealership ?? scene.Home).Deliveries++;
            if (car.OpenRecall is not null && sold.OpenRecalls.Contains(car.OpenRecall))
            {
                sold.Planted.Add(ConflictKinds.DeliveryUnderStopSale);
            }
        }
    }

    public static void Register(Scene scene, string vin, string customer, DateTimeOffset at) =>
        scene.Say(at, customer, vin, new OwnershipRegistered { Role = OwnershipRole.Owner, Plate = $"S {scene.Number + 1}" });

    /// <summary>Another dealership reports that it has sold the same car to somebody else.</summary>
    public static void SellAgain(Scene scene, SimulatedCar car, DateTimeOffset at)
    {
        var other = SimulationPlan.CodeOf((scene.Plan.HomeOf(scene.Number) + 1) % scene.Plan.Dealerships);
        var (customer, order) = (scene.Plan.CustomerIdOf(scene.Number, "X"), scene.NewId("O"));
        scene.Say(at, customer, null, new OrderPlaced { OrderId = order, Model = car.Model }, truth =>
        {
            truth.Customer(customer).Orders++;
            truth.Customer(customer).OpenOrders++;
            truth.Dealership(other).Orders++;
        }, dealership: other);
        at = Deliver(scene, car, customer, order, at.AddDays(2), other);
        var last = scene.Steps[^1];
        scene.Steps[^1] = last with
        {
            Effect = truth =>
            {
                last.Effect!(truth);
                truth.Vehicle(car.Vin).OwnerIsDisputed = true;
                truth.Vehicle(car.Vin).Planted.Add(ConflictKinds.DoubleSale);
            },
        };
    }

    /// <summary>A car is handed over, and nobody has reported an order.</summary>
    public static DateTimeOffset WithoutOrder(Scene scene, string customer, DateTimeOffset at, out SimulatedCar? car)
    {
        var model = CarMaking.ModelFor(scene.Random);
        var vin = CarMaking.VinOf(scene, model, at.Year, 31);
        CarSupply.Bring(scene, vin, model, scene.Days(at, -90, -60));
        car = new SimulatedCar(vin, model, at, scene.Random.Between(18, 70));
        at = Deliver(scene, car, customer, null, at);
        car = car with { Delivered = at };
        var last = scene.Steps[^1];
        scene.Steps[^1] = last with
        {
            Effect = truth =>
            {
                last.Effect!(truth);
                truth.Vehicle(vin).Planted.Add(ConflictKinds.DeliveryWithoutOrder);
                truth.Customer(customer).Planted.Add(ConflictKinds.DeliveryWithoutOrder);
            },
        };
        Register(scene, vin, customer, at.AddMinutes(15));
        return at;
    }
}

/// <summary>Cars that come back for a new one, and are sold again.</summary>
internal static class TradeIns
{
    public static void Take(Scene scene, SimulatedCar car, string customer, string order, DateTimeOffset at)
    {
        if (car.IsDisputed)
        {
            return;
        }

        var odometer = car.OdometerAt(at);
        DateTimeOffset taken = default;
        taken = scene.Say(at.AddMinutes(5), customer, car.Vin, new VehicleTradedIn { OrderId = order, Value = new Money(9000, "USD"), Kind = ReturnKind.TradeIn, Odometer = odometer }, truth =>
        {
            truth.Customer(customer).Owns.Remove(car.Vin);
            truth.Customer(customer).LastEnd = taken;
            truth.Vehicle(car.Vin).Owner = null;
            truth.Vehicle(car.Vin).OdometerKm = odometer.Value;
        });
        if (scene.Random.PerMille(600))
        {
            SellUsed(scene, car, scene.Days(taken, 15, 90));
        }
    }

    private static void SellUsed(Scene scene, SimulatedCar car, DateTimeOffset at)
    {
        var buyer = scene.Plan.CustomerIdOf(scene.Number, $"U{scene.Steps.Count}");
        at = Life.Register(scene, buyer, at);
        var order = scene.NewId("O");
        at = new CarSale(scene, buyer, order, car.Model).Place(at.AddMinutes(40), null);
        at = scene.Say(at.AddHours(1), buyer, car.Vin, new VehicleAllocated { OrderId = order });
        at = SaleReports.Deliver(scene, car, buyer, order, scene.Days(at, 1, 5));
        SaleReports.Register(scene, car.Vin, buyer, at.AddMinutes(15));
        new CarKeeping(scene, car, buyer).Keep(at, scene.Plan.Horizon);
    }
}
