using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>The years of a car with one owner: services by time and distance, repairs, recalls, complaints.</summary>
internal sealed class CarKeeping(Scene scene, SimulatedCar car, string customer)
{
    private readonly SeededRandom random = scene.Random;
    private string? recall = car.OpenRecall;
    private decimal lastKm;

    /// <summary>Keeps the car until somebody wants another one.</summary>
    /// <returns>When the last visit ended; null if the story of the car ends here.</returns>
    public DateTimeOffset? Keep(DateTimeOffset from, DateTimeOffset until)
    {
        if (car.IsDisputed)
        {
            return null;
        }

        var last = from;
        for (var at = Next(from); at < until; at = Next(last))
        {
            if (random.PerMille(130))
            {
                last = Visit(scene.Days(last, 30, 60), isMaintenance: false);
                at = at > last ? at : scene.Days(last, 3, 20);
            }

            OpenRecall(at);
            last = Visit(at, isMaintenance: true);
            if (scene.Contradicts(3))
            {
                Scrap(scene.Days(last, 40, 90));
                return null;
            }

            // Gone to another workshop, for good.
            if (random.PerMille(60))
            {
                return last;
            }
        }

        return last;
    }

    public void SellPrivately(DateTimeOffset at)
    {
        DateTimeOffset ended = default;
        ended = scene.Say(at, customer, car.Vin, new OwnershipEnded { Role = OwnershipRole.Owner, Reason = "sold privately" }, truth =>
        {
            truth.Customer(customer).Owns.Remove(car.Vin);
            truth.Customer(customer).LastEnd = ended;
            truth.Vehicle(car.Vin).Owner = null;
        });
    }

    private DateTimeOffset Next(DateTimeOffset from) =>
        scene.Days(from, Math.Min(365, 15_000 / car.KmPerDay) - 30, Math.Min(365, 15_000 / car.KmPerDay) + 25);

    private DateTimeOffset Visit(DateTimeOffset at, bool isMaintenance)
    {
        at = new Booking(scene, car, customer).Come(at, isMaintenance, out var appointment);
        var visit = new WorkshopVisit(scene, car, customer, lastKm);
        at = visit.Do(at, appointment, isMaintenance, recall);
        (recall, lastKm) = (null, car.OdometerAt(at).Value);
        if (random.PerMille(70))
        {
            Complaint.Tell(scene, customer, scene.Days(at, 1, 5));
        }
        else if (random.PerMille(250))
        {
            scene.Say(scene.Days(at, 2, 9), customer, null, new SurveyAnswered { Kind = SurveyKind.Csi, Score = random.Pick([10, 9, 9, 8, 8, 7, 5, 3]) });
        }

        return at;
    }

    private void OpenRecall(DateTimeOffset before)
    {
        if (recall is not null || !random.PerMille(40))
        {
            return;
        }

        var campaign = recall = $"RC-{before.Year}-{random.Between(1, 4)}-{scene.NewId("R")}";
        var opened = scene.Say(before.AddDays(-20), null, car.Vin, new RecallOpened { Campaign = campaign, Remedy = "new software" }, truth => truth.Vehicle(car.Vin).OpenRecalls.Add(campaign), byMaker: true);
        scene.Say(opened.AddDays(2), customer, car.Vin, new RecallNotified { Campaign = campaign, Channel = ContactChannel.Post });
    }

    // A workshop reports work on a car that is scrap already.
    private void Scrap(DateTimeOffset at)
    {
        at = scene.Say(at, null, car.Vin, new VehicleScrapped { Reason = "accident" }, truth => truth.Vehicle(car.Vin).End = "SCRAPPED");
        var (after, order) = (scene.Days(at, 10, 30), scene.NewId("W"));
        scene.Say(after, null, car.Vin, new ServiceCompleted { RepairOrder = order, Maintenance = false }, truth =>
        {
            truth.Vehicle(car.Vin).ServiceVisits++;
            truth.Vehicle(car.Vin).Planted.Add(ConflictKinds.AfterScrapping);
            truth.Dealership(scene.Home).ServiceVisits++;
        });
    }
}

/// <summary>Appointments: kept, missed, called off.</summary>
internal sealed class Booking(Scene scene, SimulatedCar car, string customer)
{
    public DateTimeOffset Come(DateTimeOffset at, bool isMaintenance, out string appointment)
    {
        while (true)
        {
            var id = appointment = scene.NewId("A");
            var booked = scene.Say(at.AddDays(-scene.Random.Between(1, 9)), customer, car.Vin, new ServiceBooked { AppointmentId = id, At = at, Work = [isMaintenance ? "service" : "repair"], Channel = ContactChannel.Phone }, truth => truth.Customer(customer).Appointments++);
            scene.Say(booked.AddMinutes(30), customer, car.Vin, new ServiceConfirmed { AppointmentId = id });
            if (scene.Random.PerMille(60))
            {
                scene.Say(at.AddHours(2), customer, car.Vin, new ServiceNoShow { AppointmentId = id });
            }
            else if (scene.Random.PerMille(45))
            {
                scene.Say(at.AddHours(-3), customer, car.Vin, new ServiceCancelled { AppointmentId = id, Reason = "customer" });
            }
            else
            {
                return at;
            }

            at = scene.Days(at, 10, 20);
        }
    }
}

/// <summary>Complaints and how they end.</summary>
internal static class Complaint
{
    public static void Tell(Scene scene, string customer, DateTimeOffset at)
    {
        var id = scene.NewId("C");
        at = scene.Say(at, customer, null, new CaseOpened { CaseId = id, Kind = CaseKind.Complaint, Severity = CaseSeverity.Normal, Channel = ContactChannel.Phone, Subject = "workshop" }, truth =>
        {
            truth.Customer(customer).Cases++;
            truth.Customer(customer).OpenCases++;
            truth.Dealership(scene.Home).OpenCases++;
        });
        at = scene.Say(scene.Days(at, 0, 1), customer, null, new CaseResponded { CaseId = id, Channel = ContactChannel.Phone });
        at = Resolve(scene, customer, id, scene.Days(at, 1, 12));
        at = scene.Say(at.AddHours(30), customer, null, new CaseClosed { CaseId = id });
        var isLate = scene.Contradicts(40);
        if (isLate || scene.Random.PerMille(80))
        {
            at = scene.Say(scene.Days(at, isLate ? 40 : 3, isLate ? 80 : 20), customer, null, new CaseReopened { CaseId = id, Reason = "again" }, truth =>
            {
                truth.Customer(customer).OpenCases++;
                truth.Dealership(scene.Home).OpenCases++;
                if (isLate)
                {
                    truth.Customer(customer).Planted.Add(Customers.CustomerConflictKinds.CaseReopenedLate);
                }
            });
            Resolve(scene, customer, id, scene.Days(at, 2, 9));
        }
    }

    private static DateTimeOffset Resolve(Scene scene, string customer, string id, DateTimeOffset at) =>
        scene.Say(at, customer, null, new CaseResolved { CaseId = id, How = "repaired for free" }, truth =>
        {
            truth.Customer(customer).OpenCases--;
            truth.Dealership(scene.Home).OpenCases--;
        });
}
