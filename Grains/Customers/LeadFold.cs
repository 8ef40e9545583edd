using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;

namespace AutoCrm.Actors.Grains.Customers;

/// <summary>Leads: each event sets the milestone that it stands for.</summary>
internal static class LeadFold
{
    public static Customer Apply(Customer state, LoggedEvent happened) => happened.Payload switch
    {
        LeadReceived e => state.WithReceived(e, happened),
        LeadContacted e => state.WithContact(e, happened),
        LeadAssigned e when state.LeadOf(e.LeadId, happened, out var lead) is var slot =>
            state with { Leads = slot.Put(lead with { Advisor = History.Latest(lead.Advisor, e.Advisor, happened.Stamp) }) },
        LeadQualified e when state.LeadOf(e.LeadId, happened, out var lead) is var slot =>
            state with { Leads = slot.Put(lead with { Level = History.Last(lead.Level, e.Level, happened.Stamp) }) },
        LeadAppointmentMade e when state.LeadOf(e.LeadId, happened, out var lead) is var slot =>
            state with { Leads = slot.Put(lead with { Appointment = History.Last(lead.Appointment, e.At, happened.Stamp) }) },
        LeadLost e when state.LeadOf(e.LeadId, happened, out var lead) is var slot =>
            state with { Leads = slot.Put(lead with { Lost = History.Latest(lead.Lost, e.Reason, happened.Stamp) }) },
        LeadRecycled e when state.LeadOf(e.LeadId, happened, out var lead) is var slot =>
            state with { Leads = slot.Put(lead with { Recycled = History.Later(lead.Recycled, happened.Stamp) }) },
        LeadConverted e => state.WithConverted(e.LeadId, e.OrderId, happened),
        _ => state,
    };

    /// <summary>A lead became an order: the lead says so, or the order does.</summary>
    public static Customer WithConverted(this Customer state, string leadId, string orderId, LoggedEvent happened)
    {
        var slot = state.LeadOf(leadId, happened, out var lead);
        return state with { Leads = slot.Put(lead with { Converted = History.Latest(lead.Converted, orderId, happened.Stamp) }) };
    }

    public static Customer Overdue(this Customer state, LeadOverdue e, LoggedEvent happened)
    {
        var slot = state.LeadOf(e.LeadId, happened, out var lead);
        return state with { Leads = slot.Put(lead with { Overdue = History.Last(lead.Overdue, e.Due, happened.Stamp) }) };
    }

    private static Customer WithReceived(this Customer state, LeadReceived e, LoggedEvent happened)
    {
        var slot = state.LeadOf(e.LeadId, happened, out var lead);
        var asked = new LeadRequest(e.Channel, e.Interest, e.Provider, e.Make, e.Model, happened.Vin, e.PriceWish, e.TimeFrame);
        return state with
        {
            Leads = slot.Put(lead with
            {
                Received = History.Latest(lead.Received, asked, happened.Stamp),
                FirstReceived = History.Earlier(lead.FirstReceived, happened.Stamp),
            }),
        };
    }

    private static Customer WithContact(this Customer state, LeadContacted e, LoggedEvent happened)
    {
        var (slot, by) = (state.LeadOf(e.LeadId, happened, out var lead), happened.Stamp);
        var tried = lead with { FirstAttempt = History.Earlier(lead.FirstAttempt, by) };
        return state with
        {
            Leads = slot.Put(e.Reached == false ? tried : tried with
            {
                FirstContact = History.Earlier(lead.FirstContact, by),
                LastContact = History.Later(lead.LastContact, by),
            }),
        };
    }

    private static Slot<CustomerLead> LeadOf(this Customer state, string leadId, LoggedEvent happened, out CustomerLead lead)
    {
        var slot = new Slot<CustomerLead>(state.Leads, happened.Dealership, leadId);
        lead = slot.Item ?? new CustomerLead { LeadId = leadId, Dealership = happened.Dealership };
        return slot;
    }
}
