using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Leads;

/// <summary>Somebody showed interest. The envelope's <c>vin</c> names the car, where it is a certain one.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.lead.received.v1"), About(Whom.Customer)]
public sealed record LeadReceived : EventPayload
{
    /// <summary>The lead's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string LeadId { get; init; }

    /// <summary>How it came.</summary>
    [Id(1)] public required ContactChannel Channel { get; init; }

    /// <summary>What the customer is interested in.</summary>
    [Id(2)] public required LeadInterest Interest { get; init; }

    /// <summary>Who provided it, for example a portal.</summary>
    [Id(3), AtMost(200)] public string? Provider { get; init; }

    /// <summary>The make.</summary>
    [Id(4), AtMost(100)] public string? Make { get; init; }

    /// <summary>The model.</summary>
    [Id(5), AtMost(100)] public string? Model { get; init; }

    /// <summary>The trim level.</summary>
    [Id(6), AtMost(100)] public string? Trim { get; init; }

    /// <summary>The model year.</summary>
    [Id(7), InRange(1886, 2100)] public int? ModelYear { get; init; }

    /// <summary>What the customer wants to pay or to get.</summary>
    [Id(8)] public Money? PriceWish { get; init; }

    /// <summary>When the customer wants to decide, in the sender's words.</summary>
    [Id(9), AtMost(200)] public string? TimeFrame { get; init; }

    /// <summary>What the customer wrote.</summary>
    [Id(10), Personal] public string? Comments { get; init; }

    /// <summary>The vehicle's number in the dealership's stock.</summary>
    [Id(11), AtMost(100)] public string? Stock { get; init; }

    /// <summary>The other vehicles of the lead, for example one to be given in part exchange.</summary>
    [Id(12)] public ImmutableArray<LeadVehicle>? OtherVehicles { get; init; }

    /// <summary>The message as it came, in base64; a long one's beginning.</summary>
    [Id(13), AtMost(32_768), Personal] public string? Original { get; init; }
}

/// <summary>A further vehicle of a lead.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.lead-vehicle")]
public sealed record LeadVehicle
{
    /// <summary>What the customer wants with it.</summary>
    [Id(0)] public required LeadInterest Interest { get; init; }

    /// <summary>The make.</summary>
    [Id(1), AtMost(100)] public string? Make { get; init; }

    /// <summary>The model.</summary>
    [Id(2), AtMost(100)] public string? Model { get; init; }

    /// <summary>The trim level.</summary>
    [Id(3), AtMost(100)] public string? Trim { get; init; }

    /// <summary>The model year.</summary>
    [Id(4), InRange(1886, 2100)] public int? ModelYear { get; init; }

    /// <summary>The VIN.</summary>
    [Id(5), MatchesShape(TextShape.Vin)] public string? Vin { get; init; }

    /// <summary>The number in the dealership's stock.</summary>
    [Id(6), AtMost(100)] public string? Stock { get; init; }

    /// <summary>The odometer.</summary>
    [Id(7)] public Distance? Odometer { get; init; }

    /// <summary>What the customer wants to pay or to get.</summary>
    [Id(8)] public Money? PriceWish { get; init; }
}

/// <summary>An advisor is to look after a lead.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.lead.assigned.v1"), About(Whom.Customer)]
public sealed record LeadAssigned : EventPayload
{
    /// <summary>The lead's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string LeadId { get; init; }

    /// <summary>Who, by the dealership's name or number for them.</summary>
    [Id(1), AtMost(100)] public required string Advisor { get; init; }
}

/// <summary>Somebody of the dealership tried to reach the customer of a lead.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.lead.contacted.v1"), About(Whom.Customer)]
public sealed record LeadContacted : EventPayload
{
    /// <summary>The lead's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string LeadId { get; init; }

    /// <summary>How.</summary>
    [Id(1)] public required ContactChannel Channel { get; init; }

    /// <summary>Whether the customer was reached; without it, they were.</summary>
    [Id(2)] public bool? Reached { get; init; }

    /// <summary>Who, by the dealership's name or number for them.</summary>
    [Id(3), AtMost(100)] public string? Advisor { get; init; }
}

/// <summary>The dealership judged how likely a lead is to buy.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.lead.qualified.v1"), About(Whom.Customer)]
public sealed record LeadQualified : EventPayload
{
    /// <summary>The lead's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string LeadId { get; init; }

    /// <summary>How soon the customer is expected to buy.</summary>
    [Id(1)] public required LeadLevel Level { get; init; }
}

/// <summary>The dealership and the customer of a lead agreed to meet.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.lead.appointment-made.v1"), About(Whom.Customer)]
public sealed record LeadAppointmentMade : EventPayload
{
    /// <summary>The lead's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string LeadId { get; init; }

    /// <summary>When they meet.</summary>
    [Id(1)] public required DateTimeOffset At { get; init; }

    /// <summary>Whom the customer meets, by the dealership's name or number for them.</summary>
    [Id(2), AtMost(100)] public string? Advisor { get; init; }
}

/// <summary>A lead was given up.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.lead.lost.v1"), About(Whom.Customer)]
public sealed record LeadLost : EventPayload
{
    /// <summary>The lead's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string LeadId { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(1), AtMost(200)] public required string Reason { get; init; }
}

/// <summary>A lead that was lost is taken up again.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.lead.recycled.v1"), About(Whom.Customer)]
public sealed record LeadRecycled : EventPayload
{
    /// <summary>The lead's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string LeadId { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(1), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>A lead became an order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.lead.converted.v1"), About(Whom.Customer)]
public sealed record LeadConverted : EventPayload
{
    /// <summary>The lead's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string LeadId { get; init; }

    /// <summary>The order's number at the dealership.</summary>
    [Id(1), AtMost(100)] public required string OrderId { get; init; }
}

/// <summary>Nobody contacted the customer of a lead in time.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.lead.overdue.v1"), About(Whom.Customer), Derived]
public sealed record LeadOverdue : EventPayload
{
    /// <summary>The lead's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string LeadId { get; init; }

    /// <summary>By when it should have been contacted.</summary>
    [Id(1)] public required DateTimeOffset Due { get; init; }
}

/// <summary>What the customer of a lead is interested in.</summary>
[GenerateSerializer, Alias("autocrm.lead-interest")]
public enum LeadInterest
{
    /// <summary>To buy a vehicle.</summary>
    Buy = 0,

    /// <summary>To lease a vehicle.</summary>
    Lease = 1,

    /// <summary>To drive a vehicle on trial.</summary>
    TestDrive = 2,

    /// <summary>To have a vehicle serviced.</summary>
    Service = 3,

    /// <summary>To sell a vehicle.</summary>
    Sell = 4,

    /// <summary>To give a vehicle in part exchange.</summary>
    TradeIn = 5,
}

/// <summary>How soon the customer of a lead is expected to buy, as the trade grades it.</summary>
[GenerateSerializer, Alias("autocrm.lead-level")]
public enum LeadLevel
{
    /// <summary>Hot: within a week.</summary>
    [JsonStringEnumMemberName("H")]
    H = 0,

    /// <summary>Within two weeks.</summary>
    [JsonStringEnumMemberName("A")]
    A = 1,

    /// <summary>Within a month.</summary>
    [JsonStringEnumMemberName("B")]
    B = 2,

    /// <summary>Later.</summary>
    [JsonStringEnumMemberName("C")]
    C = 3,
}
