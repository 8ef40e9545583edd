using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using Microsoft.Extensions.Logging;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>
/// Carries the events of one partition to the actors that they are about. The stream delivers, the log decides: what
/// does not follow on without a gap is read from the log.
/// </summary>
internal sealed partial class PartitionCarrier
{
    /// <summary>The most events that are under way to actors at once.</summary>
    private const int Window = 500;

    private readonly int partition;
    private readonly IEventLog log;
    private readonly ICheckpoints checkpoints;
    private readonly ILogBroadcast broadcast;
    private readonly SubjectDelivery delivery;
    private readonly Weaknesses weaknesses;
    private readonly ILogger logger;
    private long applied = -1;
    private long appliedAtLastSweep = -1;

    public PartitionCarrier(
        int partition,
        IEventLog log,
        ICheckpoints checkpoints,
        ILogBroadcast broadcast,
        SubjectDelivery delivery,
        Weaknesses weaknesses,
        ILogger logger)
    {
        (this.partition, this.log, this.checkpoints, this.broadcast) = (partition, log, checkpoints, broadcast);
        (this.delivery, this.weaknesses, this.logger) = (delivery, weaknesses, logger);
        delivery.Released = MoveCheckpoint;
    }

    public int Partition => partition;

    /// <summary>Takes what the stream delivers; what is missing before it is read from the log.</summary>
    public async Task Take(ImmutableArray<LoggedEvent> events)
    {
        await EnsureStarted(CancellationToken.None);
        var first = events[0].Position.Offset;
        if (first > applied + 1 && !weaknesses.SkipContiguityCheck)
        {
            LogGap(logger, partition, applied + 1, first);
            await ReadUpTo(first - 1, CancellationToken.None);
        }

        await Carry(events);
    }

    /// <summary>Follows nobody up and moves the checkpoint no more.</summary>
    public Task Stop() => delivery.Stop();

    /// <summary>Reads from where on the partition is to be carried, once.</summary>
    public async Task EnsureStarted(CancellationToken cancellation)
    {
        if (applied < 0)
        {
            var folded = await checkpoints.Read(partition, cancellation);
            await delivery.TakeUp(folded, cancellation);
            applied = folded;
        }
    }

    /// <summary>Sees to it that everybody who is late is followed up.</summary>
    public Task FollowUp(CancellationToken cancellation) => applied < 0 ? EnsureStarted(cancellation) : delivery.TakeUp(applied, cancellation);

    /// <summary>Looks whether the stream has withheld the last events: the last of all has no successor that would reveal its loss.</summary>
    public async Task Sweep(CancellationToken cancellation)
    {
        await EnsureStarted(cancellation);
        if (applied != appliedAtLastSweep || weaknesses.SkipSweep)
        {
            appliedAtLastSweep = applied;
            return;
        }

        var head = await log.ReadHead(partition, cancellation);
        if (head > applied)
        {
            LogGap(logger, partition, applied + 1, head + 1);
            await ReadUpTo(head, cancellation);

            // The stream has brought nothing since: what these events made their actors tell may be withheld, too.
            appliedAtLastSweep = applied;
        }
    }

    private async Task ReadUpTo(long last, CancellationToken cancellation)
    {
        while (applied < last)
        {
            var missing = (int)Math.Min(Window, last - applied);
            await Carry(await log.ReadPartition(partition, applied, missing, cancellation));
        }
    }

    private async Task Carry(ImmutableArray<LoggedEvent> events)
    {
        var fresh = events.Where(e => e.Position.Offset > applied).ToArray();
        if (fresh.Length == 0)
        {
            return;
        }

        var offer = delivery.Offer(SubjectGroups.Of(fresh, delivery.Carrier));

        // After the actors have been called, so that whoever is told and asks an actor finds the events there.
        broadcast.Carried(fresh);
        await offer;
        applied = fresh[^1].Position.Offset;
        MoveCheckpoint();
    }

    // What it relied on may be taken away when it has stopped.
    private void MoveCheckpoint()
    {
        if (!delivery.IsStopped)
        {
            checkpoints.Advance(partition, delivery.Confirmed(applied));
        }
    }

    [LoggerMessage(1101, LogLevel.Warning, "Partition {Partition} has a gap from offset {From} to before {To}; it is read from the log.")]
    private static partial void LogGap(ILogger logger, int partition, long from, long to);
}
