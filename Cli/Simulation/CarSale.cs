using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>How a sale ended.</summary>
/// <param name="Car">The car that the customer has; null if the sale was undone.</param>
/// <param name="At">When it was handed over, or undone.</param>
internal sealed record SaleOutcome(SimulatedCar? Car, DateTimeOffset At);

/// <summary>An order and the new car that fulfils it.</summary>
internal sealed class CarSale
{
    private const int LeaseMonths = 36;

    private readonly Scene scene;
    private readonly string customer;
    private readonly string order;
    private readonly string model;
    private readonly SeededRandom random;
    private readonly Mishap mishap;
    private readonly FinanceKind finance;

    public CarSale(Scene scene, string customer, string order, string model)
    {
        (this.scene, this.customer, this.order, this.model, random) = (scene, customer, order, model, scene.Random);
        mishap = Mishaps.Draw(scene);
        finance = mishap == Mishap.None && random.PerMille(180) ? FinanceKind.Lease : random.PerMille(600) ? FinanceKind.Finance : FinanceKind.Cash;
    }

    public DateTimeOffset Place(DateTimeOffset at, string? lead)
    {
        at = OrderReports.Place(scene, customer, order, model, at, finance, lead);
        return lead is null ? at : scene.Say(at.AddMinutes(1), customer, null, new LeadConverted { LeadId = lead, OrderId = order }, truth =>
        {
            truth.Customer(customer).OpenLeads--;
            truth.Dealership(scene.Home).LeadMoves(DealershipTruth.QualifiedLeads, null);
        });
    }

    public DateTimeOffset Cancel(DateTimeOffset at, string reason) => OrderReports.Cancel(scene, customer, order, null, at, reason);

    /// <summary>Builds or takes from stock, and delivers.</summary>
    public SaleOutcome Fulfil(DateTimeOffset at)
    {
        at = scene.Say(at.AddMinutes(random.Between(30, 2000)), customer, null, new OrderConfirmed { OrderId = order, ExpectedDelivery = at.AddDays(120) });
        var isFromStock = random.PerMille(600) || mishap.NeedsStock();
        var built = scene.Days(at, isFromStock ? -90 : 20, isFromStock ? -60 : 45);
        var vin = CarMaking.VinOf(scene, model, built.Year);
        var received = CarSupply.Bring(scene, vin, model, built);
        if (isFromStock)
        {
            CarSupply.Offer(scene, vin, model, received.AddHours(20));
        }

        at = scene.Days(received > at ? received : at, 1, 4);
        var rival = Rival.Of(mishap, scene, vin, model, at);
        at = SetAside(vin, at, rival);
        var recall = mishap == Mishap.StopSale ? CarSupply.StopSale(scene, vin, at) : null;
        var car = new SimulatedCar(vin, model, scene.Days(at, 3, 12), random.Between(18, 70)) { OpenRecall = recall };
        return HandOver(car, rival);
    }

    private DateTimeOffset SetAside(string vin, DateTimeOffset at, Rival? rival)
    {
        if (mishap == Mishap.AgainstAllocation)
        {
            return at;
        }

        at = scene.Say(at, customer, vin, new VehicleAllocated { OrderId = order }, truth =>
        {
            truth.IsSetAside(vin, order);
            if (mishap == Mishap.DoubleAllocation)
            {
                truth.Vehicle(vin).Planted.Add(ConflictKinds.DoubleAllocation);
            }
        });
        if (finance != FinanceKind.Cash)
        {
            scene.Say(at.AddMinutes(20), customer, vin, new FinancingApproved { OrderId = order, Finance = finance, Months = finance == FinanceKind.Lease ? LeaseMonths : 48 });
        }

        if (mishap == Mishap.DoubleAllocation)
        {
            rival!.GiveUp(at.AddDays(1));
        }

        return at;
    }

    private SaleOutcome HandOver(SimulatedCar car, Rival? rival)
    {
        if (mishap == Mishap.Stolen)
        {
            Thefts.Miss(scene, car.Vin, car.Delivered.AddDays(-1));
        }
        else if (mishap == Mishap.AfterCancellation)
        {
            OrderReports.Cancel(scene, customer, order, car.Vin, car.Delivered.AddDays(-1), "by mistake");
        }

        var at = SaleReports.Deliver(scene, car, customer, order, car.Delivered, finance, PlantAtDelivery(car.Vin));
        car = car with { Delivered = at, LeaseEnds = finance == FinanceKind.Lease ? at.AddMonths(LeaseMonths) : null };
        switch (mishap)
        {
            case Mishap.DoubleSale:
                SaleReports.SellAgain(scene, car, scene.Days(at, 5, 40));
                return new SaleOutcome(car with { IsDisputed = true }, at);
            case Mishap.Reversal:
                return new SaleOutcome(null, Reversals.Undo(scene, car, customer, order, scene.Days(at, 2, 10)));
            case Mishap.AgainstAllocation:
                rival!.GiveUp(at.AddDays(2));
                break;
        }

        StartKeeping(car, at);
        Follow(car, at);
        return new SaleOutcome(car, at);
    }

    private Action<Truth>? PlantAtDelivery(string vin) => mishap switch
    {
        Mishap.AgainstAllocation => truth => truth.Vehicle(vin).Planted.Add(ConflictKinds.DeliveryAgainstAllocation),
        Mishap.Stolen => truth => truth.Vehicle(vin).Planted.Add(ConflictKinds.SaleWhileStolen),
        Mishap.AfterCancellation => truth => truth.Customer(customer).Planted.Add(Customers.CustomerConflictKinds.DeliveryAfterCancellation),
        _ => null,
    };

    private void StartKeeping(SimulatedCar car, DateTimeOffset at)
    {
        SaleReports.Register(scene, car.Vin, customer, at.AddMinutes(15), car.IsLeased ? OwnershipRole.Lessee : OwnershipRole.Owner);
        var months = 36;
        var started = at.AddMinutes(20);
        started = scene.Say(started, customer, car.Vin, new WarrantyStarted { Kind = WarrantyKind.Basic, Months = months, Distance = new(100_000, "km"), From = at }, truth => truth.Vehicle(car.Vin).WarrantyEnds = at.AddMonths(months));
        scene.Say(started.AddMinutes(1), customer, car.Vin, new MaintenancePlanSet { Months = 12, Distance = new(15_000, "km") }, truth =>
        {
            truth.Vehicle(car.Vin).PlanMonths = 12;
            truth.Vehicle(car.Vin).PlanKm = 15_000;
        });
        scene.Say(started.AddHours(3), customer, car.Vin, new DeliveryReported { OrderId = order, DeliveredAt = at });
    }

    private void Follow(SimulatedCar car, DateTimeOffset at)
    {
        switch (mishap)
        {
            case Mishap.Stolen:
                Thefts.Find(scene, car.Vin, at.AddDays(3));
                break;
            case Mishap.DeliveredTwice:
                SaleReports.DeliverSecond(scene, car, customer, order, at);
                break;
            case Mishap.FalseOwner:
                SaleReports.RegisterFalsely(scene, car.Vin, scene.Days(at, 5, 20));
                break;
        }
    }
}
