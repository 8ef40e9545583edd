using AutoCrm.Actors.Api.Privacy;
using AutoCrm.Actors.Api.ReadModels;
using GraphQL;

namespace AutoCrm.Actors.Api.Graph.Events;

/// <summary>The timeline field of whatever has one.</summary>
internal sealed class Timelines(TimelineDirectory directory, TimelineOpening opening)
{
    public Task<Connection<TimelineRow>> Of(Subject subject, IResolveFieldContext context) => Of(subject.Kind, [subject.Id], context);

    /// <summary>The timeline of one who has several ids.</summary>
    public async Task<Connection<TimelineRow>> Of(SubjectKind kind, string[] ids, IResolveFieldContext context)
    {
        var after = context.After() switch
        {
            null => null,
            { } cursor when TimelineKey.TryRead(cursor, out var key) => key,
            _ => throw Arguments.BadCursor(),
        };
        var page = await directory.Of(kind, ids, after, context.First(), context.CancellationToken);
        var rows = await opening.Open(page.Rows, context.Caller().CanReadPersonalData, context.CancellationToken);
        return new Connection<TimelineRow>
        {
            Edges = [.. rows.Select(row => new Edge<TimelineRow>(row.Cursor, row))],
            HasNext = page.HasNext,
            HasPrevious = after is not null,
            Count = cancellation => directory.Count(kind, ids, cancellation),
        };
    }
}
