using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>Whom an event is about.</summary>
internal static class EventSubjects
{
    public static IEnumerable<Subject> Subjects(this LoggedEvent happened) =>
        Of(happened.Customer, happened.Vin, happened.Dealership);

    public static IEnumerable<Subject> Subjects(this NewEvent reported) =>
        Of(reported.Customer, reported.Vin, reported.Dealership);

    private static IEnumerable<Subject> Of(string? customer, string? vin, string? dealership)
    {
        if (customer is not null)
        {
            yield return Subject.Customer(customer);
        }

        if (vin is not null)
        {
            yield return Subject.Vehicle(vin);
        }

        if (dealership is not null)
        {
            yield return Subject.Dealership(dealership);
        }
    }
}
