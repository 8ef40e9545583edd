using System.Collections.Frozen;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Whom an event of a known type must be about. Without it the event would change no actor's state.</summary>
internal static class SubjectRules
{
    private enum Needs
    {
        Vin,
        Customer,
        VinOrCustomer,
    }

    private static readonly FrozenDictionary<string, Needs> ByType = new Dictionary<string, Needs>(StringComparer.Ordinal)
    {
        ["autocrm.vehicle.auctioned.v1"] = Needs.Vin,
        ["autocrm.vehicle.odometer-read.v1"] = Needs.Vin,
        ["autocrm.vehicle.reserved.v1"] = Needs.Vin,
        ["autocrm.vehicle.reservation-released.v1"] = Needs.Vin,
        ["autocrm.vehicle.delivered.v1"] = Needs.VinOrCustomer,
        ["autocrm.service.completed.v1"] = Needs.Vin,
        ["autocrm.customer.registered.v1"] = Needs.Customer,
        ["autocrm.order.placed.v1"] = Needs.Customer,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static EventProblem? Check(string type, Envelope envelope)
    {
        if (!ByType.TryGetValue(type, out var needs))
        {
            return null;
        }

        return needs switch
        {
            Needs.Vin when envelope.Vin is null => Missing("vin", "the vehicle's VIN"),
            Needs.Customer when envelope.Customer is null => Missing("customer", "the customer's id"),
            Needs.VinOrCustomer when envelope.Vin is null && envelope.Customer is null =>
                Missing("vin", "the vehicle's VIN, or at least the attribute customer"),
            _ => null,
        };
    }

    private static EventProblem Missing(string name, string expected) =>
        new("required", name, $"is required for this type: {expected}");
}
