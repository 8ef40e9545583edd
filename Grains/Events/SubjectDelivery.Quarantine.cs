using AutoCrm.Actors.Events;
using Microsoft.Extensions.Logging;

namespace AutoCrm.Actors.Grains.Events;

internal sealed partial class SubjectDelivery
{
    /// <summary>
    /// Takes up the subjects that are late by somebody else's account: of whoever carried the partition before, and may
    /// have noted one even after that, or still carries it. At the start to be called after the checkpoint was read.
    /// </summary>
    /// <param name="applied">The last offset that was carried. What comes after it is not covered by what others have noted.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task TakeUp(long applied, CancellationToken cancellation)
    {
        foreach (var (row, isLeft) in await quarantine.ReadLate(partition, cancellation))
        {
            if (row.Keeper == Carrier)
            {
                continue;
            }

            var now = time.GetTimestamp();
            if (behind.TryGetValue(row.Subject, out var known))
            {
                known.Adopt(row, isLeft, now);
                continue;
            }

            var laggard = new Laggard(row.Subject, new Position(partition, applied + 1), now);
            laggard.Adopt(row, isLeft, now);
            behind.Add(row.Subject, laggard);
            Follow(laggard, Task.CompletedTask).Ignore();
        }
    }

    // Whoever carries the partition next need not wait until nobody can carry it any more who did.
    private async Task LeaveIfStopped()
    {
        if (!IsStopped || !hasNoted)
        {
            return;
        }

        try
        {
            await quarantine.Leave(partition, Carrier);
        }
#pragma warning disable CA1031 // The rows stay as they are, and are let go when the silos agree on their members.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogNotKept(logger, partition, failure);
        }
    }

    private async Task KeepWhenDue(Laggard laggard, string reason)
    {
        // Who could not be noted before is noted at the next failure, or else has its time anew: what fails together would
        // be noted together when the database is back, only to be let go of a moment later.
        if (IsStopped || laggard.IsKept || (laggard.MayBeKept.Count == 0 && time.GetElapsedTime(laggard.Since) < options.Timeout))
        {
            return;
        }

        var row = new LateRow(laggard.Subject, laggard.From, Carrier);
        try
        {
            hasNoted = true;
            await quarantine.KeepLate(row, reason);
            laggard.Kept.Add(row);
            LogKept(logger, partition, row.Subject.Kind, row.From.Offset, reason);
            Announce();
            await LeaveIfStopped();
        }
#pragma warning disable CA1031 // Without the row the checkpoint stays where it is: nothing is lost, and the next attempt writes it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            laggard.MayHaveKept(row, time.GetTimestamp());
            LogNotKept(logger, partition, failure);
        }
    }

    // A row that stays, because the process ends here, is found again by whoever carries the partition next.
    private async Task LetGo(Laggard laggard)
    {
        laggard.Kept.AddRange(laggard.MayBeKept.Except(laggard.Kept));
        laggard.MayBeKept.Clear();
        laggard.DropReliedOn(owners.IsAgreedSince(laggard.AdoptedAt));
        // Not what is found meanwhile: for that it has to catch up once more.
        foreach (var row in (LateRow[])[.. laggard.Kept, .. laggard.Adopted.Keys])
        {
            await LetGo(row);
            laggard.Kept.Remove(row);
            laggard.Adopted.Remove(row);
        }
    }

    private async Task LetGo(LateRow row)
    {
        for (var isDone = false; !isDone && !IsStopped;)
        {
            try
            {
                await quarantine.ReleaseLate(row);
                isDone = true;
                LogReleased(logger, partition, row.Subject.Kind, row.From.Offset);
            }
#pragma warning disable CA1031 // The row says that somebody may lack something; as long as it is wrong, it is tried again.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogNotKept(logger, partition, failure);
                await Task.Delay(options.LongestHold, time);
            }
        }
    }

    [LoggerMessage(1112, LogLevel.Error, "Partition {Partition}: a {Kind} is in the quarantine from offset {From} on: {Reason}")]
    private static partial void LogKept(ILogger logger, int partition, SubjectKind kind, long from, string reason);

    [LoggerMessage(1113, LogLevel.Debug, "Partition {Partition}: the quarantine could not be written; its checkpoint waits.")]
    private static partial void LogNotKept(ILogger logger, int partition, Exception failure);

    [LoggerMessage(1114, LogLevel.Information, "Partition {Partition}: a {Kind} has caught up from offset {From} on and leaves the quarantine.")]
    private static partial void LogReleased(ILogger logger, int partition, SubjectKind kind, long from);
}
