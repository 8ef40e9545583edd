using Orleans.Runtime.Placement;

namespace AutoCrm.Actors.Silo.Owners;

/// <summary>Places an actor in its owner, should Orleans ask in spite of <see cref="OwnerCache"/>.</summary>
internal sealed class OwnerPlacementDirector(ActorOwners owners) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(owners.OwnerOf(target.GrainIdentity));
}
