using System.Collections.Concurrent;
using AutoCrm.Actors.Grains;
using Orleans.Metadata;
using Orleans.Runtime.GrainDirectory;

namespace AutoCrm.Actors.Silo.Owners;

/// <summary>
/// Where Orleans looks first for an actor's place. For actors with <see cref="OwnerPlacement"/> the answer is computed, and
/// a stateless worker is here: the directory, which knows of neither, would be asked for each call all the same, and does
/// not answer for up to 30 s after a silo was killed. For the few others it is what the directory said last.
/// </summary>
internal sealed class OwnerCache(ActorOwners owners, GrainPropertiesResolver properties) : IGrainDirectoryCache
{
    /// <summary>The most places that are remembered; beyond it the directory is asked again.</summary>
    private const int Most = 10_000;

    /// <summary>What Orleans calls the placement of stateless workers.</summary>
    private const string StatelessWorker = "StatelessWorkerPlacement";

    private readonly ConcurrentDictionary<GrainType, Home> homes = new();
    private readonly ConcurrentDictionary<GrainId, (GrainAddress Address, int Version)> places = new();

    public IEnumerable<(GrainAddress ActivationAddress, int Version)> KeyValues => places.Values;

    public bool LookUp(GrainId key, out GrainAddress result, out int version)
    {
        if (Computed(key) is { } silo)
        {
            (result, version) = (new GrainAddress { GrainId = key, SiloAddress = silo }, 0);
            return true;
        }

        var isKnown = places.TryGetValue(key, out var place);
        (result, version) = place;
        return isKnown;
    }

    public void AddOrUpdate(GrainAddress value, int version)
    {
        if (HomeOf(value.GrainId) != Home.Listed)
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

    private SiloAddress? Computed(GrainId actor) => HomeOf(actor) switch
    {
        Home.Owner => owners.OwnerOf(actor),
        Home.Anywhere when owners.IsActive => owners.Here,
        _ => null,
    };

    private Home HomeOf(GrainId actor) => homes.GetOrAdd(actor.Type, static (type, resolver) =>
        !resolver.TryGetGrainProperties(type, out var of)
        || !of.Properties.TryGetValue(WellKnownGrainTypeProperties.PlacementStrategy, out var strategy) ? Home.Listed
            : strategy == nameof(OwnerPlacement) ? Home.Owner
            : strategy == StatelessWorker ? Home.Anywhere
            : Home.Listed, properties);

    /// <summary>Who knows where the actors of a type are.</summary>
    private enum Home
    {
        /// <summary>The directory.</summary>
        Listed,

        /// <summary>Everybody: they are in their owners.</summary>
        Owner,

        /// <summary>They are in each silo.</summary>
        Anywhere,
    }
}
