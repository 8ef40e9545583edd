using System.Globalization;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>Somebody with a name and a telephone that nobody else has.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The number.</param>
/// <param name="Kind">A person or a company.</param>
internal sealed record Person(string Name, string Phone, PartyKind Kind)
{
    private static readonly string[] First = ["Ada", "Ben", "Chen", "Dora", "Emil", "Fatma", "Gita", "Hugo", "Ines", "Jan", "Kofi", "Lena", "Mei", "Nils", "Olga", "Paul"];
    private static readonly string[] Last = ["Abel", "Bauer", "Costa", "Dahl", "Evans", "Fischer", "Garcia", "Haas", "Ito", "Jensen", "Kaya", "Li", "Meyer", "Novak", "Olsen", "Perez"];
    private static readonly ContactChannel[] Channels = [ContactChannel.Phone, ContactChannel.Email, ContactChannel.Sms];

    /// <summary>Somebody of a life.</summary>
    public static Person Draw(Scene scene, bool isCompany = false) => new(
        $"{scene.Random.Pick<string>(First)} {scene.Random.Pick<string>(Last)}",
        string.Create(CultureInfo.InvariantCulture, $"+1555{scene.Number:0000000}{scene.NextPerson():00}"),
        isCompany ? PartyKind.Company : PartyKind.Person);

    /// <summary>The same one under another family name, as after a marriage, or as one who noted it in a hurry wrote it.</summary>
    public Person Renamed(SeededRandom random)
    {
        var names = Name.Split(' ');
        return this with { Name = $"{names[0]} {random.Pick<string>([.. Last.Where(other => other != names[1])])}" };
    }

    /// <summary>A dealership notes who it deals with.</summary>
    /// <param name="scene">Where.</param>
    /// <param name="customer">The id that the dealership's number stands for.</param>
    /// <param name="at">When.</param>
    /// <param name="dealership">Which one; the home of the life if nothing is said.</param>
    /// <param name="effect">What becomes true besides.</param>
    /// <returns>When.</returns>
    public DateTimeOffset Registers(Scene scene, string customer, DateTimeOffset at, string? dealership = null, Action<Truth>? effect = null)
    {
        var where = dealership ?? scene.Home;
        var registered = new CustomerRegistered
        {
            Name = Name,
            Phones = [Phone],
            Emails = [$"{customer.ToLowerInvariant()}@example.com"],
            Kind = Kind,
            PreferredChannel = scene.Random.Pick<ContactChannel>(Channels),
            PreferredDealership = where,
        };
        return scene.Say(at, customer, null, registered, truth =>
        {
            truth.Dealership(where).Registrations++;
            effect?.Invoke(truth);
        }, dealership: where);
    }
}
