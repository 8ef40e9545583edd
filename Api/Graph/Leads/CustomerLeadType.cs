using AutoCrm.Actors.Api.Graph.Customers;
using AutoCrm.Actors.Api.Graph.Dealerships;
using AutoCrm.Actors.Api.Graph.Events;
using AutoCrm.Actors.Leads;
using GraphQL.Types;

namespace AutoCrm.Actors.Api.Graph.Leads;

internal sealed class CustomerLeadType : ObjectGraphType<CustomerLead>
{
    public CustomerLeadType()
    {
        Name = "CustomerLead";
        Description = "One lead of a customer.";
        Field<NonNullGraphType<StringGraphType>>("leadId").ForEveryone("Its number at the dealership.").Resolve(c => c.Source.LeadId);
        Field<NonNullGraphType<LeadStateType>>("state").ForEveryone("How far it is.").Resolve(c => c.Source.State);
        AddRequest();
        AddClock();
        Field<StringGraphType>("advisor").ForEveryone("The advisor.").Resolve(c => c.Source.Advisor?.Value);
        Field<LeadLevelType>("level").ForEveryone("How soon the customer is expected to buy.").Resolve(c => c.Source.Level?.Value);
        Field<InstantType>("appointmentAt").ForEveryone("When they meet.").Resolve(c => c.Source.Appointment?.Value);
        Field<StringGraphType>("lostReason").ForEveryone("Why it was given up.").Resolve(c => c.Source.Lost?.Value);
        Field<StringGraphType>("orderId").ForEveryone("The order that it became.").Resolve(c => c.Source.Converted?.Value);
        Field<DealershipType>("dealership").ForEveryone("The dealership.").ResolveAsync(async c => await DealershipType.Linked(c.Source.Dealership, c));
    }

    private void AddRequest()
    {
        Field<ContactChannelType>("channel").ForEveryone("How it came.").Resolve(c => c.Source.Received?.Value.Channel);
        Field<LeadInterestType>("interest").ForEveryone("What the customer is interested in.").Resolve(c => c.Source.Received?.Value.Interest);
        Field<StringGraphType>("provider").ForEveryone("Who provided it.").Resolve(c => c.Source.Received?.Value.Provider);
        Field<StringGraphType>("make").ForEveryone("The make.").Resolve(c => c.Source.Received?.Value.Make);
        Field<StringGraphType>("model").ForEveryone("The model.").Resolve(c => c.Source.Received?.Value.Model);
        Field<StringGraphType>("vin").ForEveryone("The car, where it is a certain one.").Resolve(c => c.Source.Received?.Value.Vin);
        Field<MoneyType>("priceWish").For(Access.Business<CustomerLead>(lead => lead.Dealership), "What the customer wants to pay or to get.")
            .Resolve(c => c.Source.Received?.Value.PriceWish);
        Field<StringGraphType>("timeFrame").ForEveryone("When the customer wants to decide.").Resolve(c => c.Source.Received?.Value.TimeFrame);
    }

    private void AddClock()
    {
        Field<InstantType>("receivedAt").ForEveryone("When it came in first; null while only later steps are reported.").Resolve(c => c.Source.FirstReceived?.At);
        Field<InstantType>("firstAttemptAt").ForEveryone("When somebody first tried to reach the customer.").Resolve(c => c.Source.FirstAttempt?.At);
        Field<InstantType>("firstContactAt").ForEveryone("When the customer was first reached.").Resolve(c => c.Source.FirstContact?.At);
        Field<InstantType>("recycledAt").ForEveryone("When it was last taken up again.").Resolve(c => c.Source.Recycled?.At);
        Field<InstantType>("overdueSince").ForEveryone("By when it should have been contacted, where it was not.").Resolve(c => c.Source.Overdue?.Value);
    }
}

internal sealed class LeadStateType() : WordType<LeadState>("The states of a lead.");

internal sealed class LeadInterestType() : WordType<LeadInterest>("What the customer of a lead is interested in.");

internal sealed class LeadLevelType() : WordType<LeadLevel>("How soon the customer of a lead is expected to buy.");
