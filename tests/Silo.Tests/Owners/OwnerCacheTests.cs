using System.Collections.Immutable;
using AutoCrm.Actors.Silo.Owners;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Metadata;
using Orleans.Runtime.GrainDirectory;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Owners;

/// <summary>Owned actors are computed and never remembered; others are remembered as the directory says.</summary>
public sealed class OwnerCacheTests
{
    private static readonly GrainId Owned = GrainId.Create("vehicle", "vehicle:1");
    private static readonly GrainId Stateless = GrainId.Create("intake", "0");
    private static readonly GrainId Listed = GrainId.Create("log-observers", "0");

    private readonly Members members = new() { SiloAddress = Members.Silo(0) };
    private readonly SiloFixture silo;
    private readonly ActorOwners owners;
    private readonly OwnerCache cache;

    public OwnerCacheTests(SiloFixture silo)
    {
        this.silo = silo;
        members.AreActive(0, 1, 2);
        owners = new ActorOwners(members, members, Members.Log, new FakeTimeProvider());
        cache = new OwnerCache(owners, new GrainPropertiesResolver(new Manifests()));
    }

    [Fact]
    public void An_owned_actor_is_where_the_members_say_whatever_the_cache_is_told()
    {
        cache.AddOrUpdate(Place(Owned, Members.Silo(7)), 9);
        Assert.True(cache.LookUp(Owned, out var place, out _));
        Assert.Equal((Owned, owners.OwnerOf(Owned)), (place.GrainId, place.SiloAddress));
        // A forwarded message invalidates where it came from: the answer must not become unknown by it.
        Assert.False(cache.Remove(Owned));
        Assert.False(cache.Remove(place));
        Assert.Empty(cache.KeyValues);

        members.Are(1, [.. Enumerable.Range(0, 3).Select(Members.Silo).Select(silo =>
            (silo, silo.Equals(place.SiloAddress) ? SiloStatus.Dead : SiloStatus.Active))]);

        Assert.True(cache.LookUp(Owned, out var next, out _));
        Assert.Equal(owners.OwnerOf(Owned), next.SiloAddress);
        Assert.NotEqual(place.SiloAddress, next.SiloAddress);
    }

    [Fact]
    public void A_stateless_worker_is_here_as_long_as_this_silo_is_active()
    {
        Assert.True(cache.LookUp(Stateless, out var place, out _));
        Assert.Equal((Stateless, Members.Silo(0)), (place.GrainId, place.SiloAddress));

        members.Are(1, (Members.Silo(0), SiloStatus.ShuttingDown), (Members.Silo(1), SiloStatus.Active));

        Assert.False(cache.LookUp(Stateless, out _, out _));
    }

    [Fact]
    public void The_intake_of_a_silo_is_found_without_the_directory()
    {
        Assert.True(silo.Services.GetRequiredService<IGrainDirectoryCache>().LookUp(Stateless, out var place, out _));
        Assert.Equal(silo.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress, place.SiloAddress);
    }

    [Fact]
    public void Another_actor_is_where_the_directory_said_last()
    {
        Assert.False(cache.LookUp(Listed, out _, out _));
        cache.AddOrUpdate(Place(Listed, Members.Silo(1)), 4);
        cache.AddOrUpdate(Place(Listed, Members.Silo(2)), 5);

        Assert.True(cache.LookUp(Listed, out var place, out var version));
        Assert.Equal((Members.Silo(2), 5), (place.SiloAddress, version));
        Assert.False(cache.Remove(Place(Listed, Members.Silo(1))));
        Assert.True(cache.Remove(place));
        Assert.False(cache.LookUp(Listed, out _, out _));
    }

    [Fact]
    public void What_is_remembered_is_bounded()
    {
        for (var n = 0; n < 25_000; n++)
        {
            cache.AddOrUpdate(Place(GrainId.Create("partition", $"partition:{n}"), Members.Silo(1)), 0);
        }

        Assert.InRange(cache.KeyValues.Count(), 1, 10_000);
        cache.Clear();
        Assert.Empty(cache.KeyValues);
    }

    private static GrainAddress Place(GrainId actor, SiloAddress silo) =>
        new() { GrainId = actor, SiloAddress = silo, ActivationId = ActivationId.NewId() };

    private sealed class Manifests : IClusterManifestProvider
    {
        public ClusterManifest Current { get; } = new(
            MajorMinorVersion.MinValue, ImmutableDictionary.CreateRange([KeyValuePair.Create(Members.Silo(0), Local())]));

        public IAsyncEnumerable<ClusterManifest> Updates => throw new NotSupportedException();

        public GrainManifest LocalGrainManifest => Local();

        private static GrainManifest Local() => new(
            ImmutableDictionary.CreateRange([
                KeyValuePair.Create(Owned.Type, Placed("OwnerPlacement")),
                KeyValuePair.Create(Stateless.Type, Placed("StatelessWorkerPlacement")),
                KeyValuePair.Create(Listed.Type, Placed("PreferLocalPlacement")),
            ]),
            ImmutableDictionary<GrainInterfaceType, GrainInterfaceProperties>.Empty);

        private static GrainProperties Placed(string strategy) =>
            new(ImmutableDictionary.Create<string, string>(StringComparer.Ordinal).Add(WellKnownGrainTypeProperties.PlacementStrategy, strategy));
    }
}
