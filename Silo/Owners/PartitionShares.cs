using System.IO.Hashing;
using System.Text;

namespace AutoCrm.Actors.Silo.Owners;

/// <summary>How the partitions are shared out among the active silos: each gets as many as the others, give or take one.</summary>
internal static class PartitionShares
{
    /// <summary>
    /// The owner of each partition. A partition goes to the silo that ranks highest for it (rendezvous hashing, so that
    /// a change of the members moves few partitions) among those that have no more than their share yet.
    /// </summary>
    public static string[] Of(int partitions, IReadOnlyCollection<string> silos)
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
