using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Orders;

/// <summary>A vehicle was set aside for an order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.allocated.v1"), About(Whom.Vehicle)]
public sealed record VehicleAllocated : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string OrderId { get; init; }
}

/// <summary>A vehicle was handed over to its buyer. Without a VIN it is about the customer and the dealership alone.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.delivered.v1"), About(Whom.CustomerOrVehicle)]
public sealed record VehicleDelivered : EventPayload
{
    /// <summary>What the customer paid.</summary>
    [Id(0)] public Money? Price { get; init; }

    /// <summary>The odometer at the handover.</summary>
    [Id(1)] public Distance? Odometer { get; init; }

    /// <summary>The order that the delivery fulfils, by the dealership's number.</summary>
    [Id(2), AtMost(100)] public string? OrderId { get; init; }

    /// <summary>The make.</summary>
    [Id(3), AtMost(100), JsonConverter(typeof(SharedTextConverter))] public string? Make { get; init; }

    /// <summary>The model.</summary>
    [Id(4), AtMost(100), JsonConverter(typeof(SharedTextConverter))] public string? Model { get; init; }

    /// <summary>The model year.</summary>
    [Id(5), InRange(1886, 2100)] public int? ModelYear { get; init; }

    /// <summary>The number plate.</summary>
    [Id(6), AtMost(20), Personal] public string? Registration { get; init; }

    /// <summary>The trim level.</summary>
    [Id(7), AtMost(100)] public string? Trim { get; init; }

    /// <summary>The exterior colour.</summary>
    [Id(8), AtMost(100)] public string? Color { get; init; }

    /// <summary>How the customer pays; after a lease the customer is a lessee and no owner.</summary>
    [Id(9)] public FinanceKind? Finance { get; init; }
}

/// <summary>Somebody said what a customer's vehicle is worth in part exchange.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.trade-in-appraised.v1"), About(Whom.Vehicle)]
public sealed record TradeInAppraised : EventPayload
{
    /// <summary>What it is worth.</summary>
    [Id(0)] public required Money Value { get; init; }

    /// <summary>Who said it: an appraiser or a price guide.</summary>
    [Id(1), AtMost(200)] public string? Provider { get; init; }

    /// <summary>The odometer at the appraisal.</summary>
    [Id(2)] public Distance? Odometer { get; init; }

    /// <summary>The lead that it belongs to, by the dealership's number.</summary>
    [Id(3), AtMost(100)] public string? LeadId { get; init; }
}

/// <summary>A dealership took a vehicle back from its owner or lessee: the envelope names who gave it and which it is.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.traded-in.v1"), About(Whom.Vehicle)]
public sealed record VehicleTradedIn : EventPayload
{
    /// <summary>What the dealership gave for it.</summary>
    [Id(0)] public required Money Value { get; init; }

    /// <summary>The order of another vehicle that it helps to pay, by the dealership's number.</summary>
    [Id(1), AtMost(100)] public string? OrderId { get; init; }

    /// <summary>How it came back; without it, in part exchange.</summary>
    [Id(2)] public ReturnKind? Kind { get; init; }

    /// <summary>The odometer when it came back.</summary>
    [Id(3)] public Distance? Odometer { get; init; }
}

/// <summary>A dealership reported a delivery to headquarters.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.delivery-reported.v1"), About(Whom.CustomerOrVehicle)]
public sealed record DeliveryReported : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public string? OrderId { get; init; }

    /// <summary>When the vehicle was handed over, as the report says.</summary>
    [Id(1)] public DateTimeOffset? DeliveredAt { get; init; }
}

/// <summary>Headquarters accepted the report of a delivery.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.delivery-accepted.v1"), About(Whom.CustomerOrVehicle)]
public sealed record DeliveryAccepted : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public string? OrderId { get; init; }
}

/// <summary>Headquarters rejected the report of a delivery.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.delivery-rejected.v1"), About(Whom.CustomerOrVehicle)]
public sealed record DeliveryRejected : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public string? OrderId { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(1), AtMost(200)] public required string Reason { get; init; }
}

/// <summary>A sale was undone after the delivery: the vehicle is the dealership's again, as if it had not been sold.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle.sale-reversed.v1"), About(Whom.CustomerOrVehicle)]
public sealed record SaleReversed : EventPayload
{
    /// <summary>Why, without personal data.</summary>
    [Id(0), AtMost(200)] public required string Reason { get; init; }

    /// <summary>The order's number at the dealership.</summary>
    [Id(1), AtMost(100)] public string? OrderId { get; init; }
}

/// <summary>How a vehicle comes back to a dealership.</summary>
[GenerateSerializer, Alias("autocrm.return-kind")]
public enum ReturnKind
{
    /// <summary>In part exchange for another one.</summary>
    TradeIn = 0,

    /// <summary>At the end of a lease.</summary>
    LeaseReturn = 1,

    /// <summary>Bought back.</summary>
    BuyBack = 2,
}
