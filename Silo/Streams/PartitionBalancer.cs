using AutoCrm.Actors.Silo.Owners;
using Orleans.Streams;

namespace AutoCrm.Actors.Silo.Streams;

/// <summary>
/// Shares the partitions out among the active silos: each silo gets as many as the others, give or take one, and every
/// silo that knows the same members comes to the same result without asking anybody.
/// </summary>
/// <remarks>While silos know different members a partition may have two owners: its readers only read, and the actors know what they have applied.</remarks>
internal sealed class PartitionBalancer(IServiceProvider services, ILogger<PartitionBalancer> logger) : QueueBalancerBase(services, logger)
{
    private QueueId[] queues = [];
    private volatile QueueId[] mine = [];

    public override Task Initialize(IStreamQueueMapper queueMapper)
    {
        queues = [.. queueMapper.GetAllQueues().OrderBy(EventLogQueueMapper.PartitionOf)];
        return base.Initialize(queueMapper);
    }

    public override IEnumerable<QueueId> GetMyQueues() => mine;

    protected override void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos)
    {
        var me = SiloAddress.ToParsableString();
        var owners = PartitionShares.Of(queues.Length, [.. activeSilos.Select(silo => silo.ToParsableString())]);
        mine = [.. queues.Where((_, partition) => owners.Length > 0 && owners[partition] == me)];
        NotifyListeners().Ignore();
    }
}
