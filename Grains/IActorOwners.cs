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

    /// <summary>Whether the actor lives in this silo.</summary>
    bool IsHere(GrainId actor);
}
