using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>
/// What is known of the party itself. Each member is by the latest event that names it; after an erasure there is
/// nothing, whatever is reported later.
/// </summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer-profile")]
public sealed record CustomerProfile
{
    /// <summary>Nothing.</summary>
    public static CustomerProfile Empty { get; } = new();

    /// <summary>The name.</summary>
    [Id(0), Personal] public Stamped<string>? Name { get; init; }

    /// <summary>All telephone numbers.</summary>
    [Id(1), Personal] public Stamped<ImmutableArray<string>>? Phones { get; init; }

    /// <summary>All e-mail addresses.</summary>
    [Id(2), Personal] public Stamped<ImmutableArray<string>>? Emails { get; init; }

    /// <summary>The gender as a dealership recorded it.</summary>
    [Id(3), Personal] public Stamped<string>? Gender { get; init; }

    /// <summary>The annual income as a dealership recorded it.</summary>
    [Id(4), Personal] public Stamped<Money>? Income { get; init; }

    /// <summary>The address.</summary>
    [Id(5), Personal] public Stamped<PostalAddress>? Address { get; init; }

    /// <summary>The date of birth.</summary>
    [Id(6), Personal] public Stamped<DateOnly>? BirthDate { get; init; }

    /// <summary>Whether it is a person or a company.</summary>
    [Id(7)] public Stamped<PartyKind>? Kind { get; init; }

    /// <summary>The language in which the customer wants to be addressed, a BCP 47 tag.</summary>
    [Id(8)] public Stamped<string>? Language { get; init; }

    /// <summary>The channel by which the customer wants to be addressed. It is no consent.</summary>
    [Id(9)] public Stamped<ContactChannel>? PreferredChannel { get; init; }

    /// <summary>The code of the dealership that the customer prefers.</summary>
    [Id(10)] public Stamped<string>? PreferredDealership { get; init; }
}

/// <summary>Something that identifies a customer.</summary>
/// <param name="Kind">What kind of identifier it is.</param>
/// <param name="Value">The identifier as it is written. Personal.</param>
/// <param name="Country">The country that issued it.</param>
/// <param name="By">The latest event that showed it.</param>
[GenerateSerializer, Immutable, Alias("autocrm.customer-identifier")]
public sealed record CustomerIdentifier(
    [property: Id(0)] IdentifierKind Kind,
    [property: Id(1), Personal] string Value,
    [property: Id(2)] string? Country,
    [property: Id(3)] EventStamp By);

/// <summary>What decides the state of the party; its milestones are a set.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.party-milestones")]
public sealed record PartyMilestones
{
    /// <summary>Nothing has happened to the party.</summary>
    public static PartyMilestones None { get; } = new();

    /// <summary>Whether the customer still does business with us, by the latest event that says so.</summary>
    [Id(0)] public Stamped<bool>? Active { get; init; }

    /// <summary>The first report that the customer has died, or was dissolved.</summary>
    [Id(1)] public EventStamp? Deceased { get; init; }

    /// <summary>The customer that stays, by the latest merge.</summary>
    [Id(2)] public Stamped<string>? Merged { get; init; }

    /// <summary>The latest time that a merge was taken back.</summary>
    [Id(3)] public EventStamp? Unmerged { get; init; }

    /// <summary>The latest erasure.</summary>
    [Id(4)] public EventStamp? Erased { get; init; }

    /// <summary>Whether the merges go round in a circle and this customer is the one that stays: see <see cref="CustomerLinks"/>.</summary>
    [Id(5)] public bool StaysInCircle { get; init; }

    /// <summary>The customer that this one is an alias of; null if it stands for itself.</summary>
    [JsonIgnore]
    public string? Into => !StaysInCircle && Merged is not null && Merged.By.CompareTo(Unmerged) > 0 ? Merged.Value : null;

    /// <summary>The state: an erased party stays erased, a merged one is its alias, and so on downwards.</summary>
    [JsonIgnore]
    public PartyState State => Erased is not null ? PartyState.Erased
        : Into is not null ? PartyState.Merged
        : Deceased is not null ? PartyState.Deceased
        : Active is { Value: false } ? PartyState.Inactive
        : PartyState.Active;
}

/// <summary>The states of a party.</summary>
[GenerateSerializer, Alias("autocrm.party-state")]
public enum PartyState
{
    /// <summary>Does business with us.</summary>
    Active = 0,

    /// <summary>Does no business with us any more.</summary>
    Inactive = 1,

    /// <summary>Has died, or was dissolved.</summary>
    Deceased = 2,

    /// <summary>Is an alias of another customer.</summary>
    Merged = 3,

    /// <summary>The personal data was erased.</summary>
    Erased = 4,
}
