using AutoCrm.Actors.Api.Graph.Cases;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Api.Graph.Leads;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Events;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Dealerships;

// Parts of a dealership are reached through it alone, and only by those who may see it.
internal sealed class DealershipProfileType : ObjectGraphType<DealershipProfile>
{
    public DealershipProfileType()
    {
        Name = "DealershipProfile";
        Description = "What a dealership says of itself.";
        Field<StringGraphType>("name").ForEveryone("The name.").Resolve(c => c.Source.Name);
        Field<StringGraphType>("region").ForEveryone("The region of headquarters that it belongs to.").Resolve(c => c.Source.Region);
        Field<StringGraphType>("group").ForEveryone("The group of dealerships that it belongs to.").Resolve(c => c.Source.Group);
        Field<StringGraphType>("address").ForEveryone("Where it is.").Resolve(c => c.Source.Address);
        Field<StringGraphType>("timeZone").ForEveryone("The IANA time zone of its days and opening hours; null stands for UTC.").Resolve(c => c.Source.TimeZone);
        Field<ListGraphType<NonNullGraphType<OpeningTimeType>>>("openingHours").ForEveryone("When it is open; null if that is not known.")
            .Resolve(c => c.Source.OpeningHours);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DayType>>>>("closedOn").ForEveryone("Days without opening hours.").Resolve(c => c.Source.ClosedOn);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("brands").ForEveryone("The brands that it sells.").Resolve(c => c.Source.Brands);
        Field<NonNullGraphType<IntGraphType>>("firstContactMinutes")
            .ForEveryone("In how many minutes of its opening hours a new lead has to be contacted.").Resolve(c => c.Source.FirstContactMinutes);
    }
}

internal sealed class OpeningTimeType : ObjectGraphType<OpeningTime>
{
    public OpeningTimeType()
    {
        Name = "OpeningTime";
        Description = "A time of a weekday in which a dealership is open.";
        Field<NonNullGraphType<WeekdayType>>("day").ForEveryone("The weekday.").Resolve(c => c.Source.Day);
        Field<NonNullGraphType<StringGraphType>>("opens").ForEveryone("When it opens, by the local clock.").Resolve(c => c.Source.Opens);
        Field<NonNullGraphType<StringGraphType>>("closes").ForEveryone("When it closes; no later than it opens, it is on the next day.").Resolve(c => c.Source.Closes);
    }
}

internal sealed class ActivityCountType : ObjectGraphType<ActivityCount>
{
    public ActivityCountType()
    {
        Name = "ActivityCount";
        Description = "How many events of one type a dealership reported.";
        Field<NonNullGraphType<StringGraphType>>("type").ForEveryone("The event's type.").Resolve(c => c.Source.Type);
        Field<NonNullGraphType<IntGraphType>>("count").ForEveryone("How many.").Resolve(c => Numbers.ToInt(c.Source.Count));
    }
}

internal sealed class PipelineType : ObjectGraphType<Pipeline>
{
    public PipelineType()
    {
        Name = "Pipeline";
        Description = "A dealership's sales by stage.";
        Field<NonNullGraphType<IntGraphType>>("newLeads").ForEveryone("Open leads that nobody has taken up.").Resolve(c => c.Source.NewLeads);
        Field<NonNullGraphType<IntGraphType>>("assignedLeads").ForEveryone("Open leads with an advisor, whose customer was not reached yet.").Resolve(c => c.Source.AssignedLeads);
        Field<NonNullGraphType<IntGraphType>>("contactedLeads").ForEveryone("Open leads whose customer was reached.").Resolve(c => c.Source.ContactedLeads);
        Field<NonNullGraphType<IntGraphType>>("qualifiedLeads").ForEveryone("Opportunities: open leads that were qualified.").Resolve(c => c.Source.QualifiedLeads);
        Field<NonNullGraphType<IntGraphType>>("overdueLeads").ForEveryone("Open leads whose first contact is late.").Resolve(c => c.Source.OverdueLeads);
        Field<NonNullGraphType<IntGraphType>>("openQuotes").ForEveryone("Quotes that stand and that no order has accepted.").Resolve(c => c.Source.OpenQuotes);
        Field<NonNullGraphType<IntGraphType>>("openOrders").ForEveryone("Orders that are neither delivered nor cancelled.").Resolve(c => c.Source.OpenOrders);
        Field<NonNullGraphType<IntGraphType>>("overdueOrders").ForEveryone("Open orders whose promised delivery has passed.").Resolve(c => c.Source.OverdueOrders);
        Field<NonNullGraphType<IntGraphType>>("deliveries").ForEveryone("Vehicles delivered ever.").Resolve(c => Numbers.ToInt(c.Source.Deliveries));
    }
}

internal sealed class OpenLeadType : ObjectGraphType<OpenLead>
{
    public OpenLeadType()
    {
        Name = "OpenLead";
        Description = "A lead that is open.";
        Field<NonNullGraphType<IdGraphType>>("leadId").ForEveryone("The lead's number at the dealership.").Resolve(c => c.Source.LeadId);
        Field<NonNullGraphType<LeadStateType>>("state").ForEveryone("How far it has come.").Resolve(c => c.Source.State);
        Field<IdGraphType>("customer").ForEveryone("The customer's id.").Resolve(c => c.Source.Customer);
        Field<InstantType>("receivedAt").ForEveryone("When it was received; null if only its recycling is known.").Resolve(c => c.Source.ReceivedAt);
        Field<StringGraphType>("channel").ForEveryone("How it came.").Resolve(c => Word(c.Source.Channel));
        Field<StringGraphType>("provider").ForEveryone("Who provided it.").Resolve(c => c.Source.Provider);
        Field<StringGraphType>("interest").ForEveryone("What the customer is interested in.").Resolve(c => Word(c.Source.Interest));
        Field<StringGraphType>("model").ForEveryone("The model.").Resolve(c => c.Source.Model);
        Field<StringGraphType>("advisor").ForEveryone("Who looks after it.").Resolve(c => c.Source.Advisor);
        Field<InstantType>("contactedAt").ForEveryone("When the customer was last reached.").Resolve(c => c.Source.ContactedAt);
        Field<InstantType>("due").ForEveryone("By when the customer has, or had, to be contacted first; null if no clock runs.").Resolve(c => c.Source.Due);
        Field<NonNullGraphType<BooleanGraphType>>("overdue").ForEveryone("Whether the first contact is late.").Resolve(c => c.Source.Overdue);
        Field<StringGraphType>("level").ForEveryone("How soon the customer is expected to buy: H, A, B or C.").Resolve(c => Word(c.Source.Level));
        Field<InstantType>("appointment").ForEveryone("When they meet.").Resolve(c => c.Source.Appointment);
    }

    // As events write it.
    private static string? Word<T>(T? value)
        where T : struct, Enum => value is { } known ? WordConverter.WordOf(known) : null;
}

internal sealed class OpenCaseType : ObjectGraphType<OpenCase>
{
    public OpenCaseType()
    {
        Name = "OpenCase";
        Description = "A case that is open.";
        Field<NonNullGraphType<IdGraphType>>("caseId").ForEveryone("The case's number at the dealership.").Resolve(c => c.Source.CaseId);
        Field<IdGraphType>("customer").ForEveryone("The customer's id.").Resolve(c => c.Source.Customer);
        Field<StringGraphType>("vin").ForEveryone("The vehicle that it is about.").Resolve(c => c.Source.Vin);
        Field<CaseKindType>("kind").ForEveryone("What it is; null where only its reopening is known.").Resolve(c => c.Source.Kind);
        Field<NonNullGraphType<CaseSeverityType>>("severity").ForEveryone("How urgent it is.").Resolve(c => c.Source.Severity);
        Field<NonNullGraphType<InstantType>>("since").ForEveryone("Since when it is open, for the last time.").Resolve(c => c.Source.Since);
        Field<StringGraphType>("advisor").ForEveryone("Who looks after it.").Resolve(c => c.Source.Advisor);
        Field<InstantType>("respondedAt").ForEveryone("When the customer was last answered.").Resolve(c => c.Source.RespondedAt);
        Field<InstantType>("due").ForEveryone("By when the next of answer and resolution has to be there; null if both were noted as late.").Resolve(c => c.Source.Due);
        Field<NonNullGraphType<BooleanGraphType>>("overdue").ForEveryone("Whether an answer or a resolution that was due is missing.").Resolve(c => c.Source.Overdue);
    }
}

internal sealed class OpenOrderType : ObjectGraphType<OpenOrder>
{
    public OpenOrderType()
    {
        Name = "OpenOrder";
        Description = "An order that is open.";
        Field<NonNullGraphType<IdGraphType>>("orderId").ForEveryone("The order's number at the dealership.").Resolve(c => c.Source.OrderId);
        Field<IdGraphType>("customer").ForEveryone("The customer's id.").Resolve(c => c.Source.Customer);
        Field<InstantType>("placedAt").ForEveryone("When it was placed.").Resolve(c => c.Source.PlacedAt);
        Field<StringGraphType>("model").ForEveryone("The model.").Resolve(c => c.Source.Model);
        Field<NonNullGraphType<BooleanGraphType>>("confirmed").ForEveryone("Whether it was confirmed.").Resolve(c => c.Source.Confirmed);
        Field<StringGraphType>("vin").ForEveryone("The vehicle that was set aside for it.").Resolve(c => c.Source.Vin);
        Field<InstantType>("promised").ForEveryone("When the delivery is promised for.").Resolve(c => c.Source.Promised);
        Field<NonNullGraphType<BooleanGraphType>>("overdue").ForEveryone("Whether the promised delivery has passed.").Resolve(c => c.Source.Overdue);
    }
}

internal sealed class OpenConflictType : ObjectGraphType<OpenConflict>
{
    public OpenConflictType()
    {
        Name = "OpenConflict";
        Description = "A conflict that is open and concerns a dealership: one of its reports takes part in it.";
        Field<NonNullGraphType<IdGraphType>>("id").ForEveryone("The conflict's id, by which it is resolved.").Resolve(c => c.Source.Id);
        Field<NonNullGraphType<StringGraphType>>("kind").ForEveryone("What kind of contradiction it is.").Resolve(c => c.Source.Kind);
        Field<NonNullGraphType<InstantType>>("at").ForEveryone("When the latest of the events happened.").Resolve(c => c.Source.At);
        Field<NonNullGraphType<StringGraphType>>("message").ForEveryone("What contradicts what.").Resolve(c => c.Source.Message);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EventStampType>>>>("events")
            .ForEveryone("The contradicting events, in order of occurrence.").Resolve(c => c.Source.Events);
        Field<StringGraphType>("vin").ForEveryone("The vehicle whose conflict it is.").Resolve(c => c.Source.Vin);
        Field<IdGraphType>("customer").ForEveryone("The id of the customer whose conflict it is.").Resolve(c => c.Source.Customer);
    }
}

internal sealed class StockCountType : ObjectGraphType<StockCount>
{
    public StockCountType()
    {
        Name = "StockCount";
        Description = "How many vehicles of a dealership's stock are in a state.";
        Field<NonNullGraphType<StockStateType>>("state").ForEveryone("The state.").Resolve(c => c.Source.State);
        Field<NonNullGraphType<IntGraphType>>("count").ForEveryone("How many.").Resolve(c => c.Source.Count);
    }
}

internal sealed class WorkshopLoadType : ObjectGraphType<WorkshopLoad>
{
    public WorkshopLoadType()
    {
        Name = "WorkshopLoad";
        Description = "What a workshop has to do on a day.";
        Field<NonNullGraphType<DayType>>("day").ForEveryone("The day, by the dealership's local clock.").Resolve(c => c.Source.Day);
        Field<NonNullGraphType<IntGraphType>>("expected").ForEveryone("Appointments of that day whose vehicles have not come.").Resolve(c => c.Source.Expected);
        Field<NonNullGraphType<IntGraphType>>("arrived").ForEveryone("Vehicles that were checked in on that day.").Resolve(c => c.Source.Arrived);
    }
}

internal sealed class StockStateType() : WordType<StockState>("Where a vehicle of a dealership's stock stands.");

internal sealed class WeekdayType : EnumerationGraphType<DayOfWeek>
{
    public WeekdayType()
    {
        Name = "Weekday";
        Description = "A day of the week.";
    }
}
