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
    DateTimeOffset LastEventAt,
    string? Name,
    string? Region,
    DateTimeOffset? NextDueAt) : IReadModelRow
{
    public static DealershipRow Of(DealershipBook book, long revision) => new(
        book.Code,
        revision,
        book.Count(DealershipOverview.Registered),
        book.Count(DealershipOverview.Placed),
        book.Count(DealershipOverview.Delivered),
        book.Count(DealershipOverview.Auctioned),
        book.Count(DealershipOverview.Completed),
        book.LastEvent?.At ?? DateTimeOffset.UnixEpoch,
        book.Profile.Name?.Value,
        book.Profile.Region?.Value,
        DealershipClocks.Next(book));
}

[GrainType("dealership"), OwnerPlacement]
internal sealed class DealershipGrain(EntityServices services, IReadModelWriter<DealershipRow> rows)
    : EntityGrain<DealershipBook, DealershipRow>(services, rows), IDealershipGrain
{
    private readonly TimeProvider time = services.Time;

    protected override int FoldVersion => DealershipFold.Version;

    protected override string StateName => "dealership";

    public async Task<Live<Dealership>?> Get(PositionToken? atLeast) => await Read(atLeast) is { } live
        ? new Live<Dealership>(live.State.At(time.GetUtcNow()), live.Revision, live.Applied)
        : null;

    protected override DealershipBook Unborn(string id) => new() { Code = id };

    protected override DealershipBook Apply(DealershipBook current, LoggedEvent happened) => DealershipFold.Apply(current, happened);

    protected override DealershipRow Project(DealershipBook current, long atRevision) => DealershipRow.Of(current, atRevision);

    protected override DateTimeOffset? NextDue(DealershipBook current) => DealershipClocks.Next(current);

    protected override IEnumerable<DueEvent> Due(DealershipBook current, DateTimeOffset now) => DealershipClocks.Due(current, now);
}
