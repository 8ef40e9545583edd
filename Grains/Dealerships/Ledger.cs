using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>
/// What is kept of a process that is under way: facts with the event that last wrote each of them, so that those up to
/// an instant can be taken away again as if they had never been known.
/// </summary>
internal interface IProcess<T>
    where T : class, IProcess<T>
{
    /// <summary>What is left without everything that happened up to an instant; null if nothing is.</summary>
    T? After(long ticks);
}

/// <summary>A process in which something comes due.</summary>
internal interface IClocked<T> : IProcess<T>
    where T : class, IClocked<T>
{
    /// <summary>When its next clock runs out, in ticks; 0 if none runs. Follows from the rest and the dealership's profile.</summary>
    long Due { get; }

    T WithDue(long due);
}

/// <summary>
/// Processes of one kind by id. Of one that was closed only the instant of its latest closing stays. A process is what
/// happened to it since then: an earlier event, however late it comes, does not open it again. Events before the
/// ledger's horizon are not taken, and what lies before it is forgotten when it moves on; so the ledger is a function
/// of the set of events, and bounded by time.
/// </summary>
internal sealed record Ledger<T>
    where T : class, IProcess<T>, new()
{
    /// <summary>The processes of which something is known since their latest closing.</summary>
    [JsonConverter(typeof(TableConverter))]
    public ImmutableSortedDictionary<string, T> Open { get; init; } = Table.Of<T>();

    /// <summary>When each was closed last, in ticks.</summary>
    [JsonConverter(typeof(TableConverter))]
    public ImmutableSortedDictionary<string, long> Closed { get; init; } = Table.Of<long>();

    public T? Find(string id) => Open.GetValueOrDefault(id);

    /// <summary>Something happened to a process.</summary>
    public Ledger<T> Note(string id, long at, long horizon, Func<T, T> change)
    {
        if (at < horizon || Closed.GetValueOrDefault(id, long.MinValue) >= at)
        {
            return this;
        }

        // An event that says nothing must not leave an empty process, which a closing would take away.
        var known = Open.GetValueOrDefault(id) ?? new T();
        var changed = change(known);
        return ReferenceEquals(changed, known) ? this : this with { Open = Open.SetItem(id, changed) };
    }

    /// <summary>A process was closed.</summary>
    public Ledger<T> Close(string id, long at, long horizon)
    {
        if (at < horizon || Closed.GetValueOrDefault(id, long.MinValue) >= at)
        {
            return this;
        }

        return new() { Closed = Closed.SetItem(id, at), Open = Keep(Open, id, Open.GetValueOrDefault(id)?.After(at)) };
    }

    /// <summary>Forgets what happened before the horizon.</summary>
    public Ledger<T> Forget(long horizon)
    {
        var open = Open.ToBuilder();
        foreach (var (id, process) in Open)
        {
            if (process.After(horizon - 1) is not { } left)
            {
                open.Remove(id);
            }
            else if (!ReferenceEquals(left, process))
            {
                open[id] = left;
            }
        }

        return new() { Open = open.ToImmutable(), Closed = Closed.RemoveRange(Closed.Where(c => c.Value < horizon).Select(c => c.Key)) };
    }

    private static ImmutableSortedDictionary<string, T> Keep(ImmutableSortedDictionary<string, T> open, string id, T? left) =>
        left is null ? open.Remove(id) : open.SetItem(id, left);
}
