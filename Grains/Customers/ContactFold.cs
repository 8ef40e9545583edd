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
        var all = state.Consents;
        var at = 0;
        while (at < all.Length && Order(all[at], purpose, channel) < 0)
        {
            at++;
        }

        var said = new CustomerConsent(purpose, channel, given, happened.Stamp, source, version);
        return at == all.Length || Order(all[at], purpose, channel) > 0 ? state with { Consents = all.Insert(at, said) }
            : all[at].By.CompareTo(happened.Stamp) >= 0 ? state
            : state with { Consents = all.SetItem(at, said) };
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
        var all = state.Duplicates;
        var at = 0;
        while (at < all.Length && string.CompareOrdinal(all[at].Other, e.Other) < 0)
        {
            at++;
        }

        var suspected = new SuspectedDuplicate(e.Other, happened.Stamp, e.Clues.IsDefault ? [] : e.Clues);
        if (at < all.Length && all[at].Other == e.Other)
        {
            return all[at].By.CompareTo(happened.Stamp) >= 0 ? state : state with { Duplicates = all.SetItem(at, suspected) };
        }

        var more = all.Insert(at, suspected);
        return state with { Duplicates = more.Length > Customer.MaxContacts ? more.RemoveAt(0) : more };
    }

    public static Customer Decided(this Customer state, ConflictResolved e, LoggedEvent happened)
    {
        var all = state.DecidedConflicts;
        var at = 0;
        while (at < all.Length && string.CompareOrdinal(all[at].Conflict, e.Conflict) < 0)
        {
            at++;
        }

        var decided = new DecidedConflict(e.Conflict, happened.Stamp);
        if (at < all.Length && all[at].Conflict == e.Conflict)
        {
            return all[at].By.CompareTo(happened.Stamp) >= 0 ? state : state with { DecidedConflicts = all.SetItem(at, decided) };
        }

        var more = all.Insert(at, decided);
        return state with { DecidedConflicts = more.Length > Customer.MaxContacts ? more.RemoveAt(0) : more };
    }

    private static int Order(CustomerConsent consent, ConsentPurpose purpose, ContactChannel? channel) =>
        consent.Purpose != purpose ? consent.Purpose.CompareTo(purpose) : Rank(consent.Channel) - Rank(channel);

    private static int Rank(ContactChannel? channel) => channel is { } one ? (int)one : -1;
}
