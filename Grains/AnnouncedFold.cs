using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Grains;

/// <summary>How it is kept what an actor has told of itself. Pure; a function of the set of events.</summary>
internal static class AnnouncedFold
{
    public const string Stage = nameof(Stage);

    public static Announced? Apply(Announced? known, LoggedEvent happened) => happened.Payload switch
    {
        CustomerStageChanged e => With(known, Stage, e.To.ToString(), happened.Stamp),
        VehicleStateChanged e => With(known, AspectOf(e.Region, e.Campaign), e.To, happened.Stamp),
        ConflictDetected e => With(known, e.Conflict, happened.Dealership, one => Later(one, e, happened.Stamp)),
        ConflictResolved e => With(known, e.Conflict, happened.Dealership, one => one with { Ended = History.Later(one.Ended, happened.Stamp) }),
        _ => known,
    };

    public static string AspectOf(VehicleRegion region, string? campaign) => campaign is null ? region.ToString() : $"{region} {campaign}";

    public static int Compare(string conflict, string? dealership, AnnouncedConflict other) =>
        string.CompareOrdinal(conflict, other.Conflict) is var order and not 0 ? order : string.CompareOrdinal(dealership, other.Dealership);

    private static AnnouncedConflict Later(AnnouncedConflict known, ConflictDetected e, EventStamp by) =>
        known.Detected?.CompareTo(by) >= 0 ? known : known with { Kind = e.Kind, Events = e.Events, Detected = by };

    private static Announced With(Announced? known, string aspect, string state, EventStamp by)
    {
        var announced = known ?? Announced.Nothing;
        var states = History.Put(
            announced.States,
            one => string.CompareOrdinal(one.Aspect, aspect),
            one => one?.By.CompareTo(by) >= 0 ? one : new AnnouncedState(aspect, state, by),
            Announced.MaxStates);
        return states == announced.States ? announced : announced with { States = states };
    }

    private static Announced With(Announced? known, string conflict, string? dealership, Func<AnnouncedConflict, AnnouncedConflict> change)
    {
        var announced = known ?? Announced.Nothing;
        var conflicts = History.Put(
            announced.Conflicts,
            one => -Compare(conflict, dealership, one),
            one => change(one ?? new AnnouncedConflict(conflict, dealership, null, [], null, null)),
            Announced.MaxConflicts);
        return conflicts == announced.Conflicts ? announced : announced with { Conflicts = conflicts };
    }
}
