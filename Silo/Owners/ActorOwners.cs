using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Text;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Schema;

namespace AutoCrm.Actors.Silo.Owners;

/// <summary>
/// Rendezvous hashing over the active silos: an actor lives where its hash ranks highest, so that a silo that comes or
/// goes moves only its own share. The actor of a partition lives where the partition is read.
/// </summary>
internal sealed class ActorOwners(
    IClusterMembershipService membership, ILocalSiloDetails here, LogIncarnation incarnation, TimeProvider time) : IActorOwners
{
    private static readonly GrainType PartitionType = GrainType.Create(EventStreams.Carrier);

    /// <summary>
    /// So long after a change some silo may still act on the members that it knew before: one that was stopped for
    /// less than the 24 s in which it is given up, and then reads the members anew within 10 s.
    /// </summary>
    internal static readonly TimeSpan Disagreement = TimeSpan.FromSeconds(45);

    /// <summary>So many carriers are remembered; of the others is heard anew.</summary>
    private const int MostCarriers = 10_000;

    private readonly ConcurrentDictionary<Guid, long> carriers = new();
    private readonly Lock gate = new();
    private volatile View view = new(MembershipVersion.MinValue, [], [], [], long.MinValue);

    /// <summary>This silo.</summary>
    public SiloAddress Here => here.SiloAddress;

    /// <summary>Whether this silo is one of the active ones; while it joins or leaves, it is not.</summary>
    public bool IsActive => Array.IndexOf(Current().Silos, here.SiloAddress) >= 0;

    public bool IsAgreedSince(long since) => since >= Current().AgreedFrom;

    public long KnownSince(Guid carrier)
    {
        if (carriers.TryGetValue(carrier, out var since))
        {
            return since;
        }

        if (carriers.Count >= MostCarriers)
        {
            carriers.Clear();
        }

        return carriers.GetOrAdd(carrier, static (_, clock) => clock.GetTimestamp(), time);
    }

    public bool IsHere(GrainId actor) => OwnerOf(actor).Equals(here.SiloAddress);

    /// <summary>The silo in which an actor lives, among the active ones; this one, as long as none is known.</summary>
    public SiloAddress OwnerOf(GrainId actor)
    {
        var (_, silos, hashes, partitions, _) = Current();
        if (silos.Length < 2)
        {
            return silos.Length == 0 ? here.SiloAddress : silos[0];
        }

        if (actor.Type.Equals(PartitionType))
        {
            return partitions[EventStreams.PartitionOf(actor.Key.ToString()!)];
        }

        var hash = (ulong)actor.GetUniformHashCode();
        var (owner, highest) = (0, 0UL);
        for (var n = 0; n < silos.Length; n++)
        {
            if (Mix(hash ^ hashes[n]) is var rank && rank >= highest)
            {
                (owner, highest) = (n, rank);
            }
        }

        return silos[owner];
    }

    private View Current()
    {
        var known = view;
        return membership.CurrentSnapshot.Version == known.Version ? known : Renew();
    }

    private View Renew()
    {
        lock (gate)
        {
            var snapshot = membership.CurrentSnapshot;
            if (snapshot.Version <= view.Version)
            {
                return view;
            }

            SiloAddress[] silos = [.. snapshot.Members.Values.Where(m => m.Status == SiloStatus.Active).Select(m => m.SiloAddress).Order()];
            var hashes = Array.ConvertAll(silos, silo => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(silo.ToParsableString())));
            return view = new View(snapshot.Version, silos, hashes, Readers(silos), AgreedFrom(snapshot, silos));
        }
    }

    private SiloAddress[] Readers(SiloAddress[] silos)
    {
        var byName = silos.ToDictionary(silo => silo.ToParsableString());
        return Array.ConvertAll(PartitionShares.Of(incarnation.Partitions, byName.Keys), name => byName[name]);
    }

    // Who is dead was only given up, and may run on for a while; and in a version of the members that this silo has not
    // seen, somebody may have come and gone. Only if there was never anybody else is there nobody who could disagree.
    private long AgreedFrom(ClusterMembershipSnapshot snapshot, SiloAddress[] silos)
    {
        var isNext = snapshot.Version.Value <= view.Version.Value + 1 && silos.SequenceEqual(view.Silos);
        var isAlone = snapshot.Members.Keys.All(silo => silo.Equals(here.SiloAddress));
        return isNext || isAlone ? view.AgreedFrom : time.GetTimestamp() + (long)(Disagreement.TotalSeconds * time.TimestampFrequency);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31);
    }

    private sealed record View(MembershipVersion Version, SiloAddress[] Silos, ulong[] Hashes, SiloAddress[] Partitions, long AgreedFrom);
}
