using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Commands;

/// <summary>A command on its way to a rule, with the vehicle's state, the customer's whom it names, and the time.</summary>
/// <param name="Vehicle">The vehicle; one without events if nothing is known.</param>
/// <param name="IsKnown">Whether anything is known about it.</param>
/// <param name="Customer">The customer whom the command names; null if it names none.</param>
/// <param name="Command">The command.</param>
/// <param name="Now">The time at which its event happens.</param>
internal sealed record VehicleAsk(Vehicle Vehicle, bool IsKnown, Customer? Customer, EventCommand Command, DateTimeOffset Now)
{
    public string Dealership => Command.Dealership;
}
