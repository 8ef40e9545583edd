namespace AutoCrm.Actors.Grains;

// Normally an actor gets each of its events, in order of each partition, because everybody knows where it lives. After
// a silo has come or gone that is uncertain for a while: another activation may have got some. An event that came after
// one of those would hide it, so the actor then looks into the log before it folds anything, and before it answers.
// So does who gets something from a carrier that is new here: what that one found carried already, others may have got.
internal abstract partial class EntityGrain<TState, TRow>
{
    private long completeAt = long.MinValue;

    private bool IsComplete(EventBatch batch)
    {
        var known = services.Owners.KnownSince(batch.Carrier);
        return Loaded(batch).IsCompletedSuccessfully && relinking is null or { IsCompletedSuccessfully: true } && IsCompleteSince(known);
    }

    private bool IsCompleteSince(long known) => completeAt >= known && services.Owners.IsAgreedSince(completeAt);

    private async Task Complete(long since = long.MinValue)
    {
        var asked = services.Time.GetTimestamp();
        await Loaded();
        await Relinked();
        if (IsCompleteSince(since))
        {
            return;
        }

        if (completeAt < asked)
        {
            await CatchUp();
        }

        LeaveIfMoved();
    }

    private void LeaveIfMoved()
    {
        if (!services.Owners.IsHere(this.GetGrainId()))
        {
            DeactivateOnIdle();
        }
    }

    private async Task<RowTicket> ApplyOnceComplete(EventBatch batch)
    {
        await Complete(services.Owners.KnownSince(batch.Carrier));
        return await Take(batch);
    }
}
