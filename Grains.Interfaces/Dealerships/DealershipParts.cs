using System.Collections.Immutable;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;

namespace AutoCrm.Actors.Dealerships;

/// <summary>What a dealership says of itself, by the latest report of each member.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.dealership-profile")]
public sealed record DealershipProfile
{
    /// <summary>The name.</summary>
    [Id(0)] public string? Name { get; init; }

    /// <summary>The region of headquarters that it belongs to.</summary>
    [Id(1)] public string? Region { get; init; }

    /// <summary>The group of dealerships that it belongs to.</summary>
    [Id(2)] public string? Group { get; init; }

    /// <summary>The IANA time zone by which its days and opening hours go; null if it is not known, and UTC is used.</summary>
    [Id(3)] public string? TimeZone { get; init; }

    /// <summary>Where it is.</summary>
    [Id(4)] public string? Address { get; init; }

    /// <summary>When it is open; null if that is not known.</summary>
    [Id(5)] public ImmutableArray<OpeningTime>? OpeningHours { get; init; }

    /// <summary>The days on which it is closed whatever the opening hours say.</summary>
    [Id(6)] public ImmutableArray<DateOnly> ClosedOn { get; init; } = [];

    /// <summary>The brands that it sells.</summary>
    [Id(7)] public ImmutableArray<string> Brands { get; init; } = [];

    /// <summary>In how many minutes of its opening hours a new lead has to be contacted.</summary>
    [Id(8)] public int FirstContactMinutes { get; init; }
}

/// <summary>How many events of one type a dealership reported.</summary>
/// <param name="Type">The event type.</param>
/// <param name="Count">How many.</param>
[GenerateSerializer, Immutable, Alias("autocrm.activity-count")]
public sealed record ActivityCount([property: Id(0)] string Type, [property: Id(1)] long Count);

/// <summary>Sales by stage: what is open at the moment, and what was delivered ever.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.pipeline")]
public sealed record Pipeline
{
    /// <summary>Open leads that nobody has taken up.</summary>
    [Id(0)] public int NewLeads { get; init; }

    /// <summary>Open leads with an advisor, whose customer was not reached yet.</summary>
    [Id(1)] public int AssignedLeads { get; init; }

    /// <summary>Open leads whose customer was reached.</summary>
    [Id(2)] public int ContactedLeads { get; init; }

    /// <summary>Opportunities: open leads that were qualified.</summary>
    [Id(3)] public int QualifiedLeads { get; init; }

    /// <summary>Open leads whose first contact is late.</summary>
    [Id(4)] public int OverdueLeads { get; init; }

    /// <summary>Quotes that stand and that no order has accepted.</summary>
    [Id(5)] public int OpenQuotes { get; init; }

    /// <summary>Orders that are neither delivered nor cancelled.</summary>
    [Id(6)] public int OpenOrders { get; init; }

    /// <summary>Open orders whose promised delivery has passed.</summary>
    [Id(7)] public int OverdueOrders { get; init; }

    /// <summary>Vehicles delivered ever.</summary>
    [Id(8)] public long Deliveries { get; init; }
}

/// <summary>A lead that is open.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.open-lead")]
public sealed record OpenLead
{
    /// <summary>The lead's number at the dealership.</summary>
    [Id(0)] public required string LeadId { get; init; }

    /// <summary>How far it has come.</summary>
    [Id(1)] public LeadState State { get; init; }

    /// <summary>The customer's id.</summary>
    [Id(2)] public string? Customer { get; init; }

    /// <summary>When it was received; null if only its recycling is known.</summary>
    [Id(3)] public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>How it came.</summary>
    [Id(4)] public ContactChannel? Channel { get; init; }

    /// <summary>Who provided it.</summary>
    [Id(5)] public string? Provider { get; init; }

    /// <summary>What the customer is interested in.</summary>
    [Id(6)] public LeadInterest? Interest { get; init; }

    /// <summary>The model.</summary>
    [Id(7)] public string? Model { get; init; }

    /// <summary>Who looks after it, by the dealership's name or number for them.</summary>
    [Id(8)] public string? Advisor { get; init; }

    /// <summary>When the customer was last reached.</summary>
    [Id(9)] public DateTimeOffset? ContactedAt { get; init; }

    /// <summary>By when the customer has, or had, to be contacted first; null if no clock runs.</summary>
    [Id(10)] public DateTimeOffset? Due { get; init; }

    /// <summary>Whether the first contact is late.</summary>
    [Id(11)] public bool Overdue { get; init; }

    /// <summary>How soon the customer is expected to buy.</summary>
    [Id(12)] public LeadLevel? Level { get; init; }

    /// <summary>When they meet.</summary>
    [Id(13)] public DateTimeOffset? Appointment { get; init; }
}

/// <summary>A case that is open.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.open-case")]
public sealed record OpenCase
{
    /// <summary>The case's number at the dealership.</summary>
    [Id(0)] public required string CaseId { get; init; }

    /// <summary>The customer's id.</summary>
    [Id(1)] public string? Customer { get; init; }

    /// <summary>The vehicle that it is about.</summary>
    [Id(2)] public string? Vin { get; init; }

    /// <summary>What it is; null where only its reopening is known.</summary>
    [Id(3)] public CaseKind? Kind { get; init; }

    /// <summary>How urgent it is.</summary>
    [Id(4)] public CaseSeverity Severity { get; init; }

    /// <summary>Since when it is open, for the last time.</summary>
    [Id(5)] public DateTimeOffset Since { get; init; }

    /// <summary>Who looks after it, by the dealership's name or number for them.</summary>
    [Id(6)] public string? Advisor { get; init; }

    /// <summary>When the customer was last answered.</summary>
    [Id(7)] public DateTimeOffset? RespondedAt { get; init; }

    /// <summary>By when the next of answer and resolution has to be there; null if both were noted as late.</summary>
    [Id(8)] public DateTimeOffset? Due { get; init; }

    /// <summary>Whether an answer or a resolution that was due is missing.</summary>
    [Id(9)] public bool Overdue { get; init; }
}

/// <summary>A conflict that is open and concerns a dealership: one of its reports takes part in it.</summary>
/// <param name="Id">The conflict's id, by which it is resolved.</param>
/// <param name="Kind">What kind of contradiction it is.</param>
/// <param name="At">When the latest of the contradicting events happened.</param>
/// <param name="Message">What contradicts what.</param>
/// <param name="Events">The contradicting events, in order of occurrence.</param>
/// <param name="Vin">The vehicle that they are about, where the conflict is a vehicle's.</param>
/// <param name="Customer">The customer that they are about, where the conflict is a customer's.</param>
[GenerateSerializer, Immutable, Alias("autocrm.open-conflict")]
public sealed record OpenConflict(
    [property: Id(0)] string Id,
    [property: Id(1)] string Kind,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Message,
    [property: Id(4)] ImmutableArray<Events.EventStamp> Events,
    [property: Id(5)] string? Vin,
    [property: Id(6)] string? Customer);

/// <summary>An order that is open.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.open-order")]
public sealed record OpenOrder
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0)] public required string OrderId { get; init; }

    /// <summary>The customer's id.</summary>
    [Id(1)] public string? Customer { get; init; }

    /// <summary>When it was placed.</summary>
    [Id(2)] public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>The model; null if it was not said.</summary>
    [Id(3)] public string? Model { get; init; }

    /// <summary>Whether it was confirmed.</summary>
    [Id(4)] public bool Confirmed { get; init; }

    /// <summary>The vehicle that was set aside for it.</summary>
    [Id(5)] public string? Vin { get; init; }

    /// <summary>When the delivery is promised for.</summary>
    [Id(6)] public DateTimeOffset? Promised { get; init; }

    /// <summary>Whether the promised delivery has passed.</summary>
    [Id(7)] public bool Overdue { get; init; }
}

/// <summary>Where a vehicle of a dealership's stock stands.</summary>
[GenerateSerializer, Alias("autocrm.stock-state")]
public enum StockState
{
    /// <summary>On its way to the dealership.</summary>
    Coming = 0,

    /// <summary>There, and not for sale yet.</summary>
    Received = 1,

    /// <summary>For sale.</summary>
    Available = 2,

    /// <summary>Reserved.</summary>
    Reserved = 3,

    /// <summary>Not to be sold for a while: held, or damaged.</summary>
    Held = 4,

    /// <summary>Set aside for an order, and not delivered.</summary>
    Sold = 5,
}

/// <summary>How many vehicles of a dealership's stock are in a state.</summary>
/// <param name="State">The state.</param>
/// <param name="Count">How many; at least 1.</param>
[GenerateSerializer, Immutable, Alias("autocrm.stock-count")]
public sealed record StockCount([property: Id(0)] StockState State, [property: Id(1)] int Count);

/// <summary>What a workshop has to do on a day.</summary>
/// <param name="Day">The day, by the dealership's local clock.</param>
/// <param name="Expected">Appointments of that day whose vehicles have not come.</param>
/// <param name="Arrived">Vehicles that were checked in on that day, with an appointment or without.</param>
[GenerateSerializer, Immutable, Alias("autocrm.workshop-load")]
public sealed record WorkshopLoad([property: Id(0)] DateOnly Day, [property: Id(1)] int Expected, [property: Id(2)] int Arrived);
