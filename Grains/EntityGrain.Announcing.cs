using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Grains;

// What an actor tells of itself: stages, states and conflicts that others want to hear of. It is told by the level, not
// by the edge: after every batch that its partitions deliver, the state is compared with what the actor's own history
// says it has told. So whatever was cut off, came twice or in another order, the next look tells what is missing, and a
// batch is confirmed only when that is in the log. What was told comes back like any other event, and is a next look.
internal abstract partial class EntityGrain<TState, TRow>
{
    /// <summary>The most events that one look tells; the next one, when they have come back, goes on.</summary>
    private const int MostToldAtOnce = 100;

    private HashSet<string>? told;
    private Announced? knownWhenTold;
    private bool awaitsTold;

    /// <summary>What the state holds of what was told; null if nothing was.</summary>
    protected virtual Announced? AnnouncedIn(TState current) => null;

    /// <summary>
    /// What there is to tell, as far as it was not told. Pure; asked after every delivered batch, so that where nothing
    /// has changed it must cost next to nothing.
    /// </summary>
    protected virtual IReadOnlyList<DueEvent> News(TState current) => [];

    private void Announce()
    {
        if (folded.State is not { } state || (awaitsTold && ReferenceEquals(AnnouncedIn(state), knownWhenTold)))
        {
            return;
        }

        awaitsTold = false;
        if (News(state) is not { Count: > 0 } news)
        {
            told = null;
            return;
        }

        told ??= new HashSet<string>(StringComparer.Ordinal);
        NewEvent[] fresh = [.. news.Select(one => one.Of(subject)).Where(one => told.Add(one.Id)).Take(MostToldAtOnce)];
        if (fresh.Length > 0)
        {
            (awaitsTold, knownWhenTold) = (true, AnnouncedIn(state));
            services.Announcements.Add(fresh);
        }
    }
}
