using AutoCrm.Actors.Api.Graph.Cases;
using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Api.Graph.Leads;
using AutoCrm.Actors.Api.Graph.Orders;
using AutoCrm.Actors.Api.Graph.Service;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Customers;
using GraphQL;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Customers;

internal sealed class CustomerType : ObjectGraphType<CustomerView>
{
    private static readonly HashSet<string> InRow = ["id", "revision", "stage", "party", "name", "dealerships", "__typename"];

    public CustomerType(Timelines timelines, TimeProvider time)
    {
        Name = "Customer";
        Description = "A person or a company: everything that dealerships reported about it.";
        Field<NonNullGraphType<IdGraphType>>("id").ForEveryone("The customer's id.").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("aliases")
            .ForEveryone("Other ids that stand for this customer, ascending: who asks for one of them gets this customer.").Resolve(c => c.Source.Aliases);
        Field<IdGraphType>("mergedInto").ForEveryone("In a list: the customer that this id stands for, if it is an alias. Null for a customer of its own.")
            .Resolve(c => c.Source.MergedInto);
        Field<NonNullGraphType<IntGraphType>>("revision").ForEveryone("How many events are folded.").Resolve(c => Numbers.ToInt(c.Source.Revision));
        Field<NonNullGraphType<CustomerStageType>>("stage").ForEveryone("Where the customer stands in the buying loop now.")
            .Resolve(c => c.Source.StageOfRow ?? c.Source.StageAt(time.GetUtcNow())?.Stage);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DecidingEventType>>>>("stageWhy")
            .ForEveryone("The events that decided the stage, in order of occurrence, as far as the caller may see their dealership.")
            .Resolve(c => (c.Source.StageAt(time.GetUtcNow())?.Why ?? []).Where(why => c.Caller().MayActFor(why.Dealership)));
        Field<InstantType>("defectsAt").ForEveryone("When the customer counts as defecting if nothing happens before; null where that does not apply.")
            .Resolve(c => c.Source.StageAt(time.GetUtcNow())?.DefectsAt);
        Field<NextBestActionType>("nextBestAction").ForEveryone("What would do most for the customer now; for a dealership, of what is its own.")
            .Resolve(c => c.Source.State is { } state ? NextBestActions.At(state, time.GetUtcNow()) : null);
        this.AddProfile();
        AddFigures();
        AddProcesses();
        AddHistory();
        Field<NonNullGraphType<TimelineConnectionType>>("timeline")
            .ForEveryone("Every event about the customer, in order of occurrence.")
            .Paged()
            .ResolveAsync(async c => await timelines.Of(SubjectKind.Customer, [c.Source.Id, .. c.Source.Aliases], c));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DealershipType>>>>("dealerships")
            .ForEveryone("The dealerships that the customer has dealt with, as far as the caller may see them.")
            .ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealerships, c));
        Field<StringGraphType>("position").ForEveryone("How fresh the state is.").Resolve(c => c.Source.Live?.Applied.ToString());
    }

    /// <summary>A row of a list, with the live state if a selected field needs it.</summary>
    public static async ValueTask<CustomerView> Full(CustomerView row, IResolveFieldContext context) =>
        context.NeedsMoreThan(InRow) && await context.Scope().Live.Customer(row.Id, context.CancellationToken) is { } live
            ? live.State.Id == row.Id ? CustomerView.Of(live, context.Caller()) : row with { MergedInto = live.State.Id }
            : row;

    private void AddFigures()
    {
        Field<CustomerValueType>("value").ForEveryone("What the customer has brought so far; for a dealership, what it brought to it.")
            .Resolve(c => c.Source.State?.Value());
        Field<SatisfactionType>("recommendation").ForEveryone("How likely the customer is to recommend us (net promoter score).")
            .Resolve(c => c.Source.State?.Satisfaction(SurveyKind.Nps));
        Field<SatisfactionType>("satisfaction").ForEveryone("How satisfied the customer is (customer satisfaction index).")
            .Resolve(c => c.Source.State?.Satisfaction(SurveyKind.Csi));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ConflictType>>>>("conflicts")
            .ForEveryone("Contradictions that nobody has decided, in order of occurrence; for a dealership, of what is its own.")
            .Resolve(c => c.Source.State is { } state ? CustomerConflicts.Of(state) : []);
    }

    private void AddProcesses()
    {
        Items<CustomerLeadType>("leads", "Leads.", s => s.Leads);
        Items<CustomerTestDriveType>("testDrives", "Test drives.", s => s.TestDrives);
        Items<CustomerQuoteType>("quotes", "Offers.", s => s.Quotes);
        Items<CustomerAppraisalType>("appraisals", "What the customer's vehicles are worth in part exchange, in order of occurrence.", s => s.Appraisals);
        Items<CustomerTradeInType>("tradeIns", "Vehicles that the customer gave back, in order of occurrence.", s => s.TradeIns);
        Items<CustomerOrderType>("orders", "Orders.", s => s.Orders.Select(order => new OrderView(order, AutoCrm.Actors.Orders.OrderProgress.Of(s, order))));
        Items<CustomerAppointmentType>(
            "appointments", "Appointments with workshops.", s => s.Appointments.Select(one => AppointmentView.Of(s, one)));
        Items<CustomerCaseType>("cases", "Cases.", s => s.Cases);
    }

    private void AddHistory()
    {
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<VehiclePeriodType>>>>("vehicles")
            .ForEveryone("Vehicles that the customer has or had, in which role and when.")
            .Resolve(c => c.Source.State?.Periods() ?? []);
        Items<CustomerDeliveryType>("deliveries", "Vehicles handed over, in order of occurrence.", s => s.Deliveries);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CustomerVisitType>>>>("serviceVisits")
            .ForEveryone("Visits to workshops; of other dealerships the technical facts alone.")
            .Resolve(c => c.Source.State?.Visits ?? []);
        Items<CustomerInteractionType>("interactions", "Interactions of every channel, in order of occurrence.", s => s.Interactions);
        Items<CustomerSurveyAnswerType>("surveys", "Answers to surveys, in order of occurrence.", s => s.Surveys);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CustomerConsentType>>>>("consents")
            .ForEveryone("What the customer last said about each purpose and channel.")
            .Resolve(c => c.Source.State?.Consents ?? []);
    }

    // The state is the caller's part already: a dealership finds nothing of another one in these lists.
    private void Items<TItem>(string name, string description, Func<Customer, object> all)
        where TItem : IGraphType =>
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TItem>>>>(name)
            .ForEveryone(description + " As far as the caller may see their dealership.")
            .Resolve(c => c.Source.State is { } state ? all(state) : Array.Empty<object>());
}

internal sealed class CustomerConnectionType() : ConnectionType<CustomerView, CustomerEdgeType>("Customer");

internal sealed class CustomerEdgeType() : EdgeType<CustomerView, CustomerType>("Customer")
{
    protected override ValueTask<CustomerView> Node(CustomerView node, IResolveFieldContext context) => CustomerType.Full(node, context);
}

internal sealed class CustomerStageType() : WordType<CustomerStage>("The stages of the buying loop.");
