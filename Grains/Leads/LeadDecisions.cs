using AutoCrm.Actors.Commands;
using AutoCrm.Actors.Grains.Commands;
using AutoCrm.Actors.Leads;

namespace AutoCrm.Actors.Grains.Leads;

/// <summary>What may be asked about a customer's leads. Pure.</summary>
internal static class LeadDecisions
{
    public static Rejection? Receive(CustomerAsk ask, LeadReceived e) =>
        ask.Customer.Leads.Numbered(ask.Dealership, e.LeadId) is null ? null : Refusal.Taken("leadId");

    /// <summary>Refuses what needs an open lead of the dealership, where the number is of none.</summary>
    public static Rejection? Open(CustomerAsk ask, string? leadId) => leadId is null ? null : ask.Customer.Leads.Numbered(ask.Dealership, leadId) switch
    {
        null => Refusal.Of(CommandRejections.UnknownLead, "The dealership has no such lead of the customer.", "leadId"),
        { IsOpen: false } => Refusal.Of(CommandRejections.LeadEnded, "The lead was lost or became an order.", "leadId"),
        _ => null,
    };
}
