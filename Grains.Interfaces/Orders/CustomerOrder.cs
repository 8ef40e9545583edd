using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Orders;

/// <summary>One order of a customer; its milestones are a set, so they may be reported in any order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer-order")]
public sealed record CustomerOrder : INumbered
{
    /// <summary>The most changes and promises that are kept of one order: the latest by occurrence.</summary>
    public const int MaxHistory = 50;

    // Dates are the senders', and nothing is before the first one of the calendar.
    private static readonly DateTime FirstEnd = DateTime.MinValue.AddMonths(EndingMonths);

    /// <summary>The order's number at the dealership.</summary>
    [Id(0)] public string OrderId { get; init; } = string.Empty;

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>What was ordered, by the latest order event; null while only later steps are reported.</summary>
    [Id(2)] public Stamped<OrderPlaced>? Placed { get; init; }

    /// <summary>The latest delivery that names the order; null while it is not delivered.</summary>
    [Id(3)] public EventStamp? Delivered { get; init; }

    /// <summary>The latest confirmation.</summary>
    [Id(4)] public EventStamp? Confirmed { get; init; }

    /// <summary>What was changed, in order of occurrence.</summary>
    [Id(5)] public ImmutableArray<Stamped<OrderChanged>> Changes { get; init; } = [];

    /// <summary>Why it was called off, by the latest report.</summary>
    [Id(6)] public Stamped<string>? Cancelled { get; init; }

    /// <summary>The vehicle that was set aside for it, by the latest allocation.</summary>
    [Id(7)] public Stamped<string>? Allocated { get; init; }

    /// <summary>The vehicle that the maker was asked to build for it.</summary>
    [Id(8)] public Stamped<string>? Built { get; init; }

    /// <summary>Whether it is financed, by the latest answer.</summary>
    [Id(9)] public Stamped<Financing>? Financing { get; init; }

    /// <summary>The contract, by the latest signature.</summary>
    [Id(10)] public Stamped<ContractSigned>? Contract { get; init; }

    /// <summary>The promises of a delivery, in order of occurrence.</summary>
    [Id(11)] public ImmutableArray<DeliveryPromise> Promises { get; init; } = [];

    /// <summary>When the contract ends, where the system has said that it is about to.</summary>
    [Id(12)] public Stamped<DateTimeOffset>? ContractEnding { get; init; }

    /// <summary>How many months before its end a contract is about to end.</summary>
    public const int EndingMonths = 6;

    /// <summary>From when on the contract is about to end; null if it has no end, or the order was called off.</summary>
    [JsonIgnore]
    public DateTimeOffset? EndingFrom => Contract?.Value.Until is not { } until || IsCancelled ? null
        : until.UtcDateTime < FirstEnd ? until.ToUniversalTime() : until.ToUniversalTime().AddMonths(-EndingMonths);

    /// <summary>When somebody is to be told that the contract is about to end; null if nobody is to be told, or everybody was.</summary>
    [JsonIgnore]
    public DateTimeOffset? TellEndingAt => ContractEnding?.By.CompareTo(Contract?.By) > 0 ? null : EndingFrom;

    /// <inheritdoc />
    string INumbered.Id => OrderId;

    /// <summary>When the delivery is promised for, by the latest promise; null if none was made.</summary>
    [JsonIgnore]
    public DateTimeOffset? Promised => Promises.IsDefaultOrEmpty ? null : Promises[^1].For;

    /// <summary>The promises that put the delivery off: each is for later than the one before it.</summary>
    [JsonIgnore]
    public ImmutableArray<DeliveryPromise> Slips
    {
        get
        {
            var slips = ImmutableArray.CreateBuilder<DeliveryPromise>();
            for (var i = 1; i < Promises.Length; i++)
            {
                if (Promises[i].For > Promises[i - 1].For)
                {
                    slips.Add(Promises[i]);
                }
            }

            return slips.ToImmutable();
        }
    }

    /// <summary>The vehicle: the one set aside for it, or the one that is built for it; null while none is known.</summary>
    [JsonIgnore]
    public string? Vin => Allocated?.Value ?? Built?.Value;

    /// <summary>What is agreed: the order as it was placed, with the later changes.</summary>
    [JsonIgnore]
    public OrderTerms Terms => OrderTerms.Of(this);

    /// <summary>Whether it was called off and not placed again.</summary>
    [JsonIgnore]
    public bool IsCancelled => Cancelled is not null && (Placed is null || Cancelled.By.CompareTo(Placed.By) > 0);

    /// <summary>What says that the customer has ordered: the order itself, or a step that presupposes it.</summary>
    [JsonIgnore]
    public EventReference? Evidence => Sign is { } sign ? sign.Named(sign.By, Dealership) : null;

    /// <summary>The stamp of <see cref="Evidence"/>, without making the reference.</summary>
    [JsonIgnore]
    public EventStamp? EvidenceBy => Sign?.By;

    private (EventStamp By, Func<EventStamp, string?, EventReference> Named)? Sign => Placed is not null ? (Placed.By, EventReference.To<OrderPlaced>)
        : Confirmed is not null ? (Confirmed, EventReference.To<OrderConfirmed>)
        : Contract is not null ? (Contract.By, EventReference.To<ContractSigned>)
        : Allocated is not null ? (Allocated.By, EventReference.To<VehicleAllocated>)
        : Built is not null ? (Built.By, EventReference.To<Vehicles.VehicleOrdered>)
        : !Changes.IsDefaultOrEmpty ? (Changes[^1].By, EventReference.To<OrderChanged>)
        : null;
}

/// <summary>One promise of a delivery.</summary>
/// <param name="By">The event that made it.</param>
/// <param name="For">When the delivery was promised for.</param>
[GenerateSerializer, Immutable, Alias("autocrm.delivery-promise")]
public sealed record DeliveryPromise([property: Id(0)] EventStamp By, [property: Id(1)] DateTimeOffset For);

/// <summary>Whether an order is financed.</summary>
/// <param name="Approved">Whether it was agreed to.</param>
/// <param name="Provider">Who finances it, or refused to.</param>
/// <param name="Amount">How much is financed.</param>
/// <param name="Months">For how many months.</param>
[GenerateSerializer, Immutable, Alias("autocrm.order-financing")]
public sealed record Financing(
    [property: Id(0)] bool Approved,
    [property: Id(1)] string? Provider,
    [property: Id(2)] Money? Amount,
    [property: Id(3)] int? Months);

/// <summary>What is agreed on an order. Each member is by the latest event that names it.</summary>
/// <param name="Make">The make.</param>
/// <param name="Model">The model.</param>
/// <param name="Trim">The trim level.</param>
/// <param name="ModelYear">The model year.</param>
/// <param name="Color">The exterior colour.</param>
/// <param name="Amount">The agreed amount.</param>
/// <param name="Deposit">What the customer paid in advance.</param>
/// <param name="Finance">How the customer pays.</param>
/// <param name="Options">The options.</param>
[GenerateSerializer, Immutable, Alias("autocrm.order-terms")]
public sealed record OrderTerms(
    [property: Id(0)] string? Make,
    [property: Id(1)] string? Model,
    [property: Id(2)] string? Trim,
    [property: Id(3)] int? ModelYear,
    [property: Id(4)] string? Color,
    [property: Id(5)] Money? Amount,
    [property: Id(6)] Money? Deposit,
    [property: Id(7)] FinanceKind? Finance,
    [property: Id(8)] ImmutableArray<string> Options)
{
    private static readonly OrderTerms None = new(null, null, null, null, null, null, null, null, []);

    internal static OrderTerms Of(CustomerOrder order)
    {
        var terms = None;
        var placed = order.Placed;
        foreach (var change in order.Changes)
        {
            if (placed is not null && placed.By.CompareTo(change.By) < 0)
            {
                terms = terms.With(placed.Value);
                placed = null;
            }

            terms = terms.With(change.Value);
        }

        return placed is null ? terms : terms.With(placed.Value);
    }

    private OrderTerms With(OrderPlaced e) => new(
        e.Make ?? Make,
        e.Model ?? Model,
        e.Trim ?? Trim,
        e.ModelYear ?? ModelYear,
        e.Color ?? Color,
        e.Amount ?? Amount,
        e.Deposit ?? Deposit,
        e.Finance ?? Finance,
        e.Options is { IsDefaultOrEmpty: false } options ? options : Options);

    private OrderTerms With(OrderChanged e) => new(
        e.Make ?? Make,
        e.Model ?? Model,
        e.Trim ?? Trim,
        e.ModelYear ?? ModelYear,
        e.Color ?? Color,
        e.Amount ?? Amount,
        e.Deposit ?? Deposit,
        e.Finance ?? Finance,
        e.Options is { IsDefault: false } options ? options : Options);
}
