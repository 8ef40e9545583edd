using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Dealerships;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Dealerships;

internal sealed class DealershipType : ObjectGraphType<DealershipView>
{
    private static readonly HashSet<string> InName = ["id", "code", "__typename"];
    private static readonly HashSet<string> InRow =
        [.. InName, "revision", "registrations", "orders", "deliveries", "auctions", "serviceVisits", "name", "region"];

    public DealershipType()
    {
        Name = "Dealership";
        Description = "A dealership: counters over every event that it reported, and what is under way there at the moment.";
        Field<NonNullGraphType<IdGraphType>>("id").ForEveryone("The code.").Resolve(c => c.Source.Code);
        Field<NonNullGraphType<StringGraphType>>("code").ForEveryone("The code.").Resolve(c => c.Source.Code);
        Field<NonNullGraphType<IntGraphType>>("revision").ForEveryone("How many events are folded.").Resolve(c => Numbers.ToInt(c.Source.Revision));
        Field<NonNullGraphType<IntGraphType>>("registrations").ForEveryone("Customers registered.").Resolve(c => Numbers.ToInt(c.Source.Registrations));
        Field<NonNullGraphType<IntGraphType>>("orders").ForEveryone("Orders placed.").Resolve(c => Numbers.ToInt(c.Source.Orders));
        Field<NonNullGraphType<IntGraphType>>("deliveries").ForEveryone("Vehicles delivered.").Resolve(c => Numbers.ToInt(c.Source.Deliveries));
        Field<NonNullGraphType<IntGraphType>>("auctions").ForEveryone("Vehicles sold at auction.").Resolve(c => Numbers.ToInt(c.Source.Auctions));
        Field<NonNullGraphType<IntGraphType>>("serviceVisits").ForEveryone("Repair orders completed.").Resolve(c => Numbers.ToInt(c.Source.ServiceVisits));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<MoneyType>>>>("salesValue")
            .ForEveryone("What deliveries and auctions brought, per currency.")
            .Resolve(c => c.Source.Live?.State.SalesValue ?? []);
        Field<InstantType>("lastEventAt").ForEveryone("When the latest event that it reported happened.").Resolve(c => c.Source.Live?.State.LastEvent?.At);
        Field<StringGraphType>("name").ForEveryone("The name, as it says.").Resolve(c => c.Source.Name);
        Field<StringGraphType>("region").ForEveryone("The region of headquarters that it belongs to.").Resolve(c => c.Source.Region);
        AddProcesses();
        Field<StringGraphType>("position").ForEveryone("How fresh the state is.").Resolve(c => c.Source.Live?.Applied.ToString());
    }

    private void AddProcesses()
    {
        Field<DealershipProfileType>("profile").ForEveryone("What it says of itself; null if it has said nothing.").Resolve(c => c.Source.State?.Profile);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ActivityCountType>>>>("activity")
            .ForEveryone("How many events of each type it reported.").Resolve(c => c.Source.State?.Activity ?? []);
        Field<NonNullGraphType<PipelineType>>("pipeline").ForEveryone("Sales by stage.").Resolve(c => c.Source.State?.Pipeline ?? new Pipeline());
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OpenLeadType>>>>("openLeads")
            .ForEveryone("Open leads, at most 100: those whose first contact is due soonest come first.").Resolve(c => c.Source.State?.OpenLeads ?? []);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OpenOrderType>>>>("ordersDue")
            .ForEveryone("Open orders by their promised delivery, at most 100, the earliest first.").Resolve(c => c.Source.State?.OrdersDue ?? []);
        Field<NonNullGraphType<IntGraphType>>("openCases").ForEveryone("How many cases are open.").Resolve(c => c.Source.State?.OpenCases ?? 0);
        Field<NonNullGraphType<IntGraphType>>("overdueCases")
            .ForEveryone("How many of them lack an answer or a resolution that was due.").Resolve(c => c.Source.State?.OverdueCases ?? 0);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OpenCaseType>>>>("cases")
            .ForEveryone("Open cases, at most 100: those in which something is due soonest come first.").Resolve(c => c.Source.State?.Cases ?? []);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StockCountType>>>>("stock")
            .ForEveryone("Its vehicles by state.").Resolve(c => c.Source.State?.Stock ?? []);
        Field<WorkshopLoadType>("workshopToday").ForEveryone("The workshop on the current day, by its local clock.").Resolve(c => c.Source.State?.Today);
        Field<WorkshopLoadType>("workshopTomorrow").ForEveryone("The workshop on the next day.").Resolve(c => c.Source.State?.Tomorrow);
        Field<NonNullGraphType<IntGraphType>>("openConflicts").ForEveryone("How many conflicts that concern it are open.").Resolve(c => c.Source.State?.OpenConflicts ?? 0);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OpenConflictType>>>>("conflicts")
            .ForEveryone("Open conflicts that concern it, at most 100, the latest first.").Resolve(c => c.Source.State?.Conflicts ?? []);
    }

    /// <summary>The dealership that something names: null for a caller who may not see it.</summary>
    public static async ValueTask<DealershipView?> Linked(string? code, IResolveFieldContext context)
    {
        if (code is null || !context.Caller().MayActFor(code))
        {
            return null;
        }

        var named = new DealershipView { Code = code };
        return context.NeedsMoreThan(InName) ? await Load(named, context) : named;
    }

    /// <summary>Every dealership of a set that the caller may see.</summary>
    public static async Task<DealershipView[]> Linked(IEnumerable<string> codes, IResolveFieldContext context)
    {
        var links = codes.Where(code => context.Caller().MayActFor(code)).Select(code => Linked(code, context).AsTask());
        return (await Task.WhenAll(links)).OfType<DealershipView>().ToArray();
    }

    /// <summary>A row of a list, with the live state if a selected field needs it.</summary>
    public static async ValueTask<DealershipView> Full(DealershipView row, IResolveFieldContext context) =>
        context.NeedsMoreThan(InRow) ? await Load(row, context) : row;

    private static async Task<DealershipView> Load(DealershipView known, IResolveFieldContext context) =>
        await context.Scope().Live.Dealership(known.Code, context.CancellationToken) is { } live ? DealershipView.Of(live) : known;
}

internal sealed class DealershipConnectionType() : ConnectionType<DealershipView, DealershipEdgeType>("Dealership");

internal sealed class DealershipEdgeType() : EdgeType<DealershipView, DealershipType>("Dealership")
{
    protected override ValueTask<DealershipView> Node(DealershipView node, IResolveFieldContext context) => DealershipType.Full(node, context);
}
