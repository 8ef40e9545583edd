using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Dealerships;

/// <summary>A dealership's live state: counters over every event that it reported.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.dealership")]
public sealed record Dealership
{
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
