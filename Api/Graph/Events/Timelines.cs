using AutoCrm.Actors.Api.Privacy;
using AutoCrm.Actors.Api.ReadModels;
using GraphQL;

namespace AutoCrm.Actors.Api.Graph.Events;

/// <summary>The timeline field of whatever has one.</summary>
internal sealed class Timelines(TimelineDirectory directory, TimelineOpening opening)
{
    public async Task<Connection<TimelineRow>> Of(Subject subject, IResolveFieldContext context)
    {
        var after = context.After() switch
        {
            null => null,
            { } cursor when TimelineKey.TryRead(cursor, out var key) => key,
            _ => throw Arguments.BadCursor(),
        };
        var page = await directory.Of(subject, after, context.First(), context.CancellationToken);
        var rows = await opening.Open(page.Rows, context.Caller().CanReadPersonalData, context.CancellationToken);
        return new Connection<TimelineRow>
        {
            Edges = [.. rows.Select(row => new Edge<TimelineRow>(row.Cursor, row))],
            HasNext = page.HasNext,
            HasPrevious = after is not null,
            Count = cancellation => directory.Count(subject, cancellation),
        };
    }
}
