using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>Events by subject: in order of each one's first event, each with its events in order.</summary>
internal sealed class SubjectGroups(int events, Guid carrier)
{
    private readonly Dictionary<Subject, int> places = new(events * 2);
    private readonly List<(Subject Subject, EventBatch Batch)> groups = new(events * 2);

    // Nearly all subjects have one event, and need no list that grows.
    private Dictionary<int, ImmutableArray<LoggedEvent>.Builder>? several;

    public static List<(Subject Subject, EventBatch Batch)> Of(LoggedEvent[] events, Guid carrier)
    {
        var bySubject = new SubjectGroups(events.Length, carrier);
        foreach (var happened in events)
        {
            foreach (var subject in happened.Subjects())
            {
                bySubject.Add(subject, happened);
            }
        }

        return bySubject.Finish();
    }

    private void Add(Subject subject, LoggedEvent happened)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, subject, out var isKnown);
        if (!isKnown)
        {
            place = groups.Count;
            groups.Add((subject, new EventBatch([happened], carrier)));
            return;
        }

        several ??= [];
        if (!several.TryGetValue(place, out var all))
        {
            several[place] = all = groups[place].Batch.Events.ToBuilder();
        }

        all.Add(happened);
    }

    private List<(Subject Subject, EventBatch Batch)> Finish()
    {
        foreach (var (place, all) in several ?? [])
        {
            groups[place] = (groups[place].Subject, new EventBatch(all.ToImmutable(), carrier));
        }

        return groups;
    }
}
