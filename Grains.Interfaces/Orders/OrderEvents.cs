using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Orders;

/// <summary>A dealership offered a customer a vehicle. The envelope's <c>vin</c> names it, where it is a certain one.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.quote.issued.v1"), About(Whom.Customer)]
public sealed record QuoteIssued : EventPayload
{
    /// <summary>The quote's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string QuoteId { get; init; }

    /// <summary>What the customer is to pay.</summary>
    [Id(1)] public required Money Amount { get; init; }

    /// <summary>Until when the offer stands; without it, until it is taken back.</summary>
    [Id(2)] public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The make.</summary>
    [Id(3), AtMost(100), JsonConverter(typeof(SharedTextConverter))] public string? Make { get; init; }

    /// <summary>The model.</summary>
    [Id(4), AtMost(100), JsonConverter(typeof(SharedTextConverter))] public string? Model { get; init; }

    /// <summary>The trim level.</summary>
    [Id(5), AtMost(100)] public string? Trim { get; init; }

    /// <summary>The model year.</summary>
    [Id(6), InRange(1886, 2100)] public int? ModelYear { get; init; }

    /// <summary>The lead that it answers, by the dealership's number.</summary>
    [Id(7), AtMost(100)] public string? LeadId { get; init; }

    /// <summary>How the customer would pay.</summary>
    [Id(8)] public FinanceKind? Finance { get; init; }
}

/// <summary>A customer ordered a vehicle.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.order.placed.v1"), About(Whom.Customer)]
public sealed record OrderPlaced : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string OrderId { get; init; }

    /// <summary>The make ordered.</summary>
    [Id(1), AtMost(100), JsonConverter(typeof(SharedTextConverter))] public string? Make { get; init; }

    /// <summary>The model ordered.</summary>
    [Id(2), AtMost(100), JsonConverter(typeof(SharedTextConverter))] public string? Model { get; init; }

    /// <summary>The agreed amount.</summary>
    [Id(3)] public Money? Amount { get; init; }

    /// <summary>The options ordered, by the maker's code or name.</summary>
    [Id(4), AtMost(200)] public ImmutableArray<string>? Options { get; init; }

    /// <summary>What the customer paid in advance.</summary>
    [Id(5)] public Money? Deposit { get; init; }

    /// <summary>How the customer pays.</summary>
    [Id(6)] public FinanceKind? Finance { get; init; }

    /// <summary>The trim level ordered.</summary>
    [Id(7), AtMost(100)] public string? Trim { get; init; }

    /// <summary>The model year ordered.</summary>
    [Id(8), InRange(1886, 2100)] public int? ModelYear { get; init; }

    /// <summary>The exterior colour ordered.</summary>
    [Id(9), AtMost(100)] public string? Color { get; init; }

    /// <summary>When the delivery was promised for.</summary>
    [Id(10)] public DateTimeOffset? ExpectedDelivery { get; init; }

    /// <summary>The lead that it comes from, by the dealership's number.</summary>
    [Id(11), AtMost(100)] public string? LeadId { get; init; }

    /// <summary>The quote that it accepts, by the dealership's number.</summary>
    [Id(12), AtMost(100)] public string? QuoteId { get; init; }

    /// <summary>Who sold it, by the dealership's name or number for them.</summary>
    [Id(13), AtMost(100)] public string? Advisor { get; init; }
}

/// <summary>The dealership, or the maker, accepted an order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.order.confirmed.v1"), About(Whom.Customer)]
public sealed record OrderConfirmed : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string OrderId { get; init; }

    /// <summary>When the delivery is promised for.</summary>
    [Id(1)] public DateTimeOffset? ExpectedDelivery { get; init; }
}

/// <summary>An order was changed: a member that is there replaces what was agreed, one that is not leaves it.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.order.changed.v1"), About(Whom.Customer)]
public sealed record OrderChanged : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string OrderId { get; init; }

    /// <summary>The make ordered.</summary>
    [Id(1), AtMost(100), JsonConverter(typeof(SharedTextConverter))] public string? Make { get; init; }

    /// <summary>The model ordered.</summary>
    [Id(2), AtMost(100), JsonConverter(typeof(SharedTextConverter))] public string? Model { get; init; }

    /// <summary>The agreed amount.</summary>
    [Id(3)] public Money? Amount { get; init; }

    /// <summary>All options from now on; an empty list says that there is none any more.</summary>
    [Id(4), AtMost(200)] public ImmutableArray<string>? Options { get; init; }

    /// <summary>What the customer paid in advance, altogether.</summary>
    [Id(5)] public Money? Deposit { get; init; }

    /// <summary>How the customer pays.</summary>
    [Id(6)] public FinanceKind? Finance { get; init; }

    /// <summary>The trim level ordered.</summary>
    [Id(7), AtMost(100)] public string? Trim { get; init; }

    /// <summary>The model year ordered.</summary>
    [Id(8), InRange(1886, 2100)] public int? ModelYear { get; init; }

    /// <summary>The exterior colour ordered.</summary>
    [Id(9), AtMost(100)] public string? Color { get; init; }

    /// <summary>When the delivery is promised for from now on.</summary>
    [Id(10)] public DateTimeOffset? ExpectedDelivery { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(11), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>An order was called off.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.order.cancelled.v1"), About(Whom.Customer)]
public sealed record OrderCancelled : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string OrderId { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(1), AtMost(200)] public required string Reason { get; init; }
}
