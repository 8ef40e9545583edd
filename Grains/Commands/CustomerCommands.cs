using System.Collections.Frozen;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Cases;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Leads;
using AutoCrm.Actors.Grains.Orders;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Commands;

/// <summary>What a customer may be asked, and what then happens. Pure: the time comes in.</summary>
internal static class CustomerCommands
{
    private static readonly FrozenDictionary<string, Rule> Rules = new Dictionary<string, Rule>
    {
        ["registerCustomer"] = For<CustomerRegistered>((_, _) => null),
        ["changeProfile"] = For<CustomerProfileChanged>((_, e) => PartyDecisions.Change(e)),
        ["giveConsent"] = For<ConsentGiven>((_, _) => null) with { LivingOnly = true },
        ["withdrawConsent"] = For<ConsentWithdrawn>((_, _) => null),
        ["logInteraction"] = For<InteractionLogged>((_, _) => null),
        ["receiveLead"] = For<LeadReceived>(LeadDecisions.Receive) with { LivingOnly = true },
        ["assignLead"] = For<LeadAssigned>((ask, e) => LeadDecisions.Open(ask, e.LeadId)),
        ["recordContact"] = For<LeadContacted>((ask, e) => LeadDecisions.Open(ask, e.LeadId)),
        ["qualifyLead"] = For<LeadQualified>((ask, e) => LeadDecisions.Open(ask, e.LeadId)) with { LivingOnly = true },
        ["loseLead"] = For<LeadLost>((ask, e) => LeadDecisions.Open(ask, e.LeadId)),
        ["bookTestDrive"] = For<TestDriveBooked>(OfferDecisions.Book) with { LivingOnly = true },
        ["completeTestDrive"] = For<TestDriveCompleted>(OfferDecisions.Complete) with { LivingOnly = true, Vehicle = OfferDecisions.DrivenVehicle },
        ["issueQuote"] = For<QuoteIssued>(OfferDecisions.Issue) with { LivingOnly = true },
        ["placeOrder"] = For<OrderPlaced>(OrderDecisions.Place) with { LivingOnly = true },
        ["cancelOrder"] = For<OrderCancelled>(OrderDecisions.Cancel) with { Vehicle = OrderDecisions.CancelledVehicle },
        ["openCase"] = For<CaseOpened>(CaseDecisions.Open),
        ["respondToCase"] = For<CaseResponded>((ask, e) => CaseDecisions.StillOpen(ask, e.CaseId)),
        ["resolveCase"] = For<CaseResolved>((ask, e) => CaseDecisions.StillOpen(ask, e.CaseId)),
        ["reopenCase"] = For<CaseReopened>(CaseDecisions.Reopen),
        ["resolveCustomerConflict"] = For<ConflictResolved>(PartyDecisions.Resolve),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The commands that there is a rule for.</summary>
    public static IEnumerable<string> Names => Rules.Keys;

    public static Verdict Decide(string id, Customer? customer, EventCommand command, DateTimeOffset now)
    {
        var rule = Rules[command.Name];
        var ask = new CustomerAsk(customer ?? new Customer { Id = id }, command, now);
        var rejection = Standing(customer, command, rule.LivingOnly)
            ?? Named(command.Other)
            ?? rule.Decide(ask, command.Payload);
        if (rejection is not null)
        {
            return new Verdict(rejection, []);
        }

        var vin = command.Other ?? rule.Vehicle?.Invoke(ask);
        return Contradictions.Of(ask.Customer, command, vin, now) is { } contradiction
            ? new Verdict(contradiction, [])
            : Verdict.Accept(DecidedEvent.Of(command.Payload, vin: vin) with { CustomerNumber = command.Number });
    }

    /// <summary>Whether a customer can be asked by the dealership at all.</summary>
    public static Rejection? Standing(Customer? customer, EventCommand command, bool livingOnly)
    {
        if (CommandCatalogue.Find(command.Name)!.MakesSubject)
        {
            return Refusal.When(customer is not null, CommandRejections.AlreadyRegistered, "The customer is known already.");
        }

        // A dealership that has not dealt with a customer is told what it would be told if there were none.
        if (customer is null || !(command.ByHeadquarters || customer.Dealerships.Contains(command.Dealership)))
        {
            return Refusal.Of(CommandRejections.UnknownCustomer, "The dealership knows no such customer.", "customer");
        }

        return customer.Party.State switch
        {
            PartyState.Merged => Refusal.Of(CommandRejections.CustomerMerged, "The customer is an alias of another one.", "customer"),
            PartyState.Erased => Refusal.Of(CommandRejections.CustomerErased, "The customer's data was erased.", "customer"),
            PartyState.Deceased when livingOnly => Refusal.Of(CommandRejections.CustomerDeceased, "The customer is dead, or dissolved.", "customer"),
            _ => null,
        };
    }

    private static Rejection? Named(string? vin) => Refusal.When(
        vin is not null && Vin.StatusOf(vin) == VinStatus.CheckDigitWrong,
        VehicleRejections.CheckDigitWrong, "The check digit of the VIN is wrong.", "vin");

    private static Rule For<T>(Func<CustomerAsk, T, Rejection?> decide)
        where T : EventPayload => new((ask, payload) => decide(ask, (T)payload));

    private sealed record Rule(Func<CustomerAsk, EventPayload, Rejection?> Decide)
    {
        /// <summary>Whether it is refused for the dead.</summary>
        public bool LivingOnly { get; init; }

        /// <summary>The vehicle that the event is about where the command names none.</summary>
        public Func<CustomerAsk, string?>? Vehicle { get; init; }
    }
}
