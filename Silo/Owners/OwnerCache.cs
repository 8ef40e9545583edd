using System.Collections.Concurrent;
using AutoCrm.Actors.Grains;
using Orleans.Metadata;
using Orleans.Runtime.GrainDirectory;

namespace AutoCrm.Actors.Silo.Owners;

/// <summary>
/// Where Orleans looks first for an actor's place. For actors with <see cref="OwnerPlacement"/> the answer is computed;
/// for the few others it is what the directory said last.
/// </summary>
internal sealed class OwnerCache(ActorOwners owners, GrainPropertiesResolver properties) : IGrainDirectoryCache
{
    /// <summary>The most places that are remembered; beyond it the directory is asked again.</summary>
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<GrainType, bool> owned = new();
    private readonly ConcurrentDictionary<GrainId, (GrainAddress Address, int Version)> places = new();

    public IEnumerable<(GrainAddress ActivationAddress, int Version)> KeyValues => places.Values;

    public bool LookUp(GrainId key, out GrainAddress result, out int version)
    {
        if (IsOwned(key))
        {
            (result, version) = (new GrainAddress { GrainId = key, SiloAddress = owners.OwnerOf(key) }, 0);
            return true;
        }

        var isKnown = places.TryGetValue(key, out var place);
        (result, version) = place;
        return isKnown;
    }

    public void AddOrUpdate(GrainAddress value, int version)
    {
        if (IsOwned(value.GrainId))
        {
            return;
        }

        if (places.Count >= Most)
        {
            places.Clear();
        }

        places[value.GrainId] = (value, version);
    }

    public bool Remove(GrainId key) => places.TryRemove(key, out _);

    public bool Remove(GrainAddress key) =>
        places.TryGetValue(key.GrainId, out var place) && place.Address.Matches(key) && places.TryRemove(KeyValuePair.Create(key.GrainId, place));

    public void Clear() => places.Clear();

    private bool IsOwned(GrainId actor) => owned.GetOrAdd(actor.Type, static (type, resolver) =>
        resolver.TryGetGrainProperties(type, out var of)
        && of.Properties.TryGetValue(WellKnownGrainTypeProperties.PlacementStrategy, out var strategy)
        && strategy == nameof(OwnerPlacement), properties);
}
