using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Dealerships;

/// <summary>
/// A dealership as it stands at the moment at which it is asked: counters over every event that it reported, and what is
/// under way. The lists hold the most urgent of what the numbers count.
/// </summary>
[GenerateSerializer, Immutable, Alias("autocrm.dealership")]
public sealed record Dealership
{
    /// <summary>The most elements of each list.</summary>
    public const int MaxListed = 100;

    /// <summary>The dealership's code.</summary>
    [Id(0)] public required string Code { get; init; }

    /// <summary>Customers registered or registered again.</summary>
    [Id(1)] public long Registrations { get; init; }

    /// <summary>Orders placed.</summary>
    [Id(2)] public long Orders { get; init; }

    /// <summary>Vehicles delivered.</summary>
    [Id(3)] public long Deliveries { get; init; }

    /// <summary>Vehicles sold at auction.</summary>
    [Id(4)] public long Auctions { get; init; }

    /// <summary>Repair orders completed.</summary>
    [Id(5)] public long ServiceVisits { get; init; }

    /// <summary>What deliveries and auctions brought: one amount per currency, ascending by currency.</summary>
    [Id(6)] public ImmutableArray<Money> SalesValue { get; init; } = [];

    /// <summary>The latest event that it reported, by occurrence.</summary>
    [Id(7)] public EventStamp? LastEvent { get; init; }

    /// <summary>What it says of itself; null if it has said nothing.</summary>
    [Id(8)] public DealershipProfile? Profile { get; init; }

    /// <summary>How many events of each known type it reported, ascending by type.</summary>
    [Id(9)] public ImmutableArray<ActivityCount> Activity { get; init; } = [];

    /// <summary>Sales by stage.</summary>
    [Id(10)] public Pipeline Pipeline { get; init; } = new();

    /// <summary>Open leads: those whose first contact is due soonest come first, then the others, the latest first.</summary>
    [Id(11)] public ImmutableArray<OpenLead> OpenLeads { get; init; } = [];

    /// <summary>How many vehicles it has in each state that occurs.</summary>
    [Id(12)] public ImmutableArray<StockCount> Stock { get; init; } = [];

    /// <summary>The workshop on the current day, by its local clock.</summary>
    [Id(13)] public WorkshopLoad? Today { get; init; }

    /// <summary>The workshop on the next day.</summary>
    [Id(14)] public WorkshopLoad? Tomorrow { get; init; }

    /// <summary>Open orders by their promised delivery, the earliest first.</summary>
    [Id(15)] public ImmutableArray<OpenOrder> OrdersDue { get; init; } = [];

    /// <summary>How many conflicts that concern it are open.</summary>
    [Id(16)] public int OpenConflicts { get; init; }

    /// <summary>Open conflicts that concern it, the latest first.</summary>
    [Id(17)] public ImmutableArray<OpenConflict> Conflicts { get; init; } = [];

    /// <summary>How many cases are open.</summary>
    [Id(18)] public int OpenCases { get; init; }

    /// <summary>How many of them lack an answer or a resolution that was due.</summary>
    [Id(19)] public int OverdueCases { get; init; }

    /// <summary>Open cases: those in which something is due soonest come first.</summary>
    [Id(20)] public ImmutableArray<OpenCase> Cases { get; init; } = [];
}

/// <summary>The actor of one dealership. Key: <c>dealership:&lt;code&gt;</c>.</summary>
[Alias("autocrm.IDealershipGrain")]
public interface IDealershipGrain : IEntityGrain
{
    /// <summary>The live state.</summary>
    /// <param name="atLeast">How fresh it must be: the actor first reads the log up to there. Null: as it is in memory.</param>
    /// <returns>The state, or null if the dealership has reported nothing.</returns>
    [Orleans.Concurrency.AlwaysInterleave, Alias("Get")]
    Task<Live<Dealership>?> Get(PositionToken? atLeast);
}
