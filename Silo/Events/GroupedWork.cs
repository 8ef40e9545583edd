using System.Threading.Channels;
using AutoCrm.Actors.Silo.Hosting;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>
/// Many callers, one statement: what arrives while a statement runs goes into the next one. Failures are repeated
/// with a bound and then reach the callers, who know what to do.
/// </summary>
internal static class GroupedWork
{
    /// <summary>As many items in one statement are a sign of load.</summary>
    public const int ManyItems = 8;

    /// <summary>How work is grouped and repeated.</summary>
    /// <param name="Time">The clock of the pauses.</param>
    /// <param name="Logger">Where failures are reported.</param>
    /// <param name="MostAtOnce">The most items in one statement.</param>
    /// <param name="MostAttempts">The most attempts at one statement.</param>
    /// <param name="Pace">Under load, so long passes from one statement to the next: fewer statements with more items in each cost less.</param>
    public sealed record Options(TimeProvider Time, ILogger Logger, int MostAtOnce = 500, int MostAttempts = 5, TimeSpan Pace = default);
}

/// <inheritdoc cref="GroupedWork"/>
/// <typeparam name="TItem">What a caller asks.</typeparam>
/// <typeparam name="TAnswer">What it gets.</typeparam>
internal sealed partial class GroupedWork<TItem, TAnswer>(GroupedWork.Options options)
{
    private readonly Channel<(TItem Item, TaskCompletionSource<TAnswer> Done)> asked =
        Channel.CreateUnbounded<(TItem, TaskCompletionSource<TAnswer>)>();

    /// <summary>Does the work of a group and tells how to answer each of it.</summary>
    public delegate Task<Func<TItem, TAnswer>> Statement(IReadOnlyList<TItem> items, CancellationToken cancellation);

    /// <summary>Asks, and waits for the statement that answers. The number of callers bounds the queue: each waits.</summary>
    public Task<TAnswer> Ask(TItem item)
    {
        var done = new TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!asked.Writer.TryWrite((item, done)))
        {
            done.SetException(new OperationCanceledException("The silo is stopping."));
        }

        return done.Task;
    }

    /// <summary>Works until it is cancelled; then fails what is still waiting.</summary>
    public async Task Run(Statement statement, CancellationToken cancellation)
    {
        var group = new List<(TItem Item, TaskCompletionSource<TAnswer> Done)>();
        while (!cancellation.IsCancellationRequested)
        {
            await ((Task)asked.Reader.WaitToReadAsync(cancellation).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            group.Clear();
            while (group.Count < options.MostAtOnce && asked.Reader.TryRead(out var next))
            {
                group.Add(next);
            }

            if (group.Count > 0)
            {
                var began = options.Time.GetTimestamp();
                await Answer(group, statement, cancellation);
                if (group.Count >= GroupedWork.ManyItems)
                {
                    await options.Time.Keep(options.Pace, began, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }

        asked.Writer.TryComplete();
        while (asked.Reader.TryRead(out var left))
        {
            left.Done.TrySetCanceled(CancellationToken.None);
        }
    }

    private async Task Answer(
        List<(TItem Item, TaskCompletionSource<TAnswer> Done)> group, Statement statement, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answers = await statement(group.ConvertAll(g => g.Item), cancellation);
                group.ForEach(g => g.Done.TrySetResult(answers(g.Item)));
                return;
            }
#pragma warning disable CA1031 // The loop must outlive every failure of the database; the callers are told.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogFailed(options.Logger, typeof(TItem).Name, group.Count, attempt, failure);
                if (attempt >= options.MostAttempts || cancellation.IsCancellationRequested)
                {
                    group.ForEach(g => g.Done.TrySetException(failure));
                    return;
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50 << attempt), options.Time, cancellation)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "A statement for {Count} items of {Item} failed at attempt {Attempt}.")]
    private static partial void LogFailed(ILogger logger, string item, int count, int attempt, Exception failure);
}
