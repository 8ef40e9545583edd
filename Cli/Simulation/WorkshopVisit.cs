using AutoCrm.Actors.Events;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>One visit to the workshop, from the check-in to the closed repair order.</summary>
internal sealed class WorkshopVisit(Scene scene, SimulatedCar car, string customer, decimal lastKm)
{
    private readonly SeededRandom random = scene.Random;
    private readonly string order = scene.NewId("W");

    /// <returns>When the customer drove away.</returns>
    public DateTimeOffset Do(DateTimeOffset at, string appointment, bool isMaintenance, string? recall)
    {
        PlantReading(at);
        at = CheckIn(at, appointment);
        if (!isMaintenance || random.PerMille(250))
        {
            at = Estimate(at);
        }

        var delayed = random.PerMille(40);
        if (delayed)
        {
            at = scene.Say(at.AddMinutes(50), customer, car.Vin, new PartsBackordered { RepairOrder = order, Eta = at.AddDays(4), Part = "filter" });
        }

        at = Complete(delayed ? scene.Days(at, 2, 6) : at.AddHours(random.Between(2, 4)), isMaintenance);
        if (recall is not null)
        {
            at = scene.Say(at.AddMinutes(5), customer, car.Vin, new RecallRemedied { Campaign = recall, RepairOrder = order }, truth => truth.Vehicle(car.Vin).OpenRecalls.Remove(recall));
        }

        at = scene.Say(at.AddMinutes(20), customer, car.Vin, new ReadyForPickup { RepairOrder = order });
        return scene.Say(at.AddMinutes(random.Between(20, 240)), customer, car.Vin, new RepairOrderClosed { RepairOrder = order }, truth => truth.Vehicle(car.Vin).OpenJobs--);
    }

    private DateTimeOffset CheckIn(DateTimeOffset at, string appointment)
    {
        var odometer = car.OdometerAt(at);
        DateTimeOffset came = default;
        came = scene.Say(at, customer, car.Vin, new VehicleCheckedIn { RepairOrder = order, AppointmentId = appointment, Odometer = odometer, Promised = at.AddHours(7) }, truth =>
        {
            truth.Customer(customer).Visits(came);
            truth.Vehicle(car.Vin).OpenJobs++;
            truth.Vehicle(car.Vin).OdometerKm = odometer.Value;
        });
        PlantDisagreement(came, odometer.Value);
        return came;
    }

    private DateTimeOffset Estimate(DateTimeOffset at)
    {
        at = scene.Say(at.AddMinutes(random.Between(15, 40)), customer, car.Vin, new EstimateGiven { RepairOrder = order, Amount = new Money(random.Between(150, 900), "USD") });
        return random.PerMille(850)
            ? scene.Say(at.AddMinutes(10), customer, car.Vin, new EstimateApproved { RepairOrder = order })
            : scene.Say(at.AddMinutes(10), customer, car.Vin, new WorkDeclined { RepairOrder = order, Line = "wiper blades" });
    }

    private DateTimeOffset Complete(DateTimeOffset at, bool isMaintenance)
    {
        var odometer = car.OdometerAt(at);
        DateTimeOffset done = default;
        var work = new ServiceCompleted
        {
            RepairOrder = order,
            Odometer = odometer,
            Amount = new Money(random.Between(120, 900), "USD"),
            Maintenance = isMaintenance,
            Lines = [new ServiceLine { Operation = isMaintenance ? "service" : "repair", PayType = "customer" }],
        };
        done = scene.Say(at, customer, car.Vin, work, truth =>
        {
            var served = truth.Vehicle(car.Vin);
            served.ServiceVisits++;
            served.OdometerKm = odometer.Value;
            truth.Dealership(scene.Home).ServiceVisits++;
            if (isMaintenance)
            {
                (served.ServicedAt, served.ServicedKm) = (done, odometer.Value);
            }
        });
        return done;
    }

    // Somebody types another number than the one that is there, some hours before the check-in.
    private void PlantReading(DateTimeOffset at)
    {
        var wrong = at.AddHours(-3);
        if (scene.Contradicts(8) && lastKm > 2000)
        {
            var low = new Distance(decimal.Floor(lastKm / 2), "km");
            scene.Say(wrong, null, car.Vin, new OdometerRead { Odometer = low }, truth =>
            {
                truth.Vehicle(car.Vin).OdometerKm = low.Value;
                truth.Vehicle(car.Vin).Planted.Add(ConflictKinds.OdometerRollback);
            });
        }
        else if (scene.Contradicts(8))
        {
            scene.Say(wrong, null, car.Vin, new OdometerRead { Odometer = new Distance(999_999, "km") }, truth => truth.Vehicle(car.Vin).Planted.Add(ConflictKinds.OdometerImplausible));
        }
    }

    // Two read the odometer at the check-in, and not the same; the higher one counts.
    private void PlantDisagreement(DateTimeOffset at, decimal km)
    {
        if (scene.Contradicts(6) && km - 250 > lastKm)
        {
            scene.Say(at, null, car.Vin, new OdometerRead { Odometer = new Distance(km - 200, "km") }, truth => truth.Vehicle(car.Vin).Planted.Add(ConflictKinds.OdometerDisagreement), sameInstant: true);
        }
    }
}
