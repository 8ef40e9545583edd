using Microsoft.Extensions.Logging;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>
/// Brings a partition's events to their subjects and waits for nobody for long. Who does not answer in time is behind:
/// the partition goes on, and the subject gets no more events from it, because a later event would hide the missing one.
/// It reads what it lacks from the log; what comes meanwhile waits and is given to it then, because one whose events go
/// on coming would otherwise never be done. The checkpoint stays before what is missing until that is done, or until the
/// subject is in the quarantine, whose row then stands for all that it lacks in the partition.
/// Rows are waited for aside: the next events are offered meanwhile, and the checkpoint stays before what is unconfirmed.
/// </summary>
/// <remarks>All of it runs on the scheduler of the partition's actor: nothing here is concurrent.</remarks>
internal sealed partial class SubjectDelivery(
    int partition,
    Func<Subject, IEntityGrain> grainOf,
    IQuarantine quarantine,
    IActorOwners owners,
    DeliveryOptions options,
    TimeProvider time,
    ILogger logger)
{
    /// <summary>So many slow subjects are no sign of a load.</summary>
    private const int FewAtLeast = 8;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);

    private readonly Dictionary<Subject, Laggard> behind = [];
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool hasNoted;

    /// <summary>Names this life of the partition's carrier.</summary>
    public Guid Carrier { get; } = Guid.NewGuid();

    /// <summary>How many subjects are behind.</summary>
    public int Behind => behind.Count;

    /// <summary>Called when a subject no longer holds the checkpoint up.</summary>
    public Action? Released { get; set; }

    /// <summary>Whether somebody else may carry the partition: from here its checkpoint is moved no more.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Follows nobody up any more and leaves its rows in the quarantine to whoever carries the partition next.</summary>
    public Task Stop()
    {
        IsStopped = true;
        return LeaveIfStopped();
    }

    /// <summary>Up to where nothing is missing that is not in the quarantine.</summary>
    /// <param name="carried">The last offset that was offered.</param>
    public long Confirmed(long carried) => behind.Values
        .Where(laggard => laggard.HoldsCheckpoint)
        .Aggregate(ConfirmedRows(carried), (least, laggard) => Math.Min(least, laggard.From.Offset - 1));

    /// <summary>
    /// Offers events; returns when every subject has them or is followed up, and the rows of not too many are waited for.
    /// A subject comes once.
    /// </summary>
    public async Task Offer(IReadOnlyList<(Subject Subject, EventBatch Batch)> groups)
    {
        while (behind.Count >= options.MostBehind || unconfirmedEvents >= MostUnconfirmed)
        {
            await changed.Task;
        }

        var calls = new List<(Subject Subject, EventBatch Batch, Task<RowTicket> Call)>(groups.Count);
        foreach (var (subject, batch) in groups)
        {
            if (behind.Count > 0 && behind.TryGetValue(subject, out var laggard))
            {
                laggard.Offer(batch);
            }
            else
            {
                calls.Add((subject, batch, grainOf(subject).Apply(batch)));
            }
        }

        await InTime(calls.ConvertAll(Task (c) => c.Call));
        // Now, and not after the rows were asked for: of a call that ends meanwhile nobody would have asked for the row.
        foreach (var (subject, batch, call) in calls.Where(c => !c.Call.IsCompletedSuccessfully).ToList())
        {
            FallBehind(subject, batch, call);
        }

        if (behind.Count > 0)
        {
            calls.RemoveAll(c => behind.ContainsKey(c.Subject));
        }

        if (calls.Count > 0)
        {
            Settle(calls).Ignore();
        }
    }

    // Also a call that ends well leaves a row that is only promised: catching up makes it durable.
    private void FallBehind(Subject subject, EventBatch batch, Task call)
    {
        var from = batch.Events[0].Position;
        if (behind.TryGetValue(subject, out var known))
        {
            known.Lacks = true;
            known.From = from.Offset < known.From.Offset ? from : known.From;
            return;
        }

        var laggard = new Laggard(subject, from, time.GetTimestamp()) { Lacks = true };
        behind.Add(subject, laggard);
        Follow(laggard, call).Ignore();
    }

    // Where many are slow the cause is the load or the database, and leaving them behind would add to it.
    private async Task InTime(List<Task> calls)
    {
        var all = Task.WhenAll(calls);
        var few = Math.Max(FewAtLeast, calls.Count / 10);
        for (var waited = TimeSpan.Zero; !all.IsCompleted && waited < options.Timeout; waited += options.Patience)
        {
            if (waited > TimeSpan.Zero && calls.Count(call => !call.IsCompleted) <= few)
            {
                return;
            }

            await Within(options.Patience, all);
        }

        all.Ignore();
    }

    private async Task Within(TimeSpan limit, Task task)
    {
        using var timer = new CancellationTokenSource(limit, time);
        await task.WaitAsync(timer.Token).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    // One call to a subject is outstanding at a time; a stuck one ends with the response time-out.
    private async Task Follow(Laggard laggard, Task call)
    {
        var pause = ShortestPause;
        while (!IsStopped)
        {
            if (await OutcomeOf(laggard, call) is { } failure)
            {
                laggard.Fail();
                LogBehind(logger, partition, laggard.Subject.Kind, laggard.From.Offset, failure);
                await KeepWhenDue(laggard, failure);
                await Task.Delay(pause, time);
                pause = pause.Doubled(laggard.IsKept ? options.LongestPause : options.LongestHold);
            }
            else if (await GoneOn(laggard, call))
            {
                return;
            }

            call = laggard.TakeGiven(Carrier) is { } given ? grainOf(laggard.Subject).Apply(given) : grainOf(laggard.Subject).CatchUp();
        }
    }

    /// <summary>After a call that ended well: what comes next for the subject, which then may be given some of it.</summary>
    /// <returns>Whether it lacks nothing any more.</returns>
    private async Task<bool> GoneOn(Laggard laggard, Task call)
    {
        // What it was given is in its memory only: the rows are waited for as those of others, unless a row in the
        // quarantine stands for it. That is let go only when everything is durable, which catching up sees to.
        if (laggard.Given is { } given && !laggard.IsKept)
        {
            Settle([(laggard.Subject, given, (Task<RowTicket>)call)]).Ignore();
        }
        else if (laggard.Given is not null)
        {
            laggard.Lacks = true;
        }

        laggard.Given = null;
        if (laggard.Lacks)
        {
            return false;
        }

        if (!laggard.IsWaitedFor)
        {
            behind.Remove(laggard.Subject);
            Announce();
            await LetGo(laggard);
            return true;
        }

        // The checkpoint may be beyond what waits now, but not beyond what comes from now on.
        var waitsForCheckpoint = laggard.HoldsCheckpoint;
        laggard.Advance(time.GetTimestamp());
        Announce();
        if (waitsForCheckpoint)
        {
            await LetGo(laggard);
        }

        return false;
    }

    private async Task<string?> OutcomeOf(Laggard laggard, Task call)
    {
        while (!call.IsCompleted && !laggard.IsKept)
        {
            var left = options.Timeout - time.GetElapsedTime(laggard.Since);
            await Within(left > options.Patience ? left : options.Patience, call);
            if (!call.IsCompleted)
            {
                await KeepWhenDue(laggard, "The actor does not answer.");
            }
        }

        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return call.IsCompletedSuccessfully ? null : call.Exception?.InnerException?.GetType().Name ?? "Cancelled";
    }

    private void Announce()
    {
        Released?.Invoke();
        var waiting = changed;
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.SetResult();
    }

    [LoggerMessage(1111, LogLevel.Debug, "Partition {Partition}: a {Kind} is behind from offset {From} on: {Failure}. The partition goes on.")]
    private static partial void LogBehind(ILogger logger, int partition, SubjectKind kind, long from, string failure);
}
