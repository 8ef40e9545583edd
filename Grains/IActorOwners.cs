namespace AutoCrm.Actors.Grains;

/// <summary>
/// Which silo each actor lives in: a function of the active silos, the same in every silo that knows the same ones.
/// While silos know different ones, an actor may live twice, and each of the two gets only a part of its events.
/// </summary>
internal interface IActorOwners
{
    /// <summary>Whether all silos have agreed on where actors live ever since.</summary>
    /// <param name="since">A timestamp of the clock.</param>
    bool IsAgreedSince(long since);

    /// <summary>
    /// Since when this silo has known of somebody who carries a partition. What that one does not bring, because it was
    /// carried before it began, was committed before.
    /// </summary>
    /// <param name="carrier">One life of the partition's carrier.</param>
    /// <returns>A timestamp of the clock; now, if it is the first time.</returns>
    long KnownSince(Guid carrier);

    /// <summary>Whether the actor lives in this silo.</summary>
    bool IsHere(GrainId actor);
}
