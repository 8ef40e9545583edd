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
        var (announced, told) = (known ?? Announced.Nothing, new AnnouncedState(aspect, state, by));
        var states = announced.States;
        var (at, order) = (0, -1);
        while (at < states.Length && (order = string.CompareOrdinal(states[at].Aspect, aspect)) < 0)
        {
            at++;
        }

        if (order == 0)
        {
            return states[at].By.CompareTo(by) >= 0 ? announced : announced with { States = states.SetItem(at, told) };
        }

        var more = states.Insert(at, told);
        return announced with { States = more.Length > Announced.MaxStates ? more.RemoveAt(0) : more };
    }

    // Beyond the bound the first one goes: as the others only become more, it never comes back.
    private static Announced With(Announced? known, string conflict, string? dealership, Func<AnnouncedConflict, AnnouncedConflict> change)
    {
        var announced = known ?? Announced.Nothing;
        var all = announced.Conflicts;
        var (at, order) = (0, -1);
        while (at < all.Length && (order = Compare(conflict, dealership, all[at])) > 0)
        {
            at++;
        }

        if (order == 0)
        {
            var changed = change(all[at]);
            return ReferenceEquals(changed, all[at]) ? announced : announced with { Conflicts = all.SetItem(at, changed) };
        }

        var more = all.Insert(at, change(new AnnouncedConflict(conflict, dealership, null, [], null, null)));
        return announced with { Conflicts = more.Length > Announced.MaxConflicts ? more.RemoveAt(0) : more };
    }
}
