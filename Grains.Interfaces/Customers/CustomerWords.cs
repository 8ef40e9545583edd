using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>A postal address as the sender divides it.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.postal-address")]
public sealed record PostalAddress
{
    /// <summary>Street and number, or all that has no member of its own.</summary>
    [Id(0), AtMost(500)] public string? Street { get; init; }

    /// <summary>The postcode.</summary>
    [Id(1), AtMost(20)] public string? Postcode { get; init; }

    /// <summary>The town.</summary>
    [Id(2), AtMost(100)] public string? City { get; init; }

    /// <summary>The state, province or county.</summary>
    [Id(3), AtMost(100)] public string? Region { get; init; }

    /// <summary>The country, ISO 3166-1.</summary>
    [Id(4), MatchesShape(TextShape.Country)] public string? Country { get; init; }
}

/// <summary>What a customer is.</summary>
[GenerateSerializer, Alias("autocrm.party-kind")]
public enum PartyKind
{
    /// <summary>A natural person.</summary>
    Person = 0,

    /// <summary>A company or another organisation.</summary>
    Company = 1,
}

/// <summary>What identifies a customer.</summary>
[GenerateSerializer, Alias("autocrm.identifier-kind")]
public enum IdentifierKind
{
    /// <summary>A person's national identity number.</summary>
    NationalId = 0,

    /// <summary>A company's number in the register of its country.</summary>
    CompanyId = 1,

    /// <summary>A tax number.</summary>
    TaxId = 2,

    /// <summary>A passport's number.</summary>
    Passport = 3,

    /// <summary>A driving licence's number.</summary>
    DrivingLicence = 4,

    /// <summary>A telephone number.</summary>
    Phone = 5,

    /// <summary>An e-mail address.</summary>
    Email = 6,

    /// <summary>A member number of a loyalty programme.</summary>
    Loyalty = 7,

    /// <summary>The number of an account in the maker's or the dealership's app.</summary>
    Account = 8,
}

/// <summary>What a consent is for.</summary>
[GenerateSerializer, Alias("autocrm.consent-purpose")]
public enum ConsentPurpose
{
    /// <summary>Offers and news.</summary>
    Marketing = 0,

    /// <summary>Reminders of services and appointments.</summary>
    Service = 1,

    /// <summary>Questions about satisfaction.</summary>
    Survey = 2,

    /// <summary>Judging by automatic means what might interest the customer.</summary>
    Profiling = 3,

    /// <summary>Handing data to others, such as insurers and banks.</summary>
    Sharing = 4,

    /// <summary>Using data that the vehicle sends.</summary>
    ConnectedVehicle = 5,
}

/// <summary>Who began an interaction.</summary>
[GenerateSerializer, Alias("autocrm.interaction-direction")]
public enum InteractionDirection
{
    /// <summary>The customer.</summary>
    Inbound = 0,

    /// <summary>The dealership or headquarters.</summary>
    Outbound = 1,
}

/// <summary>Why a customer's personal data was erased.</summary>
[GenerateSerializer, Alias("autocrm.erasure-reason")]
public enum ErasureReason
{
    /// <summary>The customer asked for it.</summary>
    Request = 0,

    /// <summary>There is no reason any more to keep it.</summary>
    Retention = 1,
}

/// <summary>What two customers have in common.</summary>
[GenerateSerializer, Alias("autocrm.duplicate-clue")]
public enum DuplicateClue
{
    /// <summary>A telephone number.</summary>
    Phone = 0,

    /// <summary>An e-mail address.</summary>
    Email = 1,

    /// <summary>The name and the postcode.</summary>
    NameAndPostcode = 2,

    /// <summary>The name and the date of birth.</summary>
    NameAndBirthDate = 3,

    /// <summary>Another identifier.</summary>
    Identifier = 4,
}
