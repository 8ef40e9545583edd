using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>A dealership's row in the read model.</summary>
internal sealed record DealershipRow(
    string Key,
    long Revision,
    long Registrations,
    long Orders,
    long Deliveries,
    long Auctions,
    long ServiceVisits,
    DateTimeOffset LastEventAt) : IReadModelRow
{
    public static DealershipRow Of(Dealership dealership, long revision) => new(
        dealership.Code,
        revision,
        dealership.Registrations,
        dealership.Orders,
        dealership.Deliveries,
        dealership.Auctions,
        dealership.ServiceVisits,
        dealership.LastEvent?.At ?? DateTimeOffset.UnixEpoch);
}

[GrainType("dealership"), OwnerPlacement]
internal sealed class DealershipGrain(EntityServices services, IReadModelWriter<DealershipRow> rows)
    : EntityGrain<Dealership, DealershipRow>(services, rows), IDealershipGrain
{
    protected override int FoldVersion => DealershipFold.Version;

    public Task<Live<Dealership>?> Get(PositionToken? atLeast) => Read(atLeast);

    protected override Dealership Unborn(string id) => new() { Code = id };

    protected override Dealership Apply(Dealership current, LoggedEvent happened) => DealershipFold.Apply(current, happened);

    protected override DealershipRow Project(Dealership current, long atRevision) => DealershipRow.Of(current, atRevision);
}
