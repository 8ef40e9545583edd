namespace AutoCrm.Actors.Grains;

/// <summary>
/// The actor lives in the silo that the cluster's members alone determine (<see cref="IActorOwners"/>). No directory is
/// asked or told, and none has to be carried over when a silo comes or goes.
/// </summary>
[GenerateSerializer]
internal sealed class OwnerPlacement : PlacementStrategy
{
    public override bool IsUsingGrainDirectory => false;
}

/// <inheritdoc cref="OwnerPlacement"/>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OwnerPlacementAttribute() : Orleans.Placement.PlacementAttribute(new OwnerPlacement());
