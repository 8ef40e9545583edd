using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>
/// The life of one customer with the dealership, and of the cars that they buy, from the first contact on. It depends on
/// the plan and its number alone.
/// </summary>
internal sealed class Life
{
    private static readonly string[] First = ["Ada", "Ben", "Chen", "Dora", "Emil", "Fatma", "Gita", "Hugo", "Ines", "Jan", "Kofi", "Lena", "Mei", "Nils", "Olga", "Paul"];
    private static readonly string[] Last = ["Abel", "Bauer", "Costa", "Dahl", "Evans", "Fischer", "Garcia", "Haas", "Ito", "Jensen", "Kaya", "Li", "Meyer", "Novak", "Olsen", "Perez"];
    private static readonly ContactChannel[] Channels = [ContactChannel.Phone, ContactChannel.Email, ContactChannel.Sms];

    private Life(int number, IReadOnlyList<LifeStep> steps)
    {
        Number = number;
        Steps = steps;
    }

    public int Number { get; }

    /// <summary>What happened, in order of occurrence.</summary>
    public IReadOnlyList<LifeStep> Steps { get; }

    public static Life Tell(SimulationPlan plan, int number)
    {
        var scene = new Scene(plan, number);
        var customer = plan.CustomerIdOf(number);
        var came = scene.Seasonal(plan.Start, plan.Until.AddDays(-1));
        var isFleet = scene.Random.PerMille(15);
        came = Register(scene, customer, came, isFleet || scene.Random.PerMille(80));
        if (isFleet)
        {
            new FleetLife(scene, customer).Tell(came);
        }
        else
        {
            new BuyerLife(scene, customer).Tell(came.AddMinutes(scene.Random.Between(5, 90)));
        }

        scene.Steps.RemoveAll(step => step.At > plan.Horizon);
        scene.Steps.Sort(static (one, other) => one.At.CompareTo(other.At) is not 0 and var order
            ? order : string.CompareOrdinal(one.Data.GetType().Name + one.Vin, other.Data.GetType().Name + other.Vin));
        return new Life(number, scene.Steps);
    }

    /// <summary>Registers a customer.</summary>
    /// <returns>When.</returns>
    public static DateTimeOffset Register(Scene scene, string customer, DateTimeOffset at, bool isCompany = false)
    {
        var random = scene.Random;
        var name = $"{random.Pick<string>(First)} {random.Pick<string>(Last)}";
        var registered = new CustomerRegistered
        {
            Name = name,
            Phones = [$"+1555{random.Below(10_000_000):0000000}"],
            Emails = [$"{customer.ToLowerInvariant()}@example.com"],
            Kind = isCompany ? PartyKind.Company : PartyKind.Person,
            PreferredChannel = random.Pick<ContactChannel>(Channels),
            PreferredDealership = scene.Home,
        };
        return scene.Say(at, customer, null, registered, truth => truth.Dealership(scene.Home).Registrations++);
    }
}
