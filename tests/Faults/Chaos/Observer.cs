using AutoCrm.Actors.Faults.Checking;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.Workload;
using Npgsql;

namespace AutoCrm.Actors.Faults.Chaos;

/// <summary>Follows the log of a fleet beside it, folds it for the oracle, and waits until the fleet has done the same.</summary>
internal sealed class Observer(RunningFleet fleet)
{
    private const int MostAsked = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private readonly DatabaseReader database = new(fleet.Straight, fleet.MasterKeyText);
    private int folded;

    public LogDump Log { get; private set; } = new();

    public Oracle Oracle { get; } = new();

    public static async Task<Observer> Begin(RunningFleet fleet)
    {
        var observer = new Observer(fleet);
        observer.Log = await observer.database.ReadEpoch();
        return observer;
    }

    /// <summary>
    /// Waits until all of the log is folded and searchable and the log has stopped growing, at most until the bound; then tells what there is.
    /// What actors tell of themselves comes after all clients have left, so a log that was read before the rows may be behind them.
    /// </summary>
    public async Task<FinalState> Settle(TimeSpan bound)
    {
        using var limit = new CancellationTokenSource(bound);
        while (true)
        {
            try
            {
                if ((await database.IsQuiet() || limit.IsCancellationRequested) && await Rest(isLast: limit.IsCancellationRequested) is { } final)
                {
                    Log.IdentityMismatches = await database.CountMismatches();
                    return final;
                }
            }
            catch (Exception broken) when (broken is NpgsqlException or IOException or TimeoutException && !limit.IsCancellationRequested)
            {
                // A connection from before a crash.
            }

            await Task.Delay(Look);
        }
    }

    /// <summary>
    /// Adds the states of actors to what there is; the actors are asked as a new client of the cluster. If the log has grown
    /// meanwhile, because something came due, they may have answered from more than the rows hold: then once more.
    /// </summary>
    /// <param name="final">What there is.</param>
    /// <param name="subjects">Tells whom to ask, of those that the log knows by then.</param>
    /// <param name="bound">How long the fleet may take to fold what has come meanwhile.</param>
    /// <exception cref="TimeoutException">The log grew each time.</exception>
    public async Task<FinalState> AskActors(FinalState final, Func<IReadOnlyCollection<string>> subjects, TimeSpan bound)
    {
        await using var reader = await ActorReader.Connect(fleet.Postgres.ConnectionString(fleet.Database));
        for (var asked = 1; ; asked++)
        {
            foreach (var (subject, state) in await reader.Read(subjects()))
            {
                final.Actors[subject] = state;
            }

            var before = Log.Events.Count;
            await Follow();
            if (Log.Events.Count == before)
            {
                return final;
            }

            if (asked == MostAsked)
            {
                throw new TimeoutException($"Actors were asked {asked} times, and the log grew each time: they cannot be compared with it.");
            }

            final = await Settle(bound);
        }
    }

    /// <summary>Waits until each watcher has seen the last revision of its vehicle, and tells which has not.</summary>
    public async Task<IReadOnlyList<Anomaly>> Watched(IEnumerable<Watcher> watchers, TimeSpan bound)
    {
        using var limit = new CancellationTokenSource(bound);
        var behind = watchers.ToList();
        while (true)
        {
            behind.RemoveAll(watcher => watcher.Latest >= Oracle.RevisionOf(watcher.Subject));
            if (behind.Count == 0 || limit.IsCancellationRequested)
            {
                return behind.ConvertAll(watcher => new Anomaly(
                    AnomalyKind.Unseen, $"a subscription has seen {watcher.Subject} at revision {watcher.Latest} of {Oracle.RevisionOf(watcher.Subject)}"));
            }

            await Task.Delay(Look);
        }
    }

    /// <summary>Reads all of the log once more and compares it with what was read while it grew.</summary>
    public async Task<IReadOnlyList<Anomaly>> ReadAgain()
    {
        await Follow();
        var again = await database.ReadEpoch();
        await database.Continue(again);
        var before = Log.Events.ToDictionary(e => e.Event.Position);
        var wrong = new List<Anomaly>();
        if (again.Epoch != Log.Epoch || again.Events.Count != Log.Events.Count)
        {
            wrong.Add(new(AnomalyKind.Rewritten, $"the log has {again.Events.Count} events of {again.Epoch}, it had {Log.Events.Count} of {Log.Epoch}"));
        }

        foreach (var stored in again.Events)
        {
            if (!before.TryGetValue(stored.Event.Position, out var was) || was.Key != stored.Key || was.Data != stored.Data)
            {
                wrong.Add(new(AnomalyKind.Rewritten, $"{stored.Event.Position} is {stored.Key} and was {was?.Key}"));
            }
        }

        return wrong;
    }

    private async Task<FinalState?> Rest(bool isLast)
    {
        await Follow();
        var before = Log.Events.Count;
        var final = await database.ReadRest();
        await Follow();
        return isLast || (Log.Events.Count == before && StateChecker.IsFolded(Log, Oracle, final)) ? final : null;
    }

    private async Task Follow()
    {
        await database.Continue(Log);
        for (; folded < Log.Events.Count; folded++)
        {
            Oracle.Fold(Log.Events[folded]);
        }
    }
}
