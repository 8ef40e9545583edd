using System.Collections.Immutable;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>The party itself: its data by the latest event that names them, and what became of it.</summary>
internal static class ProfileFold
{
    // A registration has no way to say that somebody has no telephone: an empty list says nothing.
    public static Customer Registered(this Customer state, CustomerRegistered e, LoggedEvent happened)
    {
        var by = happened.Stamp;
        var known = state with { Registered = Writer.First(state.Registered, happened) };
        return state.Party.Erased is not null ? known : known with
        {
            Profile = Written(state.Profile, by, Lines.Of(e.Phones), Lines.Of(e.Emails), new Named(e.Name, e.Gender, e.Income, e.Address, e.BirthDate))
                .Preferring(by, e.Kind, e.Language, e.PreferredChannel, e.PreferredDealership),
        };
    }

    public static Customer Changed(this Customer state, CustomerProfileChanged e, LoggedEvent happened)
    {
        var by = happened.Stamp;
        var known = e.Active is null ? state : state with { Party = state.Party with { Active = History.Latest(state.Party.Active, e.Active, by) } };
        return state.Party.Erased is not null ? known : known with
        {
            Profile = Written(state.Profile, by, e.Phones, e.Emails, new Named(e.Name, e.Gender, e.Income, e.Address, e.BirthDate))
                .Preferring(by, e.Kind, e.Language, e.PreferredChannel, e.PreferredDealership),
        };
    }

    // A value or a name that is empty is one whose key was destroyed.
    public static Customer Identified(this Customer state, CustomerIdentified e, LoggedEvent happened)
    {
        if (state.Party.Erased is not null || e.Value.Length == 0)
        {
            return state;
        }

        var identifiers = History.AddLatest(
            state.Identifiers,
            new CustomerIdentifier(e.Kind, e.Value, e.Country, happened.Stamp),
            static (one, other) => one.Kind == other.Kind && one.Value == other.Value,
            static one => one.By,
            Customer.MaxContacts);
        return identifiers == state.Identifiers ? state : state with { Identifiers = identifiers };
    }

    // What is about an alias of the customer is folded too; that the alias was merged does not merge the customer.
    public static Customer WithMilestone(this Customer state, LoggedEvent happened)
    {
        var (party, by) = (state.Party, happened.Stamp);
        return happened.Payload switch
        {
            CustomerDeceased => state with { Party = party with { Deceased = History.Earlier(party.Deceased, by) } },
            CustomerMerged e when happened.Customer == state.Id =>
                state.Connected(e.Into) with { Party = party with { Merged = History.Latest(party.Merged, e.Into, by) } },
            CustomerUnmerged e when happened.Customer == state.Id =>
                state.Connected(e.From) with { Party = party with { Unmerged = History.Later(party.Unmerged, by) } },
            CustomerMerged e => state.Connected(happened.Customer).Connected(e.Into),
            CustomerUnmerged e => state.Connected(happened.Customer).Connected(e.From),
            _ => state,
        };
    }

    /// <summary>A merge names the id, now or before: the links decide whether it counts.</summary>
    public static Customer Connected(this Customer state, string? id) =>
        id is null || id == state.Id ? state : state with { Connected = History.Add(state.Connected, [id], Customer.MaxConnected) };

    /// <summary>
    /// Nothing personal is known from then on, and of before: the key is destroyed, so that neither what was reported
    /// earlier nor what is reported later can be read again.
    /// </summary>
    public static Customer Erased(this Customer state, LoggedEvent happened) => happened.Customer != state.Id ? state : state with
    {
        Party = state.Party with { Erased = History.Later(state.Party.Erased, happened.Stamp) },
        Profile = CustomerProfile.Empty,
        Identifiers = [],
    };

    private static CustomerProfile Written(
        CustomerProfile profile, EventStamp by, ImmutableArray<string>? phones, ImmutableArray<string>? emails, Named named) => profile with
        {
            Name = History.Latest(profile.Name, named.Name is "" ? null : named.Name, by),
            Phones = History.Latest(profile.Phones, phones, by),
            Emails = History.Latest(profile.Emails, emails, by),
            Gender = History.Latest(profile.Gender, named.Gender, by),
            Income = History.Latest(profile.Income, named.Income, by),
            Address = History.Latest(profile.Address, named.Address, by),
            BirthDate = History.Latest(profile.BirthDate, named.BirthDate, by),
        };

    private static CustomerProfile Preferring(
        this CustomerProfile profile, EventStamp by, PartyKind? kind, string? language, ContactChannel? channel, string? dealership) => profile with
        {
            Kind = History.Latest(profile.Kind, kind, by),
            Language = History.Latest(profile.Language, language, by),
            PreferredChannel = History.Latest(profile.PreferredChannel, channel, by),
            PreferredDealership = History.Latest(profile.PreferredDealership, dealership, by),
        };

    private readonly record struct Named(string? Name, string? Gender, Money? Income, PostalAddress? Address, DateOnly? BirthDate);

    private static class Lines
    {
        public static ImmutableArray<string>? Of(ImmutableArray<string> lines) => lines.IsDefaultOrEmpty ? null : lines;
    }
}
