using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Vehicles;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>
/// Carries the events of one partition to the actors that they are about, as <see cref="PartitionCarrier"/> says: this
/// is where Orleans delivers them.
/// </summary>
[GrainType(EventStreams.Carrier), ImplicitStreamSubscription(EventStreams.Namespace), OwnerPlacement]
internal sealed partial class PartitionGrain(
    IEventLog log,
    ICheckpoints checkpoints,
    IQuarantine quarantine,
    ILogBroadcast broadcast,
    IActorOwners owners,
    IOptions<DeliveryOptions> options,
    Weaknesses weaknesses,
    TimeProvider time,
    ILogger<PartitionGrain> logger)
    : Grain, IPartitionGrain, IStreamSubscriptionObserver, IAsyncObserver<PartitionBatch>
{
    /// <summary>The most references that a partition keeps ready.</summary>
    private const int MostReferences = 10_000;

    /// <summary>How often a partition looks whether the stream has withheld its last events.</summary>
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Subject, IEntityGrain> references = [];
    private Dictionary<SubjectKind, (GrainType Type, GrainInterfaceType Contract)> kinds = [];
    private PartitionCarrier carrier = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var partition = EventStreams.PartitionOf(this.GetPrimaryKeyString());
        var delivery = new SubjectDelivery(partition, GrainOf, quarantine, owners, options.Value, time, logger);
        carrier = new PartitionCarrier(partition, log, checkpoints, broadcast, delivery, weaknesses, logger);
        kinds = new()
        {
            [SubjectKind.Customer] = KindOf<ICustomerGrain>(),
            [SubjectKind.Vehicle] = KindOf<IVehicleGrain>(),
            [SubjectKind.Dealership] = KindOf<IDealershipGrain>(),
        };
        this.RegisterGrainTimer(Sweep, new GrainTimerCreationOptions(SweepPeriod, SweepPeriod) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => carrier.Stop();

    public Task Wake() => carrier.EnsureStarted(CancellationToken.None);

    public Task FollowUp() => carrier.FollowUp(CancellationToken.None);

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<PartitionBatch>().ResumeAsync(this);

    public Task OnNextAsync(PartitionBatch item, StreamSequenceToken? token = null) => carrier.Take(item.Events);

    public Task OnErrorAsync(Exception ex)
    {
        LogStreamError(logger, carrier.Partition, ex);
        return Task.CompletedTask;
    }

    // One that silos with other members have put here brings every event twice as long as it stays.
    private Task Sweep(CancellationToken cancellation)
    {
        if (owners.IsHere(this.GetGrainId()))
        {
            return carrier.Sweep(cancellation);
        }

        DeactivateOnIdle();
        return Task.CompletedTask;
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

    [LoggerMessage(1103, LogLevel.Warning, "The stream of partition {Partition} reports an error.")]
    private static partial void LogStreamError(ILogger logger, int partition, Exception failure);
}
