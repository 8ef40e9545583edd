using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How registrations of ownership are kept. Pure. The plate is personal: it stays in the log.</summary>
internal static class OwnershipFold
{
    public static Vehicle? Apply(Vehicle state, LoggedEvent happened) => happened.Payload switch
    {
        OwnershipRegistered e => Changed(state, ownership => ownership with
        {
            Starts = History.Add(
                ownership.Starts,
                new OwnershipStart(happened.Stamp, happened.Customer, e.Role, e.From ?? happened.Stamp.At, happened.Dealership),
                start => start.By,
                VehicleOwnership.MaxHistory),
        }),
        OwnershipEnded e => Changed(state, ownership => ownership with
        {
            Ends = History.Add(
                ownership.Ends,
                new OwnershipEnd(happened.Stamp, happened.Customer, e.Role, e.Until ?? happened.Stamp.At),
                end => end.By,
                VehicleOwnership.MaxHistory),
        }),
        _ => null,
    };

    private static Vehicle Changed(Vehicle state, Func<VehicleOwnership, VehicleOwnership> change) =>
        VehicleConflicts.JudgeTrade(state with { Ownership = change(state.Ownership ?? new VehicleOwnership()) });
}
