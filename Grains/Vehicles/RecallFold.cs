using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How recalls are kept. Pure. Whoever brings the event has found that the campaign concerns the vehicle.</summary>
internal static class RecallFold
{
    public static Vehicle? Apply(Vehicle state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            RecallOpened e => VehicleConflicts.JudgeTrade(Changed(state, e.Campaign, recall => recall with
            {
                Opened = History.Latest(recall.Opened, new RecallTerms(e.StopSale == true, e.Remedy), by),
                StopSale = e.StopSale == true ? History.Earlier(recall.StopSale, by) : recall.StopSale,
            })),
            RecallNotified e => Changed(state, e.Campaign, recall => recall with { Notified = History.Later(recall.Notified, by) }),
            RecallRemedied e => VehicleConflicts.JudgeTrade(Changed(
                state, e.Campaign, recall => recall with { Remedied = First(recall.Remedied, e.RepairOrder ?? string.Empty, by) })),
            RecallCannotComplete e => Changed(
                state, e.Campaign, recall => recall with { CannotComplete = History.Latest(recall.CannotComplete, e.Reason, by) }),
            RecallCancelled e => VehicleConflicts.JudgeTrade(
                Changed(state, e.Campaign, recall => recall with { Cancelled = History.Later(recall.Cancelled, by) })),
            _ => null,
        };
    }

    private static Stamped<string> First(Stamped<string>? current, string value, EventStamp by) =>
        current is not null && current.By.CompareTo(by) <= 0 ? current : new Stamped<string>(value, by);

    private static Vehicle Changed(Vehicle state, string campaign, Func<VehicleRecall, VehicleRecall> change) =>
        state with { Recalls = Changed(state.Recalls, campaign, change) };

    private static ImmutableArray<VehicleRecall> Changed(
        ImmutableArray<VehicleRecall> recalls, string campaign, Func<VehicleRecall, VehicleRecall> change)
    {
        var at = 0;
        var order = -1;
        while (at < recalls.Length && (order = string.CompareOrdinal(recalls[at].Campaign, campaign)) < 0)
        {
            at++;
        }

        if (order == 0)
        {
            return recalls.SetItem(at, change(recalls[at]));
        }

        var longer = recalls.Insert(at, change(new VehicleRecall { Campaign = campaign }));
        return longer.Length > Vehicle.MaxNamed ? longer.RemoveAt(0) : longer;
    }
}
