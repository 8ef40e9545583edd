using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Customers;
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
        query.Field<CustomerType>("customerByNumber")
            .For(Allowed, "The customer that a dealership's events name by a number of its own, live; null if nothing is known, or nothing that the caller may see.")
            .Argument<StringGraphType>("dealership", "Whose number it is: for headquarters required, for a dealership its own code or nothing.")
            .Argument<NonNullGraphType<StringGraphType>>("number", "The number, as the dealership writes it.")
            .AtLeastArgument()
            .ResolveAsync(async context => await ByNumber(context));
        query.Field<NonNullGraphType<CustomerConnectionType>>("customers")
            .For(Allowed, "Customers in order of id; for a dealership those that it has dealt with.")
            .Argument<CustomerFilterType>("filter", "What the customers must have in common.")
            .Paged()
            .AtLeastArgument()
            .ResolveAsync(async context => await Many(context));
    }

    private async Task<CustomerView?> One(IResolveFieldContext context) => context.Id("id") is { } id ? await Of(id, context) : null;

    // The id is a function of the reference: nobody has to be asked for it.
    private async Task<CustomerView?> ByNumber(IResolveFieldContext context)
    {
        var dealership = Arguments.VisibleDealership(context.GetArgument<string?>("dealership"), context, "dealership") ?? context.Caller().Dealership;
        if (string.IsNullOrEmpty(dealership))
        {
            throw Arguments.Bad("dealership", "is required: whose number is it?");
        }

        return context.Id("number") is { } number ? await Of(CustomerIds.Of(dealership, number), context) : null;
    }

    private async Task<CustomerView?> Of(string id, IResolveFieldContext context)
    {
        var atLeast = context.AtLeast();
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
