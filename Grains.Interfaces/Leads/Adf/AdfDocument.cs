using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Leads.Adf;

/// <summary>What was found in a document of leads.</summary>
/// <param name="Problem">Why nothing could be read, or null.</param>
/// <param name="Items">One for each lead, in the document's order; empty if and only if there is a problem.</param>
public sealed record AdfDocument(EventProblem? Problem, ImmutableArray<AdfItem> Items);

/// <summary>One lead of a document: what it says, or why it cannot be used.</summary>
/// <param name="Prospect">What it says, or null.</param>
/// <param name="Problem">Why it cannot be used, or null.</param>
/// <param name="Id">The id that its first sender gave it, or null.</param>
/// <param name="Raw">The bytes that it was read from: the document's if it has no other lead.</param>
public sealed record AdfItem(AdfProspect? Prospect, EventProblem? Problem, string? Id, ReadOnlyMemory<byte> Raw);

/// <summary>One lead: somebody, what they want, and from whom. Texts are cleaned and bounded.</summary>
public sealed record AdfProspect
{
    /// <summary>The ids that the lead was given on its way, as the document has them; the first sender's first.</summary>
    public ImmutableArray<AdfId> Ids { get; init; } = [];

    /// <summary>Whether the sender says that it sent the lead before.</summary>
    public bool IsResent { get; init; }

    /// <summary>When the customer asked; null if the document does not say it so that it can be understood.</summary>
    public AdfDate? RequestDate { get; init; }

    /// <summary>The vehicles, in the document's order.</summary>
    public ImmutableArray<AdfVehicle> Vehicles { get; init; } = [];

    /// <summary>Who asks.</summary>
    public required AdfContact Customer { get; init; }

    /// <summary>The ids of the customer.</summary>
    public ImmutableArray<AdfId> CustomerIds { get; init; } = [];

    /// <summary>What the customer and the sender wrote.</summary>
    public string? Comments { get; init; }

    /// <summary>When the customer wants to decide, in words.</summary>
    public string? TimeFrame { get; init; }

    /// <summary>The dealership's name.</summary>
    public string? Vendor { get; init; }

    /// <summary>The ids of the dealership.</summary>
    public ImmutableArray<AdfId> VendorIds { get; init; } = [];

    /// <summary>The name of who provided the lead.</summary>
    public string? Provider { get; init; }

    /// <summary>Whether the text ended before the lead did.</summary>
    public bool EndsEarly { get; init; }
}

/// <summary>An id.</summary>
/// <param name="Value">The id.</param>
/// <param name="Source">Whose id it is, or null.</param>
public readonly record struct AdfId(string Value, string? Source);

/// <summary>A person or a company.</summary>
public sealed record AdfContact
{
    /// <summary>The name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it is a company.</summary>
    public bool IsBusiness { get; init; }

    /// <summary>Telephone numbers as they are written; the preferred one first.</summary>
    public ImmutableArray<string> Phones { get; init; } = [];

    /// <summary>E-mail addresses; the preferred one first.</summary>
    public ImmutableArray<string> Emails { get; init; } = [];

    /// <summary>How the customer wants to be reached, if exactly one way is marked so.</summary>
    public ContactChannel? PreferredChannel { get; init; }

    /// <summary>The street, in lines that are joined by commas.</summary>
    public string? Street { get; init; }

    /// <summary>The town.</summary>
    public string? City { get; init; }

    /// <summary>The state or province.</summary>
    public string? Region { get; init; }

    /// <summary>The postcode.</summary>
    public string? Postcode { get; init; }

    /// <summary>The country, two letters of ISO 3166-1.</summary>
    public string? Country { get; init; }

    /// <summary>Whether somebody could answer.</summary>
    public bool CanBeReached => Phones.Length > 0 || Emails.Length > 0 || (Name is not null && Street is not null && (City ?? Postcode) is not null);
}

/// <summary>A vehicle that a lead is about.</summary>
public sealed record AdfVehicle
{
    /// <summary>What the customer wants with it.</summary>
    public LeadInterest Interest { get; init; }

    /// <summary>The model year.</summary>
    public int? Year { get; init; }

    /// <summary>The make.</summary>
    public string? Make { get; init; }

    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary>The trim level.</summary>
    public string? Trim { get; init; }

    /// <summary>The VIN in its canonical form; null if what stands there is none.</summary>
    public string? Vin { get; init; }

    /// <summary>The number in the dealership's stock.</summary>
    public string? Stock { get; init; }

    /// <summary>The exterior colour.</summary>
    public string? Color { get; init; }

    /// <summary>The odometer.</summary>
    public Distance? Odometer { get; init; }

    /// <summary>What the customer wants to pay or to get.</summary>
    public Money? PriceWish { get; init; }
}
