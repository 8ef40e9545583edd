using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Customers;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Customers;

internal sealed class CustomerType : ObjectGraphType<CustomerView>
{
    private static readonly HashSet<string> InRow = ["id", "revision", "stage", "name", "dealerships", "timeline", "__typename"];

    public CustomerType(Timelines timelines)
    {
        Name = "Customer";
        Description = "A person or a company: everything that dealerships reported about it.";
        Field<NonNullGraphType<IdGraphType>>("id").ForEveryone("The customer's id.").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<IntGraphType>>("revision").ForEveryone("How many events are folded.").Resolve(c => Numbers.ToInt(c.Source.Revision));
        Field<NonNullGraphType<CustomerStageType>>("stage").ForEveryone("Where the customer stands in the buying loop.").Resolve(c => c.Source.Stage);
        AddParty();
        AddHistory();
        Field<NonNullGraphType<TimelineConnectionType>>("timeline")
            .ForEveryone("Every event about the customer, in order of occurrence.")
            .Paged()
            .ResolveAsync(async c => await timelines.Of(Subject.Customer(c.Source.Id), c));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DealershipType>>>>("dealerships")
            .ForEveryone("The dealerships that the customer has dealt with, as far as the caller may see them.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealerships, c));
        Field<StringGraphType>("position").ForEveryone("How fresh the state is.").Resolve(c => c.Source.Live?.Applied.ToString());
    }

    /// <summary>A row of a list, with the live state if a selected field needs it.</summary>
    public static async ValueTask<CustomerView> Full(CustomerView row, IResolveFieldContext context) =>
        context.NeedsMoreThan(InRow) && await context.Scope().Live.Customer(row.Id, context.CancellationToken) is { } live
            ? CustomerView.Of(live)
            : row;

    private void AddParty()
    {
        Field<StringGraphType>("name").For(Access.Personal, "The name. Personal.").Resolve(c => c.Source.Name);
        Field<ListGraphType<NonNullGraphType<StringGraphType>>>("phones")
            .For(Access.Personal, "Telephone numbers. Personal.").Resolve(c => c.Source.Party?.Phones ?? []);
        Field<ListGraphType<NonNullGraphType<StringGraphType>>>("emails")
            .For(Access.Personal, "E-mail addresses. Personal.").Resolve(c => c.Source.Party?.Emails ?? []);
        Field<StringGraphType>("gender").For(Access.Personal, "The gender as the dealership recorded it. Personal.").Resolve(c => c.Source.Party?.Gender);
        Field<MoneyType>("income").For(Access.Personal, "The annual income as the dealership recorded it. Personal.")
            .Resolve(c => c.Source.Party?.Income);
    }

    // A dealership sees what the customer did with it, and nothing of what the customer did with others.
    private void AddHistory()
    {
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CustomerOrderType>>>>("orders")
            .ForEveryone("Orders, as far as the caller may see their dealership.")
            .Resolve(c => Seen(c, c.Source.State?.Orders ?? [], order => order.Dealership));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CustomerDeliveryType>>>>("deliveries")
            .ForEveryone("Vehicles handed over, as far as the caller may see their dealership.")
            .Resolve(c => Seen(c, c.Source.State?.Deliveries ?? [], delivery => delivery.Dealership));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CustomerVisitType>>>>("serviceVisits")
            .ForEveryone("Workshop visits, as far as the caller may see their dealership.")
            .Resolve(c => Seen(c, c.Source.State?.ServiceVisits ?? [], visit => visit.Dealership));
    }

    private static IEnumerable<T> Seen<T>(IResolveFieldContext context, IEnumerable<T> all, Func<T, string?> dealership) =>
        all.Where(item => context.Caller().MayActFor(dealership(item)));
}

internal sealed class CustomerConnectionType() : ConnectionType<CustomerView, CustomerEdgeType>("Customer");

internal sealed class CustomerEdgeType() : EdgeType<CustomerView, CustomerType>("Customer")
{
    protected override ValueTask<CustomerView> Node(CustomerView node, IResolveFieldContext context) => CustomerType.Full(node, context);
}

internal sealed class CustomerStageType : EnumerationGraphType<CustomerStage>
{
    public CustomerStageType()
    {
        Name = "CustomerStage";
        Description = "The stages of the buying loop.";
    }
}
