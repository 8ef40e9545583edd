using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Live;

/// <summary>A change that the tail of the log saw.</summary>
internal readonly record struct Change(Subject Subject, Position Position);

/// <summary>
/// Who watches what. It also holds how far the tail of the log has looked, under the same lock, so that a new watch knows
/// exactly from where on it is told of changes.
/// </summary>
internal sealed class WatchHub
{
    private readonly Lock gate = new();
    private readonly Dictionary<Subject, List<Watch>> watches = [];
    private TaskCompletionSource<PositionToken> started = NewSource<PositionToken>();
    private TaskCompletionSource wanted = NewSource();
    private PositionToken? seen;
    private int count;

    /// <summary>How many watches there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return count;
            }
        }
    }

    /// <summary>Starts to watch. Dispose the watch to end.</summary>
    /// <returns>
    /// The watch, and the position from which on it is told of every change: a state that is at least that fresh,
    /// followed by the changes, has no hole.
    /// </returns>
    public async Task<(Watch Watch, PositionToken From)> Enter(Subject subject, CancellationToken cancellation)
    {
        var watch = new Watch(this, subject);
        Task<PositionToken> from;
        lock (gate)
        {
            if (!watches.TryGetValue(subject, out var others))
            {
                watches[subject] = others = [];
            }

            others.Add(watch);
            count++;
            wanted.TrySetResult();
            from = seen is { } token ? Task.FromResult(token) : started.Task;
        }

        try
        {
            return (watch, await from.WaitAsync(cancellation));
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    internal void Leave(Watch watch)
    {
        lock (gate)
        {
            if (!watches.TryGetValue(watch.Subject, out var others) || !others.Remove(watch))
            {
                return;
            }

            count--;
            if (others.Count == 0)
            {
                watches.Remove(watch.Subject);
            }
        }
    }

    /// <summary>Waits until somebody watches.</summary>
    internal Task Wanted(CancellationToken cancellation)
    {
        lock (gate)
        {
            return wanted.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>The tail starts to look, after these positions.</summary>
    internal void Begin(PositionToken from)
    {
        lock (gate)
        {
            seen = from;
            started.TrySetResult(from);
        }
    }

    /// <summary>The tail has looked up to a position and saw these changes.</summary>
    internal void Publish(PositionToken upTo, IReadOnlyList<Change> changes)
    {
        lock (gate)
        {
            seen = upTo;
            foreach (var bySubject in changes.GroupBy(change => change.Subject))
            {
                if (watches.TryGetValue(bySubject.Key, out var watching))
                {
                    var token = PositionToken.Of(upTo.Epoch, bySubject.Select(change => change.Position));
                    watching.ForEach(watch => watch.Notify(token));
                }
            }
        }
    }

    /// <summary>The log was replaced by another incarnation: everybody looks again.</summary>
    internal void Restart(PositionToken from)
    {
        lock (gate)
        {
            seen = from;
            foreach (var watch in watches.Values.SelectMany(watching => watching))
            {
                watch.Notify(from);
            }
        }
    }

    /// <summary>Ends the looking if nobody watches any more.</summary>
    internal bool TryEnd()
    {
        lock (gate)
        {
            if (count > 0)
            {
                return false;
            }

            seen = null;
            started = NewSource<PositionToken>();
            wanted = NewSource();
            return true;
        }
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
