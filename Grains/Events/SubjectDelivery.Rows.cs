using Microsoft.Extensions.Logging;

namespace AutoCrm.Actors.Grains.Events;

internal sealed partial class SubjectDelivery
{
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
        while (!stopped)
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
