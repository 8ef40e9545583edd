using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;

namespace AutoCrm.Actors.Grains.Commands;

/// <summary>A command on its way to a rule, with the customer's state and the time.</summary>
/// <param name="Customer">The customer; one without events if nothing is known.</param>
/// <param name="Command">The command.</param>
/// <param name="Now">The time at which its event happens.</param>
internal sealed record CustomerAsk(Customer Customer, EventCommand Command, DateTimeOffset Now)
{
    public string Dealership => Command.Dealership;
}
