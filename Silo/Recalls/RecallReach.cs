using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Grains.Recalls;
using AutoCrm.Actors.Recalls;
using AutoCrm.Actors.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Silo.Recalls;

/// <summary>What a step of the sweep came to.</summary>
/// <param name="Events">How many events were appended, repeats among them.</param>
/// <param name="More">Whether there is more to be done at once.</param>
internal readonly record struct RecallStep(int Events, bool More)
{
    public static RecallStep operator +(RecallStep one, RecallStep other) => new(one.Events + other.Events, one.More || other.More);
}

/// <summary>
/// The steps by which campaigns reach vehicles. Each can be cut off anywhere and done again, or be done in two silos at
/// once: the ids of the events follow from their causes, and progress is noted only when they are in the log.
/// </summary>
internal sealed class RecallReach(
    DataSources databases,
    IEventLog log,
    RecallCampaigns campaigns,
    RecallOpenings openings,
    VehicleKinds kinds,
    IOptions<RecallOptions> options)
{
    /// <summary>Looks which campaigns the vehicles fit that were newly described.</summary>
    /// <exception cref="LogAwayException">The log takes no events; everything is as it was before.</exception>
    public async Task<RecallStep> Described(CancellationToken cancellation)
    {
        await using var connection = await databases.Storage.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var taken = await VehicleKinds.TakeDescribed(connection, options.Value.Page, cancellation);
        if (taken.Count == 0)
        {
            await transaction.CommitAsync(cancellation);
            return default;
        }

        var described = await kinds.Of([.. taken.Distinct(StringComparer.Ordinal)], cancellation);
        var makes = described.Select(kind => RecallFit.Comparable(kind.Make)).OfType<string>().Distinct(StringComparer.Ordinal);
        var reached = 0;
        foreach (var rule in await openings.Rules([.. makes], cancellation))
        {
            reached += await Open(rule, described, cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return new RecallStep(reached, taken.Count == options.Value.Page);
    }

    /// <summary>Takes every walk a page further.</summary>
    /// <exception cref="LogAwayException">The log takes no events; the walk stays where it is.</exception>
    public async Task<RecallStep> Walk(CancellationToken cancellation)
    {
        var done = default(RecallStep);
        foreach (var walk in await openings.Walks(cancellation))
        {
            done += walk.Cancellation is { } cancelled
                ? await Cancel(walk, cancelled, cancellation)
                : await Walk(walk, cancellation);
        }

        return done;
    }

    private async Task<RecallStep> Walk(RecallWalk walk, CancellationToken cancellation)
    {
        var page = await kinds.After(walk.Walked, options.Value.Page, cancellation);
        var rule = await openings.RuleOf(walk.Opening, cancellation);
        var reached = rule is null ? 0 : await Open(rule, page, cancellation);
        return await Progressed(walk, page.Count, page.LastOrDefault()?.Vin, reached, cancellation);
    }

    private async Task<RecallStep> Cancel(RecallWalk walk, Position by, CancellationToken cancellation)
    {
        var page = await openings.Reached(walk.Opening, walk.Walked, options.Value.Page, cancellation);
        var cancelled = await EventAt(by, cancellation);
        var reached = cancelled.Payload is RecallCancelled recall
            ? await Append([.. RecallSpread.Cancellation(cancelled, recall, page)])
            : 0;
        return await Progressed(walk, page.Count, page.LastOrDefault(), reached, cancellation);
    }

    private async Task<RecallStep> Progressed(RecallWalk walk, int looked, string? last, int reached, CancellationToken cancellation)
    {
        var more = looked == options.Value.Page;
        await openings.Progress(walk, last ?? walk.Walked, more, cancellation);
        return new RecallStep(reached, more);
    }

    private async Task<int> Open(OpenRule open, List<VehicleKind> among, CancellationToken cancellation)
    {
        string[] vins = [.. among.Where(kind => RecallFit.Fits(open.Rule, kind.Make, kind.Model, kind.ModelYear)).Select(kind => kind.Vin)];
        if (vins.Length == 0 || await EventAt(open.Opening, cancellation) is not { Payload: RecallOpened recall } opened)
        {
            return 0;
        }

        await campaigns.NoteReached(open.Opening, vins, cancellation);
        return await Append([.. RecallSpread.Opening(opened, recall, vins)]);
    }

    private async Task<LoggedEvent> EventAt(Position position, CancellationToken cancellation) =>
        (await log.ReadPartition(position.Partition, position.Offset - 1, most: 1, cancellation))[0];

    private async Task<int> Append(NewEvent[] events)
    {
        foreach (var some in events.Chunk(IIntakeGrain.MaxEvents))
        {
            if ((await log.Append([.. some])).Unavailable is { } away)
            {
                throw new LogAwayException(away.Reason);
            }
        }

        return events.Length;
    }
}

/// <summary>The log takes no events at this time.</summary>
internal sealed class LogAwayException(UnavailableReason reason) : Exception($"The log takes no events ({reason}).");
