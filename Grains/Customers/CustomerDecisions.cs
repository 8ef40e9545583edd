using System.Collections.Immutable;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Commands;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>What a customer may be asked, and what then happens. Pure.</summary>
internal static class CustomerDecisions
{
    /// <summary>Of the customer and of each of its aliases the key is destroyed.</summary>
    public static Verdict Decide(Customer? customer, EraseCustomer command) => customer switch
    {
        null => Verdict.Reject(CustomerRejections.UnknownCustomer, "Nothing is known about this customer.", "customer"),
        { Party.Erased: not null } => Verdict.Reject(CustomerRejections.AlreadyErased, "The customer's personal data was erased before.", "customer"),
        _ => Verdict.Accept(customer.Aliases.Prepend(customer.Id).Select(id => Erased(id, command)).ToImmutableArray()),
    };

    public static Verdict Decide(Customer? customer, Customer? into, MergeCustomer command)
    {
        var rejection = Standing(customer, "customer", command.Dealership, command.ByHeadquarters)
            ?? Standing(into, "into", command.Dealership, command.ByHeadquarters);
        if (rejection is not null)
        {
            return new Verdict(rejection, []);
        }

        if (customer!.Id == into!.Id || customer.Party.Into is not null)
        {
            return Verdict.Reject(
                customer.Id == into.Id || customer.Party.Into == into.Id ? CustomerRejections.AlreadyMerged : CommandRejections.CustomerMerged,
                "The customer is an alias already.", "customer");
        }

        return customer.Aliases.Length + into.Aliases.Length + 2 > Customer.MaxConnected
            ? Verdict.Reject(CustomerRejections.TooManyAliases, $"A customer has at most {Customer.MaxConnected} ids.", "customer")
            : Linked(new CustomerMerged { Into = into.Id, Reason = command.Reason }, customer.Id);
    }

    public static Verdict Decide(Customer? alias, UnmergeCustomer command)
    {
        if (Standing(alias, "customer", command.Dealership, command.ByHeadquarters) is { } rejection)
        {
            return new Verdict(rejection, []);
        }

        return alias!.Party.Into is { } into
            ? Linked(new CustomerUnmerged { From = into, Reason = command.Reason }, alias.Id)
            : Verdict.Reject(CustomerRejections.NotMerged, "The id is no alias of another customer.", "customer");
    }

    private static Verdict Linked(EventPayload link, string alias) =>
        Verdict.Accept([.. CustomerLink.Both(link, alias).Select(told => DecidedEvent.Of(told.Payload, told.Customer))]);

    // A dealership that has not dealt with a customer is told what it would be told if there were none.
    private static Rejection? Standing(Customer? customer, string path, string dealership, bool byHeadquarters) =>
        customer is null || !(byHeadquarters || customer.Dealerships.Contains(dealership))
            ? Refusal.Of(CustomerRejections.UnknownCustomer, "Nothing is known about this customer.", path)
            : Refusal.When(customer.Party.Erased is not null, CommandRejections.CustomerErased, "The customer's data was erased.", path);

    private static DecidedEvent Erased(string id, EraseCustomer command) => DecidedEvent.Of(new CustomerErased { Reason = command.Reason }, id);
}
