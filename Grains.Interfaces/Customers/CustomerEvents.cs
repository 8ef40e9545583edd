using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>A dealership took a person or a company into its records, or took them in again with newer data.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.registered.v1"), About(Whom.Customer)]
public sealed record CustomerRegistered : EventPayload
{
    /// <summary>The name as the dealership writes it.</summary>
    [Id(0), AtMost(200), Personal] public required string Name { get; init; }

    /// <summary>Telephone numbers as the dealership writes them.</summary>
    [Id(1), AtMost(50), Personal] public ImmutableArray<string> Phones { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>E-mail addresses.</summary>
    [Id(2), AtMost(320), Personal] public ImmutableArray<string> Emails { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The gender as the dealership recorded it.</summary>
    [Id(3), AtMost(50), Personal] public string? Gender { get; init; }

    /// <summary>The annual income as the dealership recorded it: money, or a bare number where the currency is not known.</summary>
    [Id(4), Personal, JsonConverter(typeof(AmountConverter))]
    public Money? Income { get; init; }

    /// <summary>Where the customer lives, or the company has its seat.</summary>
    [Id(5), Personal] public PostalAddress? Address { get; init; }

    /// <summary>The date of birth.</summary>
    [Id(6), Personal] public DateOnly? BirthDate { get; init; }

    /// <summary>Whether it is a person or a company; without it, not known.</summary>
    [Id(7)] public PartyKind? Kind { get; init; }

    /// <summary>The language in which the customer wants to be addressed, a BCP 47 tag such as <c>en-GB</c>.</summary>
    [Id(8), AtMost(35)] public string? Language { get; init; }

    /// <summary>The channel by which the customer wants to be addressed. It is no consent.</summary>
    [Id(9)] public ContactChannel? PreferredChannel { get; init; }

    /// <summary>The code of the dealership that the customer prefers.</summary>
    [Id(10), AtMost(Subject.MaxIdLength)] public string? PreferredDealership { get; init; }
}

/// <summary>Some of a customer's data changed: a member that is there replaces what was known, one that is not leaves it.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.profile-changed.v1"), About(Whom.Customer)]
public sealed record CustomerProfileChanged : EventPayload
{
    /// <summary>The new name.</summary>
    [Id(0), AtMost(200), Personal] public string? Name { get; init; }

    /// <summary>All telephone numbers from now on; an empty list says that there is none any more.</summary>
    [Id(1), AtMost(50), Personal] public ImmutableArray<string>? Phones { get; init; }

    /// <summary>All e-mail addresses from now on; an empty list says that there is none any more.</summary>
    [Id(2), AtMost(320), Personal] public ImmutableArray<string>? Emails { get; init; }

    /// <summary>The gender as the dealership recorded it.</summary>
    [Id(3), AtMost(50), Personal] public string? Gender { get; init; }

    /// <summary>The annual income: money, or a bare number where the currency is not known.</summary>
    [Id(4), Personal, JsonConverter(typeof(AmountConverter))]
    public Money? Income { get; init; }

    /// <summary>The new address, as a whole.</summary>
    [Id(5), Personal] public PostalAddress? Address { get; init; }

    /// <summary>The date of birth.</summary>
    [Id(6), Personal] public DateOnly? BirthDate { get; init; }

    /// <summary>Whether it is a person or a company.</summary>
    [Id(7)] public PartyKind? Kind { get; init; }

    /// <summary>The language in which the customer wants to be addressed, a BCP 47 tag such as <c>en-GB</c>.</summary>
    [Id(8), AtMost(35)] public string? Language { get; init; }

    /// <summary>The channel by which the customer wants to be addressed. It is no consent.</summary>
    [Id(9)] public ContactChannel? PreferredChannel { get; init; }

    /// <summary>The code of the dealership that the customer prefers.</summary>
    [Id(10), AtMost(Subject.MaxIdLength)] public string? PreferredDealership { get; init; }

    /// <summary>Whether the customer still does business with us; <c>false</c> makes the party inactive.</summary>
    [Id(11)] public bool? Active { get; init; }
}

/// <summary>The customer showed or told something that identifies them.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.identified.v1"), About(Whom.Customer)]
public sealed record CustomerIdentified : EventPayload
{
    /// <summary>What kind of identifier it is.</summary>
    [Id(0)] public required IdentifierKind Kind { get; init; }

    /// <summary>The identifier as it is written.</summary>
    [Id(1), AtMost(320), Personal] public required string Value { get; init; }

    /// <summary>The country that issued it, ISO 3166-1.</summary>
    [Id(2), MatchesShape(TextShape.Country)] public string? Country { get; init; }
}

/// <summary>Two customers turned out to be one: the one of the envelope is an alias of another from now on.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.merged.v1"), About(Whom.Customer)]
public sealed record CustomerMerged : EventPayload
{
    /// <summary>The customer that stays: its id, or the dealership's number of it.</summary>
    [Id(0), AtMost(Subject.MaxIdLength), NamesCustomer] public required string Into { get; init; }

    /// <summary>Why.</summary>
    [Id(1), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>A merge was taken back: the customer of the envelope stands for itself again.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.unmerged.v1"), About(Whom.Customer)]
public sealed record CustomerUnmerged : EventPayload
{
    /// <summary>The customer that it was merged into: its id, or the dealership's number of it.</summary>
    [Id(0), AtMost(Subject.MaxIdLength), NamesCustomer] public required string From { get; init; }

    /// <summary>Why.</summary>
    [Id(1), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>Another customer's id became an alias of this customer: the counterpart of that one's merge, for who follows this one.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.alias-added.v1"), About(Whom.Customer), Derived]
public sealed record CustomerAliasAdded : EventPayload
{
    /// <summary>The id that was merged into this customer.</summary>
    [Id(0), AtMost(Subject.MaxIdLength)] public required string Alias { get; init; }
}

/// <summary>An id that was an alias of this customer stands for itself again: the counterpart of the merge that was taken back.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.alias-removed.v1"), About(Whom.Customer), Derived]
public sealed record CustomerAliasRemoved : EventPayload
{
    /// <summary>The id that was merged into this customer before.</summary>
    [Id(0), AtMost(Subject.MaxIdLength)] public required string Alias { get; init; }
}

/// <summary>The customer has died, or the company was dissolved.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.deceased.v1"), About(Whom.Customer)]
public sealed record CustomerDeceased : EventPayload
{
    /// <summary>The day, where it is known; without it, some time before the event.</summary>
    [Id(0), Personal] public DateOnly? On { get; init; }
}

/// <summary>The customer's personal data was erased: its key was destroyed.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.erased.v1"), About(Whom.Customer), Derived]
public sealed record CustomerErased : EventPayload
{
    /// <summary>Why.</summary>
    [Id(0)] public ErasureReason? Reason { get; init; }
}

/// <summary>A customer's stage in the buying loop changed.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.stage-changed.v1"), About(Whom.Customer), Derived]
public sealed record CustomerStageChanged : EventPayload
{
    /// <summary>The stage before.</summary>
    [Id(0)] public required CustomerStage From { get; init; }

    /// <summary>The stage now.</summary>
    [Id(1)] public required CustomerStage To { get; init; }

    /// <summary>The events that decided it, in order of occurrence.</summary>
    [Id(2)] public ImmutableArray<EventStamp> Why { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <summary>Two customers may be one. It joins nothing: a person decides.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.duplicate-suspected.v1"), About(Whom.Customer), Derived]
public sealed record DuplicateSuspected : EventPayload
{
    /// <summary>The id of the other customer.</summary>
    [Id(0), AtMost(Subject.MaxIdLength)] public required string Other { get; init; }

    /// <summary>What they have in common.</summary>
    [Id(1)] public ImmutableArray<DuplicateClue> Clues { get; init => field = value.IsDefault ? [] : value; } = [];
}
