using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Api.ReadModels;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Customers;

internal sealed class CustomerQueries(ILiveStates states, CustomerDirectory directory, Freshness freshness)
{
    private static readonly Access Allowed = Access.Root(CallerRole.Headquarters, CallerRole.Dealership);

    public void AddTo(ObjectGraphType query)
    {
        query.Field<CustomerType>("customer")
            .For(Allowed, "One customer, live; null if nothing is known, or nothing that the caller may see.")
            .Argument<NonNullGraphType<IdGraphType>>("id", "The customer's id.")
            .AtLeastArgument()
            .ResolveAsync(async context => await One(context));
        query.Field<NonNullGraphType<CustomerConnectionType>>("customers")
            .For(Allowed, "Customers in order of id; for a dealership those that it has dealt with.")
            .Argument<CustomerFilterType>("filter", "What the customers must have in common.")
            .Paged()
            .AtLeastArgument()
            .ResolveAsync(async context => await Many(context));
    }

    private async Task<CustomerView?> One(IResolveFieldContext context)
    {
        var atLeast = context.AtLeast();
        if (context.Id("id") is not { } id)
        {
            return null;
        }

        await freshness.Demand(atLeast, ofReadModels: false, context.CancellationToken);
        return await states.Customer(id, atLeast, context.CancellationToken) is { } live
            && live.State.Dealerships.Append(null).Any(context.Caller().MayActFor)
                ? CustomerView.Of(live, context.Caller())
                : null;
    }

    private async Task<Connection<CustomerView>> Many(IResolveFieldContext context)
    {
        var search = CustomerFilterType.Read(context);
        var after = context.AfterKey();
        await freshness.Demand(context.AtLeast(), ofReadModels: true, context.CancellationToken);
        var position = await freshness.Folded(context.CancellationToken);
        var page = await directory.Search(search, after, context.First(), context.CancellationToken);
        return new Connection<CustomerView>
        {
            Edges = [.. page.Rows.Select(row => new Edge<CustomerView>(Cursor.Of(row.Id), CustomerView.Of(row)))],
            HasNext = page.HasNext,
            HasPrevious = after is not null,
            Count = cancellation => directory.Count(search, cancellation),
            Position = position,
        };
    }
}
