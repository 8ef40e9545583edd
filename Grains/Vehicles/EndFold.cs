using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How it is kept what speaks against a vehicle's being in use. Pure.</summary>
internal static class EndFold
{
    public static Vehicle? Apply(Vehicle state, LoggedEvent happened)
    {
        var (end, by) = (state.End ?? new VehicleEnd(), happened.Stamp);
        return happened.Payload switch
        {
            VehicleScrapped => Ended(state, end with { Scrapped = History.Earlier(end.Scrapped, by) }),
            VehicleExported e => Ended(state, end with { Exported = History.Latest(end.Exported, e.Country ?? string.Empty, by) }),
            VehicleWrittenOff => Ended(state, end with { WrittenOff = History.Later(end.WrittenOff, by) }),
            VehicleStolen => Ended(state, end with { Stolen = History.Later(end.Stolen, by) }),
            VehicleRecovered e => VehicleFold.Read(
                Ended(state, end with { Recovered = History.Later(end.Recovered, by) }), e.Odometer, happened),
            _ => null,
        };
    }

    private static Vehicle Ended(Vehicle state, VehicleEnd end) => VehicleConflicts.JudgeTrade(state with { End = end });
}
