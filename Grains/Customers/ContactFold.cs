using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>What a customer said: consents, interactions, answers to surveys; and what is suspected of them.</summary>
internal static class ContactFold
{
    public static Customer Said(
        this Customer state, ConsentPurpose purpose, ContactChannel? channel, bool given, string? source, string? version, LoggedEvent happened)
    {
        var consents = History.Put(
            state.Consents,
            one => Order(one, purpose, channel),
            one => one?.By.CompareTo(happened.Stamp) >= 0 ? one : new CustomerConsent(purpose, channel, given, happened.Stamp, source, version),
            most: int.MaxValue);
        return consents == state.Consents ? state : state with { Consents = consents };
    }

    public static Customer Met(this Customer state, InteractionLogged e, LoggedEvent happened) => state with
    {
        Interactions = History.Add(
            state.Interactions,
            new CustomerInteraction(happened.Stamp, e.Channel, e.Direction, e.Subject, e.Outcome, e.Advisor, happened.Dealership),
            static i => i.By,
            Customer.MaxContacts),
    };

    public static Customer Answered(this Customer state, SurveyAnswered e, LoggedEvent happened) => state with
    {
        Surveys = History.Add(
            state.Surveys,
            new CustomerSurveyAnswer(happened.Stamp, e.Kind, e.Score, e.Survey, happened.Dealership),
            static s => s.By,
            Customer.MaxContacts),
    };

    public static Customer Suspected(this Customer state, DuplicateSuspected e, LoggedEvent happened)
    {
        var duplicates = History.Put(
            state.Duplicates,
            one => string.CompareOrdinal(one.Other, e.Other),
            one => one?.By.CompareTo(happened.Stamp) >= 0 ? one : new SuspectedDuplicate(e.Other, happened.Stamp, e.Clues.IsDefault ? [] : e.Clues),
            Customer.MaxContacts);
        return duplicates == state.Duplicates ? state : state with { Duplicates = duplicates };
    }

    public static Customer Decided(this Customer state, ConflictResolved e, LoggedEvent happened)
    {
        var decided = History.Put(
            state.DecidedConflicts,
            one => string.CompareOrdinal(one.Conflict, e.Conflict),
            one => one?.By.CompareTo(happened.Stamp) >= 0 ? one : new DecidedConflict(e.Conflict, happened.Stamp),
            Customer.MaxContacts);
        return decided == state.DecidedConflicts ? state : state with { DecidedConflicts = decided };
    }

    private static int Order(CustomerConsent consent, ConsentPurpose purpose, ContactChannel? channel) =>
        consent.Purpose != purpose ? consent.Purpose.CompareTo(purpose) : Rank(consent.Channel) - Rank(channel);

    private static int Rank(ContactChannel? channel) => channel is { } one ? (int)one : -1;
}
