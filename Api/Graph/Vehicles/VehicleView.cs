using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

/// <summary>A vehicle as far as a request needs it: its row, or its live state.</summary>
internal sealed record VehicleView
{
    public required string Vin { get; init; }

    public required long Revision { get; init; }

    public string? Make { get; init; }

    public string? Model { get; init; }

    public int? ModelYear { get; init; }

    public required IReadOnlyCollection<string> Dealerships { get; init; }

    public Live<Vehicle>? Live { get; init; }

    public Vehicle? State => Live?.State;

    public static VehicleView Of(VehicleRow row) => new()
    {
        Vin = row.Vin,
        Revision = row.Revision,
        Make = row.Make,
        Model = row.Model,
        ModelYear = row.ModelYear,
        Dealerships = row.Dealerships,
    };

    public static VehicleView Of(Live<Vehicle> live) => new()
    {
        Vin = live.State.Vin,
        Revision = live.Revision,
        Make = live.State.Make?.Value,
        Model = live.State.Model?.Value,
        ModelYear = live.State.ModelYear?.Value,
        Dealerships = live.State.Dealerships,
        Live = live,
    };
}
