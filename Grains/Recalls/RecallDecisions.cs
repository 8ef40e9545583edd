using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Grains.Commands;
using AutoCrm.Actors.Grains.Service;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Recalls;

/// <summary>What may be asked about a vehicle's recalls. Pure.</summary>
internal static class RecallDecisions
{
    public static Rejection? Open(VehicleAsk ask, RecallOpened e) => Refusal.When(
        StateOf(ask, e.Campaign) is { } state and not RecallState.Cancelled,
        CommandRejections.NumberTaken, "The recall concerns the vehicle already.", "campaign");

    public static Rejection? Remedy(VehicleAsk ask, RecallRemedied e) => StillOpen(ask, e.Campaign)
        ?? Refusal.When(
            e.RepairOrder is { } order && !WorkshopDecisions.Has(ask, order),
            CommandRejections.UnknownRepairOrder, "The dealership has no such repair order of the vehicle.", "repairOrder");

    /// <summary>Refuses what needs a recall that is not remedied.</summary>
    public static Rejection? StillOpen(VehicleAsk ask, string campaign) => StateOf(ask, campaign) switch
    {
        null => Refusal.Of(CommandRejections.UnknownRecall, "The recall does not concern the vehicle.", "campaign"),
        RecallState.Remedied or RecallState.Cancelled => Refusal.Of(
            CommandRejections.RecallEnded, "The recall is remedied or cancelled.", "campaign"),
        _ => null,
    };

    private static RecallState? StateOf(VehicleAsk ask, string campaign) =>
        ask.Vehicle.Recalls.FirstOrDefault(recall => recall.Campaign == campaign) is { Opened: not null } recall
            ? recall.StateOf(ask.Vehicle, ask.Now)
            : null;
}
