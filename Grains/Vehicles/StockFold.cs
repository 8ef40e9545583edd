using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How a dealership's stock, offers and holds are kept. Pure.</summary>
internal static class StockFold
{
    public static Vehicle? Apply(Vehicle state, LoggedEvent happened) => happened.Payload switch
    {
        VehicleMadeAvailable e => state.Stocked(stock => stock with
        {
            Offer = History.Latest(stock.Offer, new StockOffer(e.Price, e.Kind, happened.Dealership), happened.Stamp),
            Holder = History.Latest(stock.Holder, happened.Dealership, happened.Stamp),
        }),
        VehicleTransferred e => state.Stocked(stock => stock with { Holder = History.Latest(stock.Holder, e.ToDealership, happened.Stamp) }),
        VehicleHeld e => state.Stocked(stock => stock with
        {
            Holds = Changed(stock.Holds, e.Reason, hold => hold with { Held = History.Later(hold.Held, happened.Stamp) }),
        }),
        HoldReleased e => state.Stocked(stock => stock with
        {
            Holds = Changed(stock.Holds, e.Reason, hold => hold with { Released = History.Later(hold.Released, happened.Stamp) }),
        }),
        TradeInAppraised e => VehicleFold.Read(Appraised(state, e, happened), e.Odometer, happened),
        _ => null,
    };

    private static Vehicle Appraised(Vehicle state, TradeInAppraised e, LoggedEvent happened) => state.Stocked(stock => stock with
    {
        Appraisals = History.Add(
            stock.Appraisals,
            new Appraisal(happened.Stamp, e.Value, e.Provider, happened.Dealership),
            appraisal => appraisal.By,
            VehicleStock.MaxHistory),
    });

    private static ImmutableArray<Hold> Changed(ImmutableArray<Hold> holds, HoldReason reason, Func<Hold, Hold> change)
    {
        var at = 0;
        while (at < holds.Length && holds[at].Reason < reason)
        {
            at++;
        }

        return at < holds.Length && holds[at].Reason == reason
            ? holds.SetItem(at, change(holds[at]))
            : holds.Insert(at, change(new Hold(reason, null, null)));
    }
}
