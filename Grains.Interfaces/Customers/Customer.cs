using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Customers;

/// <summary>A customer's live state: the fold of every event about its id.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer")]
public sealed record Customer
{
    /// <summary>The most orders, vehicles or visits that the state holds: the latest by occurrence.</summary>
    public const int MaxHistory = 1000;

    /// <summary>The customer's id.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The party's data, by the latest registration.</summary>
    [Id(1)] public Stamped<CustomerRegistered>? Party { get; init; }

    /// <summary>Where the customer stands in the buying loop, computed from the milestones.</summary>
    [Id(2)] public CustomerStage Stage { get; init; }

    /// <summary>Orders, in order of dealership and order number.</summary>
    [Id(3)] public ImmutableArray<CustomerOrder> Orders { get; init; } = [];

    /// <summary>Deliveries, in order of occurrence.</summary>
    [Id(4)] public ImmutableArray<CustomerDelivery> Deliveries { get; init; } = [];

    /// <summary>Completed workshop visits, in order of occurrence.</summary>
    [Id(5)] public ImmutableArray<CustomerVisit> ServiceVisits { get; init; } = [];

    /// <summary>The dealerships that the customer has dealt with, ascending by code.</summary>
    [Id(6)] public ImmutableArray<string> Dealerships { get; init; } = [];

    /// <summary>The latest event about the customer, by occurrence.</summary>
    [Id(7)] public EventStamp? LastEvent { get; init; }
}

/// <summary>The stages of the buying loop.</summary>
[GenerateSerializer, Alias("autocrm.customer-stage")]
public enum CustomerStage
{
    /// <summary>Nothing decides it yet.</summary>
    Unknown = 0,

    /// <summary>Known to a dealership, has ordered nothing.</summary>
    Prospect = 1,

    /// <summary>Has an order that is not delivered.</summary>
    Ordered = 2,

    /// <summary>Has taken delivery, and has not been to the workshop.</summary>
    OwnerNew = 3,

    /// <summary>Has taken delivery or brought a vehicle, and comes to the workshop.</summary>
    OwnerInService = 4,

    /// <summary>Has an open lead.</summary>
    Lead = 5,

    /// <summary>Has a qualified lead, a test drive or a quote.</summary>
    Opportunity = 6,

    /// <summary>Owns a vehicle and has stayed away from the workshop for longer than usual.</summary>
    Defecting = 7,

    /// <summary>Owns or has owned a vehicle, and looks for another one.</summary>
    InMarket = 8,

    /// <summary>Has bought again.</summary>
    Repurchased = 9,

    /// <summary>Was lost to somebody else.</summary>
    Lost = 10,
}

/// <summary>One order of a customer; its milestones are a set, so they may be reported in any order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer-order")]
public sealed record CustomerOrder
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0)] public required string OrderId { get; init; }

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>What was ordered, by the latest order event; null while only the delivery is reported.</summary>
    [Id(2)] public Stamped<OrderPlaced>? Placed { get; init; }

    /// <summary>The latest delivery that names the order; null while it is not delivered.</summary>
    [Id(3)] public EventStamp? Delivered { get; init; }
}

/// <summary>One vehicle handed over to a customer.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Vin">The vehicle, where the report names it.</param>
/// <param name="Dealership">The dealership.</param>
/// <param name="Make">The make.</param>
/// <param name="Model">The model.</param>
/// <param name="Price">What the customer paid.</param>
[GenerateSerializer, Immutable, Alias("autocrm.customer-delivery")]
public sealed record CustomerDelivery(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string? Vin,
    [property: Id(2)] string? Dealership,
    [property: Id(3)] string? Make,
    [property: Id(4)] string? Model,
    [property: Id(5)] Money? Price);

/// <summary>One workshop visit of a customer.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Vin">The vehicle, where the report names it.</param>
/// <param name="Dealership">The dealership.</param>
/// <param name="RepairOrder">The repair order's number.</param>
/// <param name="Amount">What it cost altogether.</param>
[GenerateSerializer, Immutable, Alias("autocrm.customer-visit")]
public sealed record CustomerVisit(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string? Vin,
    [property: Id(2)] string? Dealership,
    [property: Id(3)] string RepairOrder,
    [property: Id(4)] Money? Amount);

/// <summary>The actor of one customer. Key: <c>customer:&lt;id&gt;</c>.</summary>
[Alias("autocrm.ICustomerGrain")]
public interface ICustomerGrain : IEntityGrain
{
    /// <summary>The live state.</summary>
    /// <param name="atLeast">How fresh it must be: the actor first reads the log up to there. Null: as it is in memory.</param>
    /// <returns>The state, or null if there is no event about the customer.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("Get")]
    Task<Live<Customer>?> Get(PositionToken? atLeast);
}
