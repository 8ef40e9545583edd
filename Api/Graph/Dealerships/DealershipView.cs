using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Dealerships;

namespace AutoCrm.Actors.Api.Graph.Dealerships;

/// <summary>A dealership as far as a request needs it: its row, or its live state.</summary>
internal sealed record DealershipView
{
    public required string Code { get; init; }

    public long Revision { get; init; }

    public long Registrations { get; init; }

    public long Orders { get; init; }

    public long Deliveries { get; init; }

    public long Auctions { get; init; }

    public long ServiceVisits { get; init; }

    public string? Name { get; init; }

    public string? Region { get; init; }

    public Live<Dealership>? Live { get; init; }

    public Dealership? State => Live?.State;

    public static DealershipView Of(DealershipRow row) => new()
    {
        Code = row.Code,
        Revision = row.Revision,
        Registrations = row.Registrations,
        Orders = row.Orders,
        Deliveries = row.Deliveries,
        Auctions = row.Auctions,
        ServiceVisits = row.ServiceVisits,
        Name = row.Name,
        Region = row.Region,
    };

    public static DealershipView Of(Live<Dealership> live) => new()
    {
        Code = live.State.Code,
        Revision = live.Revision,
        Registrations = live.State.Registrations,
        Orders = live.State.Orders,
        Deliveries = live.State.Deliveries,
        Auctions = live.State.Auctions,
        ServiceVisits = live.State.ServiceVisits,
        Name = live.State.Profile?.Name,
        Region = live.State.Profile?.Region,
        Live = live,
    };
}
