using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Api.ReadModels;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Dealerships;

internal sealed class DealershipQueries(ILiveStates states, DealershipDirectory directory, Freshness freshness)
{
    private static readonly Access Allowed = Access.Root(CallerRole.Headquarters, CallerRole.Dealership);

    public void AddTo(ObjectGraphType query)
    {
        query.Field<DealershipType>("dealership")
            .For(Allowed, "One dealership, live; null if it has reported nothing, or if the caller may not see it.")
            .Argument<NonNullGraphType<IdGraphType>>("code", "The dealership's code.")
            .AtLeastArgument()
            .ResolveAsync(async context => await One(context));
        query.Field<NonNullGraphType<DealershipConnectionType>>("dealerships")
            .For(Allowed, "Dealerships in order of code.")
            .Paged()
            .AtLeastArgument()
            .ResolveAsync(async context => await Many(context));
    }

    private async Task<DealershipView?> One(IResolveFieldContext context)
    {
        var atLeast = context.AtLeast();
        if (context.Id("code") is not { } code || !context.Caller().MayActFor(code))
        {
            return null;
        }

        await freshness.Demand(atLeast, ofReadModels: false, context.CancellationToken);
        return await states.Dealership(code, atLeast, context.CancellationToken) is { } live ? DealershipView.Of(live) : null;
    }

    private async Task<Connection<DealershipView>> Many(IResolveFieldContext context)
    {
        var scope = context.Caller().Dealership;
        var after = context.AfterKey();
        await freshness.Demand(context.AtLeast(), ofReadModels: true, context.CancellationToken);
        var position = await freshness.Folded(context.CancellationToken);
        var page = await directory.List(scope, after, context.First(), context.CancellationToken);
        return new Connection<DealershipView>
        {
            Edges = [.. page.Rows.Select(row => new Edge<DealershipView>(Cursor.Of(row.Code), DealershipView.Of(row)))],
            HasNext = page.HasNext,
            HasPrevious = after is not null,
            Count = cancellation => directory.Count(scope, cancellation),
            Position = position,
        };
    }
}
