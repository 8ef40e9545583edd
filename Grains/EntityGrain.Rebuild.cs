using AutoCrm.Actors.Grains.Events;

namespace AutoCrm.Actors.Grains;

internal abstract partial class EntityGrain<TState, TRow>
{
    async Task IEntityGrain.CatchUp()
    {
        await Loaded();
        await CatchUp();
        Announce();
        await MakeDurable();
        await services.Announcements.Told();
        SnapshotWhenDue();
    }

    public async Task<long> Rebuild()
    {
        // What cannot be loaded is rebuilt all the same.
        await Loaded().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var aside = await services.Quarantine.Read(subject);
        await FoldAnew();
        loading = Task.CompletedTask;
        var stillAside = quarantined.Select(q => q.Position).ToHashSet();
        writtenRevision = 0;
        if (folded.State is { } state)
        {
            await rows.Overwrite(Project(state, folded.Revision));
            slot.Renew(folded.Revision);
            if (!await WriteSnapshot())
            {
                return folded.Revision;
            }
        }

        await MakeDurable();
        await services.Quarantine.Release(subject, aside.Where(position => !stillAside.Contains(position)));
        return folded.Revision;
    }

    // The actor answers and folds on meanwhile; what it has by the end, the new fold has too.
    private async Task FoldAnew()
    {
        var anew = new Folded<TState>();
        HistoryPage page;
        do
        {
            page = await services.Histories.ReadAfter(subject, anew.Applied);
            Fold(anew, page.Events);
        }
        while (!page.Complete || (page.Events.Length > 0 && !folded.Applied.Positions.All(anew.Applied.Covers)));

        folded = anew;
    }

    private async Task RenewIfOutdated()
    {
        if (slot.IsOutdated)
        {
            LogRenewed(services.Logger, subject.Kind);
            await FoldAnew();
            slot.Renew(folded.Revision);
            writtenRevision = 0;
        }
    }
}
