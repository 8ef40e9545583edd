using System.Collections.Immutable;
using System.Net;
using AutoCrm.Actors.Silo.Schema;

namespace AutoCrm.Actors.Silo.Tests.Owners;

/// <summary>What one silo knows of its cluster, as a test says.</summary>
internal sealed class Members : IClusterMembershipService, ILocalSiloDetails
{
    private static readonly ClusterMembershipSnapshot Nobody =
        new(ImmutableDictionary<SiloAddress, ClusterMember>.Empty, MembershipVersion.MinValue);

    /// <summary>The log of the tests' cluster.</summary>
    public static LogIncarnation Log { get; } = new(Guid.Empty, Partitions: 32);

    public ClusterMembershipSnapshot CurrentSnapshot { get; private set; } = Nobody;

    public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

    public required SiloAddress SiloAddress { get; init; }

    public string Name => "here";

    public string ClusterId => "tests";

    public string DnsHostName => "localhost";

    public SiloAddress GatewayAddress => SiloAddress;

    /// <summary>The address of the n-th silo.</summary>
    public static SiloAddress Silo(int n) => SiloAddress.New(IPAddress.Loopback, 11_000 + n, 1_000_000 + n);

    /// <summary>From now on the members are these; each call is one more change of the table.</summary>
    /// <param name="changes">How many changes of the table there were, of which only the last is seen.</param>
    /// <param name="members">All members.</param>
    public void Are(int changes, params (SiloAddress Silo, SiloStatus Status)[] members) => CurrentSnapshot = new ClusterMembershipSnapshot(
        members.ToImmutableDictionary(m => m.Silo, m => new ClusterMember(m.Silo, m.Status, m.Silo.ToParsableString())),
        new MembershipVersion(Math.Max(CurrentSnapshot.Version.Value, 0) + changes));

    /// <summary>One change, after which these silos are active and nobody else was ever there.</summary>
    public void AreActive(params int[] silos) => Are(1, [.. silos.Select(n => (Silo(n), SiloStatus.Active))]);

    public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) => default;

    public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();
}
