using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>Whom an event is about.</summary>
internal static class EventSubjects
{
    public static IEnumerable<Subject> Subjects(this LoggedEvent happened)
    {
        if (happened.Customer is { } customer)
        {
            yield return Subject.Customer(customer);
        }

        if (happened.Vin is { } vin)
        {
            yield return Subject.Vehicle(vin);
        }

        if (happened.Dealership is { } dealership)
        {
            yield return Subject.Dealership(dealership);
        }
    }
}
