using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Api.ReadModels;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Vehicles;

internal sealed class VehicleQueries(ILiveStates states, VehicleDirectory directory, Freshness freshness)
{
    private static readonly Access Allowed = Access.Root(CallerRole.Headquarters, CallerRole.Dealership, CallerRole.Subscriber);

    public void AddTo(ObjectGraphType query)
    {
        query.Field<VehicleType>("vehicle")
            .For(Allowed, "One vehicle, live; null if nothing is known about it.")
            .Argument<NonNullGraphType<IdGraphType>>("vin", "The VIN; blanks, dashes and lower case are put right.")
            .AtLeastArgument()
            .ResolveAsync(async context => await One(context));
        query.Field<NonNullGraphType<VehicleConnectionType>>("vehicles")
            .For(Allowed, "Vehicles in order of VIN; for a dealership those that it reported about.")
            .Argument<VehicleFilterType>("filter", "What the vehicles must have in common.")
            .Paged()
            .AtLeastArgument()
            .ResolveAsync(async context => await Many(context));
    }

    private async Task<VehicleView?> One(IResolveFieldContext context)
    {
        var atLeast = context.AtLeast();
        if (context.VinOf() is not { } vin)
        {
            return null;
        }

        await freshness.Demand(atLeast, ofReadModels: false, context.CancellationToken);
        return await states.Vehicle(vin, atLeast, context.CancellationToken) is { } live ? VehicleView.Of(live) : null;
    }

    private async Task<Connection<VehicleView>> Many(IResolveFieldContext context)
    {
        var search = VehicleFilterType.Read(context);
        var after = context.AfterKey();
        await freshness.Demand(context.AtLeast(), ofReadModels: true, context.CancellationToken);
        var position = await freshness.Folded(context.CancellationToken);
        var page = await directory.Search(search, after, context.First(), context.CancellationToken);
        return new Connection<VehicleView>
        {
            Edges = [.. page.Rows.Select(row => new Edge<VehicleView>(Cursor.Of(row.Vin), VehicleView.Of(row)))],
            HasNext = page.HasNext,
            HasPrevious = after is not null,
            Count = cancellation => directory.Count(search, cancellation),
            Position = position,
        };
    }
}
