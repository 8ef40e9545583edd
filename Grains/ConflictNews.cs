using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains;

/// <summary>
/// What is to be told of an actor's conflicts: each that is open, to every dealership that reported one of its events,
/// and its end, to every dealership that was told of it. Pure.
/// </summary>
/// <remarks>
/// A conflict ends when somebody decides it, or when a later report explains it; the dealership of whoever decided knows
/// it from the decision itself. Only the latest conflicts of an actor are told of, see <see cref="MostTold"/>.
/// </remarks>
internal static class ConflictNews
{
    /// <summary>Of so many open conflicts of an actor, the latest, dealerships are told.</summary>
    public const int MostTold = 50;

    /// <summary>The most dealerships that are told of one conflict.</summary>
    private const int MostDealerships = 8;

    private const string Decided = "Somebody has decided it.";
    private const string Explained = "What was reported since explains it.";

    /// <param name="news">Where what is to be told is put.</param>
    /// <param name="known">What was told.</param>
    /// <param name="all">The actor's conflicts in order of occurrence.</param>
    /// <param name="isDecided">Whether somebody has decided one.</param>
    /// <param name="concerned">The dealerships that one concerns; none if nobody knows one.</param>
    /// <param name="last">The latest event about the actor.</param>
    /// <param name="most">The most conflicts that the actor keeps: beyond it the earliest go, and have not ended.</param>
    public static void Add(
        List<DueEvent> news,
        Announced known,
        ImmutableArray<Conflict> all,
        Func<Conflict, bool> isDecided,
        Func<Conflict, IEnumerable<string?>> concerned,
        EventStamp? last,
        int most = int.MaxValue)
    {
        var told = known.Conflicts.Where(one => one.Kind is not null).ToLookup(one => KeyOf(one.Kind!, one.Events));
        var open = all.Where(conflict => !isDecided(conflict)).ToArray();
        foreach (var conflict in open.TakeLast(MostTold))
        {
            var before = told[KeyOf(conflict.Kind, conflict.Events)].ToArray();
            var whom = concerned(conflict).Where(code => code is not null).Distinct(StringComparer.Ordinal).Take(MostDealerships).DefaultIfEmpty(null);
            foreach (var dealership in whom)
            {
                var one = before.FirstOrDefault(told => told.Dealership == dealership);
                if (one is not { IsOpen: true } && !IsForgotten(known, conflict, dealership))
                {
                    news.Add(Detected(conflict, dealership, one));
                }
            }
        }

        AddEnds(news, known, all, open, last, all.Length < most ? DateTimeOffset.MinValue : all[0].At);
    }

    private static void AddEnds(
        List<DueEvent> news, Announced known, ImmutableArray<Conflict> all, Conflict[] open, EventStamp? last, DateTimeOffset since)
    {
        if (!known.Conflicts.Any(one => one.IsOpen))
        {
            return;
        }

        var stillOpen = open.Select(conflict => KeyOf(conflict.Kind, conflict.Events)).ToHashSet();
        var there = all.Select(conflict => KeyOf(conflict.Kind, conflict.Events)).ToHashSet();
        foreach (var one in known.Conflicts.Where(one => one.IsOpen))
        {
            var key = KeyOf(one.Kind!, one.Events);
            var mayBeForgotten = !there.Contains(key) && !one.Events.IsEmpty && one.Events[^1].At <= since;
            if (!stillOpen.Contains(key) && !mayBeForgotten)
            {
                news.Add(Ended(one, there.Contains(key) ? Decided : Explained, last));
            }
        }
    }

    private static DueEvent Detected(Conflict conflict, string? dealership, AnnouncedConflict? before) => DueEvent.Of(
        "autocrm.conflict.detected.v1",
        $"{conflict.Id}\n{dealership}\n{Announcement.After(before?.Ended)}",
        Announcement.At(conflict.Events[^1], before?.Ended),
        new ConflictDetected { Conflict = conflict.Id, Kind = conflict.Kind, Message = conflict.Message, Events = conflict.Events },
        EventJson.Default.ConflictDetected) with
    {
        Dealership = dealership,
    };

    private static DueEvent Ended(AnnouncedConflict one, string how, EventStamp? last) => DueEvent.Of(
        "autocrm.conflict.resolved.v1",
        $"{one.Conflict}\n{one.Dealership}\n{Announcement.After(one.Detected)}",
        Announcement.At(last, one.Detected),
        new ConflictResolved { Conflict = one.Conflict, How = how },
        EventJson.Default.ConflictResolved) with
    {
        Dealership = one.Dealership,
    };

    // At the bound those at the front were forgotten; telling of them again would not be remembered either.
    private static bool IsForgotten(Announced known, Conflict conflict, string? dealership) =>
        known.Conflicts.Length >= Announced.MaxConflicts && AnnouncedFold.Compare(conflict.Id, dealership, known.Conflicts[0]) < 0;

    // The conflict's id without its hash: it is compared for every conflict of the actor.
    private static (string Kind, int Count, EventStamp? First, EventStamp? Last) KeyOf(string kind, ImmutableArray<EventStamp> events) =>
        (kind, events.Length, events.IsEmpty ? null : events[0], events.IsEmpty ? null : events[^1]);
}
