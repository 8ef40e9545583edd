using Microsoft.Extensions.Logging;

namespace AutoCrm.Actors.Grains.Events;

internal sealed partial class SubjectDelivery
{
    /// <summary>Of so many events of a partition the rows may be unconfirmed; beyond it the partition waits.</summary>
    private const int MostUnconfirmed = 1000;

    /// <summary>The first offset of what was offered together and is not confirmed. What has waited comes after later ones.</summary>
    private readonly List<long> unconfirmed = [];
    private int unconfirmedEvents;

    private long ConfirmedRows(long carried) => unconfirmed.Count == 0 ? carried : Math.Min(carried, unconfirmed.Min() - 1);

    /// <summary>Waits until the rows of what was offered are durable; whose are not is followed up.</summary>
    private async Task Settle(List<(Subject Subject, EventBatch Batch, Task<RowTicket> Call)> calls)
    {
        var first = calls.Min(c => c.Batch.Events[0].Position.Offset);
        var events = calls.Sum(c => c.Batch.Events.Length);
        unconfirmed.Add(first);
        unconfirmedEvents += events;
        var (gone, refused) = await Unkept(calls);
        if (gone.Count + refused.Count > 0)
        {
            foreach (var (subject, batch, call) in calls)
            {
                if (await call is var (writer, _) && (gone.Contains(writer) || refused.Contains((writer, subject.Id))))
                {
                    FallBehind(subject, batch, call);
                }
            }
        }

        unconfirmed.Remove(first);
        unconfirmedEvents -= events;
        Announce();
    }

    /// <summary>Waits for the rows: one question to each writer, because it keeps its promises in order.</summary>
    /// <returns>The writers that are gone with their promises, and the rows that were refused.</returns>
    private async Task<(HashSet<Guid> Gone, HashSet<(Guid Writer, string Id)> Refused)> Unkept(List<(Subject Subject, EventBatch Batch, Task<RowTicket> Call)> calls)
    {
        var last = new Dictionary<Guid, (Subject Asked, long Number)>();
        foreach (var (subject, _, call) in calls)
        {
            var (writer, number) = await call;
            if (writer != Guid.Empty && last.GetValueOrDefault(writer).Number < number)
            {
                last[writer] = (subject, number);
            }
        }

        var questions = last.Select(async entry =>
            (Writer: entry.Key, Answer: await Confirm(entry.Value.Asked, new RowTicket(entry.Key, entry.Value.Number))));
        var answers = await Task.WhenAll(questions);
        return (
            [.. answers.Where(a => !a.Answer.IsKnown).Select(a => a.Writer)],
            [.. answers.SelectMany(a => a.Answer.Refused, (a, id) => (a.Writer, id))]);
    }

    // While the database is away the writer keeps its rows and tries again: so does whoever waits for it.
    private async Task<RowAnswer> Confirm(Subject asked, RowTicket ticket)
    {
        while (!IsStopped)
        {
            try
            {
                return await grainOf(asked).Confirm(ticket);
            }
            catch (TimeoutException)
            {
                LogUnconfirmed(logger, partition);
            }
#pragma warning disable CA1031 // Whatever the reason, the promise is worth nothing now: the actors are asked to catch up.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogUnkept(logger, partition, failure.GetType().Name);
                break;
            }
        }

        return new RowAnswer(false, []);
    }

    [LoggerMessage(1116, LogLevel.Warning, "Partition {Partition}: a silo is gone with rows that were not written ({Failure}); their actors catch up.")]
    private static partial void LogUnkept(ILogger logger, int partition, string failure);

    [LoggerMessage(1115, LogLevel.Warning, "Partition {Partition} still waits for rows of the read models to be written.")]
    private static partial void LogUnconfirmed(ILogger logger, int partition);
}
