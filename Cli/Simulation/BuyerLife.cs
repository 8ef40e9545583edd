using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>The loop of one customer: lead, order, delivery, years with the car, and again.</summary>
internal sealed class BuyerLife(Scene scene, string customer)
{
    private static readonly ContactChannel[] Channels = [ContactChannel.Web, ContactChannel.Web, ContactChannel.Phone, ContactChannel.Visit, ContactChannel.Email, ContactChannel.Chat];
    private static readonly string[] Reasons = ["price", "bought another brand", "no answer", "put off", "financing"];

    private readonly SeededRandom random = scene.Random;
    private SimulatedCar? car;

    public void Tell(DateTimeOffset from)
    {
        for (var at = from; at < scene.Plan.Horizon;)
        {
            var (isOrdered, ended) = Ask(at);
            if (!isOrdered)
            {
                if (!random.PerMille(450))
                {
                    KeepOld(ended);
                    return;
                }

                at = scene.Days(ended, 60, 500);
                continue;
            }

            if (Drive(ended) is not { } again)
            {
                return;
            }

            at = again;
        }
    }

    private void KeepOld(DateTimeOffset from)
    {
        if (car is not null)
        {
            new CarKeeping(scene, car, customer).Keep(from, scene.Plan.Horizon);
        }
    }

    // From the delivery to the next interest; null if there is none.
    private DateTimeOffset? Drive(DateTimeOffset delivered)
    {
        if (car is null)
        {
            return null;
        }

        if (car.IsLeased)
        {
            var back = UsedCars.KeepLeased(scene, car, customer);
            car = null;
            return back is { } given && random.PerMille(700) ? scene.Days(given, 1, 20) : null;
        }

        var until = scene.Seasonal(delivered.AddMonths(30), delivered.AddMonths(72));
        var keeping = new CarKeeping(scene, car, customer);
        var last = keeping.Keep(delivered, until);
        if (last is not { } end)
        {
            return null;
        }

        until = end > until ? scene.Days(end, 1, 20) : until;
        if (random.PerMille(650))
        {
            return until;
        }

        if (random.PerMille(500))
        {
            keeping.SellPrivately(until);
        }
        else
        {
            keeping.Keep(until, scene.Plan.Horizon);
        }

        return null;
    }

    private (bool IsOrdered, DateTimeOffset Ended) Ask(DateTimeOffset at)
    {
        if (car is null && scene.Contradicts(12))
        {
            return (true, SaleReports.WithoutOrder(scene, customer, at, out car));
        }

        var lead = scene.NewId("L");
        var model = CarMaking.ModelFor(random);
        at = scene.Say(at, customer, null, new LeadReceived { LeadId = lead, Channel = random.Pick<ContactChannel>(Channels), Interest = LeadInterest.Buy, Model = model }, truth =>
        {
            truth.Customer(customer).Leads++;
            truth.Customer(customer).OpenLeads++;
            truth.Customer(customer).LeadIsQualified = false;
            truth.Dealership(scene.Home).LeadMoves(null, DealershipTruth.NewLeads);
        });
        at = scene.Say(at.AddMinutes(random.Between(1, 25)), customer, null, new LeadAssigned { LeadId = lead, Advisor = $"A{random.Between(1, 9)}" }, Moved(DealershipTruth.NewLeads, DealershipTruth.AssignedLeads));
        var reached = random.PerMille(780);
        var stage = reached ? DealershipTruth.ContactedLeads : DealershipTruth.AssignedLeads;
        at = scene.Say(at.AddMinutes(random.Between(1, 300)), customer, null, new LeadContacted { LeadId = lead, Channel = ContactChannel.Phone, Reached = reached }, Moved(DealershipTruth.AssignedLeads, stage));
        if (!reached || !random.PerMille(700))
        {
            return (false, Lose(lead, scene.Days(at, 2, 30), stage));
        }

        at = Qualify(lead, model, at);
        return random.PerMille(car is null ? 480 : 650) ? Order(lead, model, at) : (false, Lose(lead, scene.Days(at, 3, 40), DealershipTruth.QualifiedLeads));
    }

    private DateTimeOffset Qualify(string lead, string model, DateTimeOffset at)
    {
        at = scene.Say(at.AddMinutes(random.Between(2, 20)), customer, null, new LeadQualified { LeadId = lead, Level = random.Pick([LeadLevel.H, LeadLevel.A, LeadLevel.B]) }, truth =>
        {
            truth.Customer(customer).LeadIsQualified = true;
            truth.Dealership(scene.Home).LeadMoves(DealershipTruth.ContactedLeads, DealershipTruth.QualifiedLeads);
        });
        if (random.PerMille(700))
        {
            var drive = scene.NewId("T");
            var day = scene.Days(at, 1, 9);
            at = scene.Say(at.AddMinutes(3), customer, null, new TestDriveBooked { TestDriveId = drive, At = day, Model = model, LeadId = lead });
            at = random.PerMille(880)
                ? scene.Say(day, customer, null, new TestDriveCompleted { TestDriveId = drive, LicenceChecked = true, LeadId = lead })
                : scene.Say(day, customer, null, new TestDriveCancelled { TestDriveId = drive, Reason = "customer" });
        }

        var quote = new QuoteIssued { QuoteId = scene.NewId("Q"), Amount = CarMaking.PriceOf(model), Model = model, LeadId = lead, ValidUntil = at.AddDays(30) };
        return scene.Say(at.AddMinutes(random.Between(10, 2000)), customer, null, quote, truth => truth.Dealership(scene.Home).Quotes.Add(quote.ValidUntil!.Value));
    }

    private Action<Truth> Moved(string from, string to) => truth => truth.Dealership(scene.Home).LeadMoves(from, to);

    private DateTimeOffset Lose(string lead, DateTimeOffset at, string stage) =>
        scene.Say(at, customer, null, new LeadLost { LeadId = lead, Reason = random.Pick<string>(Reasons) }, truth =>
        {
            var one = truth.Customer(customer);
            one.OpenLeads--;
            var lost = at;
            one.LastLoss = lost;
            truth.Dealership(scene.Home).LeadMoves(stage, null);
        });

    private (bool IsOrdered, DateTimeOffset Ended) Order(string lead, string model, DateTimeOffset at)
    {
        var order = scene.NewId("O");
        var sale = new CarSale(scene, customer, order, model);
        at = sale.Place(scene.Days(at, 1, 14), lead);
        if (random.PerMille(60))
        {
            return (false, sale.Cancel(scene.Days(at, 2, 25), random.Pick<string>(Reasons)));
        }

        var (sold, ended) = sale.Fulfil(at);
        if (sold is null)
        {
            return (false, ended);
        }

        if (car is not null)
        {
            UsedCars.TakeInPart(scene, car, customer, order, ended);
        }

        car = sold;
        return (true, ended);
    }
}
