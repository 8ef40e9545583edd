using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains.Vehicles;

/// <summary>How the milestones of supply are kept. Pure.</summary>
internal static class SupplyFold
{
    public static Vehicle? Apply(Vehicle state, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            VehiclePlanned e => Reached(
                VehicleFold.Described(state, by, e.Make, e.Model, e.Trim, e.ModelYear, e.Color), happened, SupplyMilestone.Planned, e.Plant, e.BuildOn),
            VehicleOrdered e => Reached(
                VehicleFold.Described(state, by, e.Make, e.Model, e.Trim, e.ModelYear, e.Color), happened, SupplyMilestone.Ordered, null, e.Expected),
            ProductionStarted e => Reached(state, happened, MilestoneOf(e.Stage), e.Plant),
            VehicleBuilt e => Reached(
                VehicleFold.Described(state, by, e.Make, e.Model, e.Trim, e.ModelYear, e.Color), happened, SupplyMilestone.Built, e.Plant),
            VehicleShipped e => Reached(state, happened, SupplyMilestone.Shipped, e.To, e.Eta),
            VehicleArrived e => Reached(state, happened, SupplyMilestone.Arrived, e.Place),
            VehicleReceived e => VehicleFold.Read(
                Reached(state, happened, SupplyMilestone.Received).Stocked(
                    stock => stock with { Holder = History.Latest(stock.Holder, happened.Dealership, by) }),
                e.Odometer,
                happened),
            VehicleInspected e => VehicleFold.Read(Inspected(state, e, happened), e.Odometer, happened),
            VehicleDamaged => state with { Supply = Of(state) with { Damaged = History.Later(state.Supply?.Damaged, by) } },
            VehicleRepaired => state with { Supply = Of(state) with { Repaired = History.Later(state.Supply?.Repaired, by) } },
            _ => null,
        };
    }

    // What the law asks of a vehicle in use is no step on its way to a dealership.
    private static Vehicle Inspected(Vehicle state, VehicleInspected e, LoggedEvent happened) => e.Kind switch
    {
        InspectionKind.PreDelivery => Reached(state, happened, SupplyMilestone.PreDeliveryInspected, result: e.Result),
        InspectionKind.Roadworthiness => state,
        _ => Reached(state, happened, SupplyMilestone.Inspected, result: e.Result),
    };

    private static Vehicle Reached(
        Vehicle state,
        LoggedEvent happened,
        SupplyMilestone milestone,
        string? place = null,
        DateTimeOffset? expected = null,
        InspectionResult? result = null)
    {
        var supply = Of(state);
        var at = 0;
        while (at < supply.Steps.Length && supply.Steps[at].Milestone < milestone)
        {
            at++;
        }

        var isThere = at < supply.Steps.Length && supply.Steps[at].Milestone == milestone;
        if (isThere && supply.Steps[at].By.CompareTo(happened.Stamp) >= 0)
        {
            return state;
        }

        var step = new SupplyStep(milestone, happened.Stamp, place, expected, result, happened.Dealership);
        return state with
        {
            Supply = supply with { Steps = isThere ? supply.Steps.SetItem(at, step) : supply.Steps.Insert(at, step) },
        };
    }

    private static VehicleSupply Of(Vehicle state) => state.Supply ?? new VehicleSupply();

    private static SupplyMilestone MilestoneOf(ProductionStage stage) => stage switch
    {
        ProductionStage.Body => SupplyMilestone.Body,
        ProductionStage.Paint => SupplyMilestone.Paint,
        _ => SupplyMilestone.Assembly,
    };
}
