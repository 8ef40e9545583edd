using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>What a customer may be asked, and what then happens. Pure.</summary>
internal static class CustomerDecisions
{
    public static Verdict Decide(Customer? customer, EraseCustomer command) => customer switch
    {
        null => Verdict.Reject(CustomerRejections.UnknownCustomer, "Nothing is known about this customer.", "customer"),
        { Party.Erased: not null } => Verdict.Reject(CustomerRejections.AlreadyErased, "The customer's personal data was erased before.", "customer"),
        _ => Verdict.Accept(DecidedEvent.Of(
            EventCatalogue.TypeOf(typeof(CustomerErased)), new CustomerErased { Reason = command.Reason }, EventJson.Default.CustomerErased, customer.Id)),
    };
}
