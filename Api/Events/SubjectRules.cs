using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Whom an event of a known type must be about. Without it the event would change no actor's state.</summary>
internal static class SubjectRules
{
    public static EventProblem? Check(EventDefinition definition, Envelope envelope, string? dealership) => definition.About switch
    {
        Whom.Vehicle or Whom.CustomerAndVehicle when envelope.Vin is null => Missing("vin", "the vehicle's VIN"),
        Whom.Customer or Whom.CustomerAndVehicle when envelope.Customer is null => Missing("customer", "the customer's id"),
        Whom.CustomerOrVehicle when envelope.Vin is null && envelope.Customer is null =>
            Missing("vin", "the vehicle's VIN, or at least the attribute customer"),
        Whom.Dealership when dealership is null => Missing("dealership", "the dealership's code"),
        _ => null,
    };

    private static EventProblem Missing(string name, string expected) =>
        new("required", name, $"is required for this type: {expected}");
}
