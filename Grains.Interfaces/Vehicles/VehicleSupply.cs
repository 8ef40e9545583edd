using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>The region of supply: what is reported on a vehicle's way from the plan to the dealership's yard.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-supply")]
public sealed record VehicleSupply
{
    /// <summary>The latest report of each milestone, in the order of <see cref="SupplyMilestone"/>.</summary>
    [Id(0)] public ImmutableArray<SupplyStep> Steps { get; init; } = [];

    /// <summary>The latest report of a damage.</summary>
    [Id(1)] public EventStamp? Damaged { get; init; }

    /// <summary>The latest report of a damage's repair.</summary>
    [Id(2)] public EventStamp? Repaired { get; init; }

    /// <summary>Where the vehicle is on its way.</summary>
    /// <returns>The state; <see cref="SupplyState.Damaged"/> while a damage is not repaired. Null if only a repair is known.</returns>
    public SupplyState? StateOf() => IsDamaged() ? SupplyState.Damaged : Reached();

    /// <summary>Whether a damage is not repaired.</summary>
    /// <returns>True from the damage on until a later repair.</returns>
    public bool IsDamaged() => Damaged is not null && Damaged.CompareTo(Repaired) > 0;

    /// <summary>
    /// The furthest milestone. On the road it is the latest report that counts, as a vehicle may go from place to place.
    /// </summary>
    /// <returns>The state without regard to damages; null if there is no milestone.</returns>
    public SupplyState? Reached() => OnTheRoad() switch
    {
        SupplyMilestone.Shipped => SupplyState.InTransit,
        SupplyMilestone.Arrived => SupplyState.Arrived,
        SupplyMilestone.Received => Inspected() ?? SupplyState.Received,
        _ => Inspected() ?? Production(),
    };

    /// <summary>The latest report of a milestone.</summary>
    /// <param name="milestone">Which.</param>
    /// <returns>The report, or null if there is none.</returns>
    public SupplyStep? Step(SupplyMilestone milestone)
    {
        foreach (var step in Steps)
        {
            if (step.Milestone == milestone)
            {
                return step;
            }
        }

        return null;
    }

    private SupplyMilestone? OnTheRoad()
    {
        SupplyStep? latest = null;
        foreach (var step in Steps)
        {
            if (step.Milestone is SupplyMilestone.Shipped or SupplyMilestone.Arrived or SupplyMilestone.Received
                && step.By.CompareTo(latest?.By) > 0)
            {
                latest = step;
            }
        }

        return latest?.Milestone;
    }

    private SupplyState? Inspected() => (Step(SupplyMilestone.PreDeliveryInspected)?.Result, Step(SupplyMilestone.Inspected)) switch
    {
        (InspectionResult.Pass or InspectionResult.Warning, _) => SupplyState.Ready,
        (InspectionResult.Fail, _) or (_, not null) => SupplyState.Inspected,
        _ => null,
    };

    private SupplyState? Production()
    {
        for (var n = Steps.Length - 1; n >= 0; n--)
        {
            switch (Steps[n].Milestone)
            {
                case SupplyMilestone.Built:
                    return SupplyState.Built;
                case SupplyMilestone.Assembly or SupplyMilestone.Paint or SupplyMilestone.Body:
                    return SupplyState.InProduction;
                case SupplyMilestone.Ordered:
                    return SupplyState.Ordered;
                case SupplyMilestone.Planned:
                    return SupplyState.Planned;
                default:
                    continue;
            }
        }

        return null;
    }
}

/// <summary>The latest report of one milestone of supply.</summary>
/// <param name="Milestone">Which.</param>
/// <param name="By">The event that reported it.</param>
/// <param name="Place">Where: the plant, the port, the place it goes to; null where it was not said.</param>
/// <param name="Expected">When the next thing is expected: the building, the delivery, the arrival.</param>
/// <param name="Result">The result of an inspection.</param>
/// <param name="Dealership">The dealership that reported it.</param>
[GenerateSerializer, Immutable, Alias("autocrm.supply-step")]
public sealed record SupplyStep(
    [property: Id(0)] SupplyMilestone Milestone,
    [property: Id(1)] EventStamp By,
    [property: Id(2)] string? Place = null,
    [property: Id(3)] DateTimeOffset? Expected = null,
    [property: Id(4)] InspectionResult? Result = null,
    [property: Id(5)] string? Dealership = null);

/// <summary>What is reported on a vehicle's way, in the usual order.</summary>
[GenerateSerializer, Alias("autocrm.supply-milestone")]
public enum SupplyMilestone
{
    /// <summary>The maker planned it.</summary>
    Planned = 0,

    /// <summary>It was ordered from the maker.</summary>
    Ordered = 1,

    /// <summary>Its body was begun.</summary>
    Body = 2,

    /// <summary>Its painting was begun.</summary>
    Paint = 3,

    /// <summary>Its assembly was begun.</summary>
    Assembly = 4,

    /// <summary>It left the line.</summary>
    Built = 5,

    /// <summary>It was sent off.</summary>
    Shipped = 6,

    /// <summary>It arrived somewhere.</summary>
    Arrived = 7,

    /// <summary>A dealership took it in.</summary>
    Received = 8,

    /// <summary>It was inspected for something else than its delivery.</summary>
    Inspected = 9,

    /// <summary>It was inspected for its delivery.</summary>
    PreDeliveryInspected = 10,
}

/// <summary>Where a vehicle is on its way from the plan to the dealership's yard.</summary>
[GenerateSerializer, Alias("autocrm.supply-state")]
public enum SupplyState
{
    /// <summary>Planned.</summary>
    Planned = 0,

    /// <summary>Ordered.</summary>
    Ordered = 1,

    /// <summary>In the body shop, the paint shop or the assembly.</summary>
    InProduction = 2,

    /// <summary>Built.</summary>
    Built = 3,

    /// <summary>On the road, on rails or at sea.</summary>
    InTransit = 4,

    /// <summary>At a port, a compound or a dealership's gate.</summary>
    Arrived = 5,

    /// <summary>Taken in by a dealership.</summary>
    Received = 6,

    /// <summary>Inspected, and not ready to be handed over.</summary>
    Inspected = 7,

    /// <summary>Inspected for its delivery, and ready to be handed over.</summary>
    Ready = 8,

    /// <summary>Damaged, and not repaired yet.</summary>
    Damaged = 9,
}
