using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;

namespace AutoCrm.Actors.Grains.Dealerships;

/// <summary>How events change a dealership's leads.</summary>
internal static class LeadFold
{
    public static DealershipBook Apply(DealershipBook book, LoggedEvent happened)
    {
        var by = happened.Stamp;
        return happened.Payload switch
        {
            LeadReceived e => book.Note(e.LeadId, by, lead => lead with { Received = History.Last(lead.Received, OriginOf(e, happened), by) }),
            LeadAssigned e => book.Note(e.LeadId, by, lead => lead with { Assigned = History.Last(lead.Assigned, e.Advisor, by) }),
            LeadContacted { Reached: false } e => book.Note(e.LeadId, by, lead => lead with { Tried = History.Later(lead.Tried, by) }),
            LeadContacted e => book.Note(e.LeadId, by, lead => lead with { Contacted = History.Later(lead.Contacted, by) }),
            LeadQualified e => book.Note(e.LeadId, by, lead => lead with { Qualified = History.Last(lead.Qualified, e.Level, by) }),
            LeadAppointmentMade e => book.Note(e.LeadId, by, lead => lead with { Appointment = History.Last(lead.Appointment, e.At, by) }),
            LeadRecycled e => book.Note(
                e.LeadId, by, lead => lead with { Recycled = History.Last(lead.Recycled, happened.Customer ?? string.Empty, by) }),
            LeadOverdue e => book.Note(e.LeadId, by, lead => lead with { Overdue = History.Last(lead.Overdue, e.Due, by) }),
            LeadLost e => book.Close(e.LeadId, by),
            LeadConverted e => book.Close(e.LeadId, by),
            _ => book,
        };
    }

    private static LeadOrigin OriginOf(LeadReceived e, LoggedEvent happened) =>
        new(happened.Customer, e.Channel, e.Interest, e.Provider, e.Model, happened.Vin);

    private static DealershipBook Note(this DealershipBook book, string id, EventStamp by, Func<LeadProcess, LeadProcess> change) =>
        book.WithLeads(book.Leads.Note(id, by.At.UtcTicks, book.Horizon(DealershipBook.Short), change), id);

    private static DealershipBook Close(this DealershipBook book, string id, EventStamp by) =>
        book.WithLeads(book.Leads.Close(id, by.At.UtcTicks, book.Horizon(DealershipBook.Short)), id);
}
