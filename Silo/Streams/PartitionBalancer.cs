using System.IO.Hashing;
using System.Text;
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
        var owners = Share(queues.Length, [.. activeSilos.Select(silo => silo.ToParsableString())]);
        mine = [.. queues.Where((_, partition) => owners.Length > 0 && owners[partition] == me)];
        NotifyListeners().Ignore();
    }

    /// <summary>
    /// The owner of each partition. A partition goes to the silo that ranks highest for it (rendezvous hashing, so that
    /// a change of the members moves few partitions) among those that have no more than their share yet.
    /// </summary>
    internal static string[] Share(int partitions, IReadOnlyCollection<string> silos)
    {
        if (silos.Count == 0)
        {
            return [];
        }

        var (least, more) = (partitions / silos.Count, partitions % silos.Count);
        var counts = silos.ToDictionary(silo => silo, _ => 0);
        var owners = new string[partitions];
        for (var partition = 0; partition < partitions; partition++)
        {
            var open = counts.Where(silo => silo.Value < least || (silo.Value == least && more > 0));
            var owner = open.MaxBy(silo => Rank(silo.Key, partition)).Key;
            more -= counts[owner] == least ? 1 : 0;
            counts[owner]++;
            owners[partition] = owner;
        }

        return owners;
    }

    private static (ulong Rank, string Silo) Rank(string silo, int partition) =>
        (XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(silo), partition), silo);
}
