using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How it is kept what people decided about conflicts. Pure: the conflicts themselves stay, as facts do.</summary>
internal static class ResolutionFold
{
    public static Vehicle Resolved(Vehicle state, ConflictResolved e, EventStamp by)
    {
        var at = 0;
        var order = -1;
        while (at < state.Resolutions.Length && (order = string.CompareOrdinal(state.Resolutions[at].Value.Conflict, e.Conflict)) < 0)
        {
            at++;
        }

        if (order == 0)
        {
            return state with { Resolutions = state.Resolutions.SetItem(at, History.Latest(state.Resolutions[at], e, by)!) };
        }

        var longer = state.Resolutions.Insert(at, new Stamped<ConflictResolved>(e, by));
        return state with { Resolutions = longer.Length > Vehicle.MaxNamed ? longer.RemoveAt(0) : longer };
    }
}
