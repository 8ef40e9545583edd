using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Vehicles;

/// <summary>
/// The commercial region: what dealerships did with a vehicle to sell it, beside <see cref="Vehicle.Sales"/> and
/// <see cref="Vehicle.Reservations"/>. <see cref="VehicleTrade"/> says what it comes to.
/// </summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-stock")]
public sealed record VehicleStock
{
    /// <summary>The most orders, returns, reversals or appraisals that the state holds.</summary>
    public const int MaxHistory = 20;

    /// <summary>The latest offer.</summary>
    [Id(0)] public Stamped<StockOffer>? Offer { get; init; }

    /// <summary>The code of the dealership that has it in its stock or had it last, by the latest event that says so.</summary>
    [Id(1)] public Stamped<string>? Holder { get; init; }

    /// <summary>Why it was held, at most one of each reason, ascending by reason.</summary>
    [Id(2)] public ImmutableArray<Hold> Holds { get; init; } = [];

    /// <summary>The orders that named it, ascending by dealership and number.</summary>
    [Id(3)] public ImmutableArray<VehicleOrder> Orders { get; init; } = [];

    /// <summary>When it came back from a customer, in order of occurrence.</summary>
    [Id(4)] public ImmutableArray<VehicleReturn> Returns { get; init; } = [];

    /// <summary>Sales that were undone, in order of occurrence.</summary>
    [Id(5)] public ImmutableArray<SaleReversal> Reversals { get; init; } = [];

    /// <summary>What it was said to be worth in part exchange, in order of occurrence.</summary>
    [Id(6)] public ImmutableArray<Appraisal> Appraisals { get; init; } = [];

    /// <summary>The latest report of a delivery to headquarters.</summary>
    [Id(7)] public EventStamp? Reported { get; init; }

    /// <summary>The latest acceptance of such a report.</summary>
    [Id(8)] public EventStamp? Accepted { get; init; }

    /// <summary>The latest rejection of such a report, with its reason.</summary>
    [Id(9)] public Stamped<string>? Rejected { get; init; }
}

/// <summary>As what, for how much and by whom a vehicle was offered.</summary>
/// <param name="Price">What it is to cost.</param>
/// <param name="Kind">As what; null where it was not said.</param>
/// <param name="Dealership">The dealership that offers it.</param>
[GenerateSerializer, Immutable, Alias("autocrm.stock-offer")]
public sealed record StockOffer(
    [property: Id(0)] Money? Price,
    [property: Id(1)] StockKind? Kind,
    [property: Id(2)] string? Dealership);

/// <summary>A reason for which a vehicle was held.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Held">The latest report that it is held for it.</param>
/// <param name="Released">The latest report that it is not.</param>
[GenerateSerializer, Immutable, Alias("autocrm.hold")]
public sealed record Hold(
    [property: Id(0)] HoldReason Reason,
    [property: Id(1)] EventStamp? Held,
    [property: Id(2)] EventStamp? Released)
{
    /// <summary>Whether it is held for this reason.</summary>
    /// <returns>True from the hold on until a later release.</returns>
    public bool IsOpen() => Held is not null && Held.CompareTo(Released) > 0;
}

/// <summary>An order that named a vehicle; its milestones are a set, so they may be reported in any order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-order")]
public sealed record VehicleOrder : INumbered
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>The latest report that it was ordered, where the order names the vehicle.</summary>
    [Id(2)] public EventStamp? Placed { get; init; }

    /// <summary>The latest report that it was set aside.</summary>
    [Id(3)] public EventStamp? Allocated { get; init; }

    /// <summary>The latest report of a signed contract that names the vehicle.</summary>
    [Id(4)] public EventStamp? Signed { get; init; }

    /// <summary>The latest report that the order was called off.</summary>
    [Id(5)] public EventStamp? Cancelled { get; init; }

    /// <summary>The latest report that gives the vehicle to the order.</summary>
    /// <returns>The event, or null if only the cancellation is known.</returns>
    public EventStamp? Promised()
    {
        var latest = Placed;
        latest = Allocated is not null && Allocated.CompareTo(latest) > 0 ? Allocated : latest;
        return Signed is not null && Signed.CompareTo(latest) > 0 ? Signed : latest;
    }
}

/// <summary>A vehicle came back from a customer.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Kind">How.</param>
/// <param name="Value">What the dealership gave for it.</param>
/// <param name="OrderId">The order of another vehicle that it helps to pay.</param>
/// <param name="Customer">The customer's id, where the report names one.</param>
/// <param name="Dealership">The dealership.</param>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-return")]
public sealed record VehicleReturn(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] ReturnKind Kind,
    [property: Id(2)] Money? Value,
    [property: Id(3)] string? OrderId,
    [property: Id(4)] string? Customer,
    [property: Id(5)] string? Dealership);

/// <summary>A sale was undone.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="OrderId">The order; null for the dealership's latest delivery before it.</param>
/// <param name="Dealership">The dealership; null for every one.</param>
/// <param name="Customer">The customer's id, where the report names one.</param>
[GenerateSerializer, Immutable, Alias("autocrm.sale-reversal")]
public sealed record SaleReversal(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string? OrderId,
    [property: Id(2)] string? Dealership,
    [property: Id(3)] string? Customer);

/// <summary>What a vehicle was said to be worth in part exchange.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Value">The value.</param>
/// <param name="Provider">Who said it.</param>
/// <param name="Dealership">The dealership.</param>
[GenerateSerializer, Immutable, Alias("autocrm.appraisal")]
public sealed record Appraisal(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] Money Value,
    [property: Id(2)] string? Provider,
    [property: Id(3)] string? Dealership);

/// <summary>Whether a vehicle is for sale, kept, sold or delivered.</summary>
[GenerateSerializer, Alias("autocrm.commercial-state")]
public enum CommercialState
{
    /// <summary>Not for sale yet.</summary>
    NotReleased = 0,

    /// <summary>For sale.</summary>
    Available = 1,

    /// <summary>For sale, and held back for one or more reasons.</summary>
    Held = 2,

    /// <summary>Kept for somebody.</summary>
    Reserved = 3,

    /// <summary>Set aside for an order.</summary>
    Sold = 4,

    /// <summary>Handed over to a customer.</summary>
    Delivered = 5,

    /// <summary>Handed over, and reported to headquarters.</summary>
    Reported = 6,
}
