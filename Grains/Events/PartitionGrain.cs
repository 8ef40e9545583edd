using System.Collections.Immutable;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>
/// Carries the events of one partition to the actors that they are about. The stream delivers, the log decides: what
/// does not follow on without a gap is read from the log.
/// </summary>
[GrainType("partition"), ImplicitStreamSubscription(EventStreams.Namespace), PreferLocalPlacement]
internal sealed partial class PartitionGrain(
    IEventLog log,
    ICheckpoints checkpoints,
    IQuarantine quarantine,
    ILogBroadcast broadcast,
    IOptions<DeliveryOptions> options,
    Weaknesses weaknesses,
    TimeProvider time,
    ILogger<PartitionGrain> logger)
    : Grain, IPartitionGrain, IStreamSubscriptionObserver, IAsyncObserver<PartitionBatch>
{
    /// <summary>The most events that are under way to actors at once.</summary>
    private const int Window = 500;

    /// <summary>The most references that a partition keeps ready.</summary>
    private const int MostReferences = 10_000;

    /// <summary>How often a partition looks whether the stream has withheld its last events.</summary>
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Subject, IEntityGrain> references = [];
    private Dictionary<SubjectKind, (GrainType Type, GrainInterfaceType Contract)> kinds = [];
    private SubjectDelivery delivery = null!;
    private int partition;
    private long applied = -1;
    private long appliedAtLastSweep = -1;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        partition = EventStreams.PartitionOf(this.GetPrimaryKeyString());
        delivery = new SubjectDelivery(partition, GrainOf, quarantine, options.Value, time, logger) { Released = MoveCheckpoint };
        kinds = new()
        {
            [SubjectKind.Customer] = KindOf<ICustomerGrain>(),
            [SubjectKind.Vehicle] = KindOf<IVehicleGrain>(),
            [SubjectKind.Dealership] = KindOf<IDealershipGrain>(),
        };
        this.RegisterGrainTimer(Sweep, new GrainTimerCreationOptions(SweepPeriod, SweepPeriod) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        delivery.Stop();
        return Task.CompletedTask;
    }

    public Task FollowUp() => EnsureStarted(CancellationToken.None);

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<PartitionBatch>().ResumeAsync(this);

    public async Task OnNextAsync(PartitionBatch item, StreamSequenceToken? token = null)
    {
        await EnsureStarted(CancellationToken.None);
        var first = item.Events[0].Position.Offset;
        if (first > applied + 1 && !weaknesses.SkipContiguityCheck)
        {
            LogGap(logger, partition, applied + 1, first);
            await ReadUpTo(first - 1, CancellationToken.None);
        }

        await Carry(item.Events);
    }

    public Task OnErrorAsync(Exception ex)
    {
        LogStreamError(logger, partition, ex);
        return Task.CompletedTask;
    }

    private async Task EnsureStarted(CancellationToken cancellation)
    {
        if (applied < 0)
        {
            var folded = await checkpoints.Read(partition, cancellation);
            await delivery.Start(cancellation);
            applied = folded;
        }
    }

    // The last event of all has no successor that would reveal its loss.
    private async Task Sweep(CancellationToken cancellation)
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

        var offer = delivery.Offer(BySubject(fresh));

        // After the actors have been called, so that whoever is told and asks an actor finds the events there.
        broadcast.Carried(fresh);
        await offer;
        applied = fresh[^1].Position.Offset;
        MoveCheckpoint();
    }

    private void MoveCheckpoint() => checkpoints.Advance(partition, delivery.Confirmed(applied));

    private static List<(Subject Subject, EventBatch Batch)> BySubject(LoggedEvent[] events)
    {
        var groups = new Dictionary<Subject, ImmutableArray<LoggedEvent>.Builder>();
        foreach (var happened in events)
        {
            foreach (var subject in happened.Subjects())
            {
                if (!groups.TryGetValue(subject, out var group))
                {
                    groups[subject] = group = ImmutableArray.CreateBuilder<LoggedEvent>();
                }

                group.Add(happened);
            }
        }

        return [.. groups.Select(group => (group.Key, new EventBatch(group.Value.ToImmutable())))];
    }

    // The factory looks attributes up each time it is asked for a contract's actor; what it finds never changes.
    private (GrainType Type, GrainInterfaceType Contract) KindOf<TGrain>()
        where TGrain : IEntityGrain
    {
        var any = (GrainReference)(object)GrainFactory.GetGrain<TGrain>("any");
        return (any.GrainId.Type, any.InterfaceType);
    }

    private IEntityGrain GrainOf(Subject subject)
    {
        if (!references.TryGetValue(subject, out var reference))
        {
            if (references.Count >= MostReferences)
            {
                references.Clear();
            }

            var (type, contract) = kinds[subject.Kind];
            references[subject] = reference = (IEntityGrain)GrainFactory.GetGrain(GrainId.Create(type, subject.Key), contract);
        }

        return reference;
    }

    [LoggerMessage(1101, LogLevel.Warning, "Partition {Partition} has a gap from offset {From} to before {To}; it is read from the log.")]
    private static partial void LogGap(ILogger logger, int partition, long from, long to);

    [LoggerMessage(1103, LogLevel.Warning, "The stream of partition {Partition} reports an error.")]
    private static partial void LogStreamError(ILogger logger, int partition, Exception failure);
}
