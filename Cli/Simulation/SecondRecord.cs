using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>
/// The same person once more, at another dealership that has a number of its own for them: under the same name, so that
/// the system is to find them out, or under another one, so that it may only suspect it.
/// </summary>
internal static class SecondRecord
{
    public static void Tell(Scene scene, Person person, string customer, DateTimeOffset from)
    {
        var isSame = scene.Random.PerMille(20);
        if (!isSame && !scene.Contradicts(8))
        {
            return;
        }

        var id = scene.Plan.CustomerIdOf(scene.Number, "B");
        var other = scene.Neighbour;
        var at = scene.Days(from, 1, 900);
        if (isSame)
        {
            at = person.Registers(scene, id, at, other, truth => truth.AreOne(customer, id));
            Complain(scene, id, customer, other, at.AddMinutes(20));
        }
        else
        {
            person.Renamed(scene.Random).Registers(scene, id, at, other, truth =>
            {
                truth.Customer(customer).Planted.Add(CustomerConflictKinds.DuplicateSuspected);
                truth.Customer(id).Planted.Add(CustomerConflictKinds.DuplicateSuspected);
            });
        }
    }

    // What is told of the second record is true of the one person.
    private static void Complain(Scene scene, string id, string customer, string dealership, DateTimeOffset at)
    {
        var number = scene.NewId("C");
        at = scene.Say(at, id, null, new CaseOpened { CaseId = number, Kind = CaseKind.Complaint, Severity = CaseSeverity.Normal, Channel = ContactChannel.Visit, Subject = "sales" }, truth =>
        {
            truth.Customer(customer).Cases++;
            truth.Customer(customer).OpenCases++;
            truth.Dealership(dealership).OpenCases++;
        }, dealership: dealership);
        scene.Say(scene.Days(at, 1, 9), id, null, new CaseResolved { CaseId = number, How = "explained" }, truth =>
        {
            truth.Customer(customer).OpenCases--;
            truth.Dealership(dealership).OpenCases--;
        }, dealership: dealership);
    }
}
