using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>Reports of sales, true and contradictory ones.</summary>
internal static class SaleReports
{
    public static DateTimeOffset Deliver(
        Scene scene, SimulatedCar car, string customer, string? order, DateTimeOffset at, FinanceKind finance = FinanceKind.Cash, Action<Truth>? more = null, string? dealership = null)
    {
        var odometer = car.OdometerAt(at);
        var data = new VehicleDelivered
        {
            OrderId = order,
            Price = CarMaking.PriceOf(car.Model),
            Odometer = odometer,
            Make = CarMaking.Make,
            Model = car.Model,
            Finance = finance == FinanceKind.Lease ? finance : null,
        };
        DateTimeOffset delivered = default;
        delivered = scene.Say(at, customer, car.Vin, data, Happened, dealership: dealership);
        return delivered;

        void Happened(Truth truth)
        {
            Bought(truth, car.Vin, customer, delivered, finance == FinanceKind.Lease);
            truth.Customer(customer).Deliveries++;
            if (order is not null)
            {
                truth.OrderEnded(customer, order, dealership ?? scene.Home);
            }

            var sold = truth.Vehicle(car.Vin);
            sold.Deliveries++;
            sold.OdometerKm = odometer.Value;
            sold.ServicedKm = sold.ServicedAt is null ? odometer.Value : sold.ServicedKm;
            sold.ServicedAt ??= delivered;
            truth.Dealership(dealership ?? scene.Home).Deliveries++;
            truth.Leaves(car.Vin);
            if (car.OpenRecall is not null && sold.OpenRecalls.Contains(car.OpenRecall))
            {
                sold.Planted.Add(ConflictKinds.DeliveryUnderStopSale);
            }

            more?.Invoke(truth);
        }
    }

    public static void Register(Scene scene, string vin, string customer, DateTimeOffset at, OwnershipRole role = OwnershipRole.Owner) =>
        scene.Say(at, customer, vin, new OwnershipRegistered { Role = role, Plate = $"S {scene.Number + 1}" });

    /// <summary>Another dealership reports that it has sold the same car to somebody else.</summary>
    public static void SellAgain(Scene scene, SimulatedCar car, DateTimeOffset at)
    {
        var other = SimulationPlan.CodeOf((scene.Plan.HomeOf(scene.Number) + 1) % scene.Plan.Dealerships);
        var (customer, order) = (scene.Plan.CustomerIdOf(scene.Number, $"X{scene.Steps.Count}"), scene.NewId("O"));
        at = OrderReports.Place(scene, customer, order, car.Model, at, dealership: other);
        Deliver(scene, car, customer, order, at.AddDays(2), dealership: other, more: truth =>
        {
            truth.Vehicle(car.Vin).OwnerIsDisputed = true;
            truth.Vehicle(car.Vin).Planted.Add(ConflictKinds.DoubleSale);
        });
    }

    /// <summary>A second car is handed over for the same order.</summary>
    public static void DeliverSecond(Scene scene, SimulatedCar first, string customer, string order, DateTimeOffset at)
    {
        at = scene.Days(at, 1, 5);
        var second = Another(scene, first.Model, at);
        Deliver(scene, second, customer, order, at, more: truth => truth.Customer(customer).Planted.Add(CustomerConflictKinds.OrderDeliveredTwice));
    }

    /// <summary>Somebody else is registered as the owner, and some days later it is found out.</summary>
    public static void RegisterFalsely(Scene scene, string vin, DateTimeOffset at)
    {
        var other = scene.Plan.CustomerIdOf(scene.Number, $"Z{scene.Steps.Count}");
        DateTimeOffset registered = default, ended = default;
        registered = scene.Say(at, other, vin, new OwnershipRegistered { Role = OwnershipRole.Owner, Plate = "S 0" }, truth =>
        {
            truth.Customer(other).Purchases.Add(registered);
            truth.Customer(other).Owns.Add(vin);
            truth.Vehicle(vin).OwnerIsDisputed = true;
            truth.Vehicle(vin).Planted.Add(ConflictKinds.OwnerOverlap);
        });
        ended = scene.Say(scene.Days(registered, 2, 12), other, vin, new OwnershipEnded { Role = OwnershipRole.Owner, Reason = "registered by mistake" }, truth =>
        {
            truth.Customer(other).Owns.Remove(vin);
            truth.Customer(other).LastEnd = ended;
            truth.Vehicle(vin).OwnerIsDisputed = false;
        });
    }

    /// <summary>A car is handed over whose order nobody has reported: it names none, or one that nobody knows.</summary>
    public static DateTimeOffset WithoutOrder(Scene scene, string customer, DateTimeOffset at, out SimulatedCar? car)
    {
        var made = Another(scene, CarMaking.ModelFor(scene.Random), at);
        var order = scene.Random.PerMille(500) ? scene.NewId("O") : null;
        at = Deliver(scene, made, customer, order, at, more: truth =>
        {
            truth.Customer(customer).Planted.Add(CustomerConflictKinds.DeliveryWithoutOrder);
            if (order is null)
            {
                truth.Vehicle(made.Vin).Planted.Add(ConflictKinds.DeliveryWithoutOrder);
            }
            else
            {
                truth.Customer(customer).Orders++;
            }
        });
        car = made with { Delivered = at };
        Register(scene, car.Vin, customer, at.AddMinutes(15));
        return at;
    }

    private static SimulatedCar Another(Scene scene, string model, DateTimeOffset at)
    {
        var vin = CarMaking.VinOf(scene, model, at.Year);
        CarSupply.Bring(scene, vin, model, scene.Days(at, -90, -60));
        return new SimulatedCar(vin, model, at, scene.Random.Between(18, 70));
    }

    private static void Bought(Truth truth, string vin, string customer, DateTimeOffset at, bool isLeased)
    {
        truth.Customer(customer).Purchases.Add(at);
        truth.Customer(customer).Owns.Add(vin);
        (truth.Vehicle(vin).Owner, truth.Vehicle(vin).Lessee) = isLeased ? (null, customer) : (customer, (string?)null);
    }
}

/// <summary>Sales that are undone.</summary>
internal static class Reversals
{
    /// <returns>When it was undone.</returns>
    public static DateTimeOffset Undo(Scene scene, SimulatedCar car, string customer, string order, DateTimeOffset at)
    {
        DateTimeOffset undone = default;
        undone = scene.Say(at, customer, car.Vin, new SaleReversed { OrderId = order, Reason = "financing fell through" }, truth =>
        {
            var buyer = truth.Customer(customer);
            buyer.Purchases.Remove(car.Delivered);
            buyer.Owns.Remove(car.Vin);
            buyer.LastLoss = undone;
            truth.Vehicle(car.Vin).Owner = null;
            truth.Comes(car.Vin, scene.Home);
        });
        UsedCars.Sell(scene, car, scene.Days(undone, 5, 40));
        return undone;
    }
}
