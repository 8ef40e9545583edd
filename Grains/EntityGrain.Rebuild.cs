namespace AutoCrm.Actors.Grains;

internal abstract partial class EntityGrain<TState, TRow>
{
    private Task? renewing;

    async Task IEntityGrain.CatchUp()
    {
        await Loaded();
        await CatchUp();
        linksAreOld |= linked is not null;
        await MakeDurable();
        Announce();
        await services.Announcements.Told();
        SnapshotWhenDue();
        await Aftermath(batch: null);
    }

    public async Task<long> Rebuild()
    {
        // What cannot be loaded is rebuilt all the same.
        await Loaded().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var aside = await services.Quarantine.Read(subject);
        await FoldAnew();
        loading = Task.CompletedTask;
        await Relinked();
        var stillAside = quarantined.Select(q => q.Position).ToHashSet();
        writtenRevision = 0;
        if (folded.State is { } state)
        {
            await rows.Overwrite(Project(state, RowRevision));
            slot.Renew(RowRevision);
            if (!await WriteSnapshot())
            {
                return folded.Revision;
            }
        }

        await MakeDurable();
        await services.Quarantine.Release(subject, aside.Where(position => !stillAside.Contains(position)));
        await Aftermath(batch: null);
        return folded.Revision;
    }

    // The actor answers and folds on meanwhile; what it has by the end, the new fold has too.
    private async Task FoldAnew()
    {
        var anew = new Folded<TState>();
        for (var page = await ReadNews(anew); ; page = await ReadAfter(anew.Applied))
        {
            Fold(anew, page.Events);
            if (page.Complete && (page.Events.IsEmpty || folded.Applied.Positions.All(anew.Applied.Covers)))
            {
                break;
            }
        }

        anew.State = anew.State is { } state && linked is not null ? linked.Mark(state) : anew.State;
        folded = anew;
    }

    // All who find the row outdated wait for one fold: a long history that everybody folds for themselves ends for nobody.
    private async Task RenewIfOutdated()
    {
        if (slot.IsOutdated)
        {
            await (renewing is { IsCompleted: false } ? renewing : renewing = Renew());
        }
    }

    private async Task Renew()
    {
        LogRenewed(services.Logger, subject.Kind);
        await FoldAnew();
        await Relinked();
        slot.Renew(RowRevision);
        writtenRevision = 0;
    }
}
