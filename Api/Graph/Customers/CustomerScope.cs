using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Api.Graph.Customers;

/// <summary>
/// A customer as far as a caller may see it: headquarters everything, a dealership what the customer did with it, and of
/// what the customer did with others the vehicles and the workshop's technical facts alone. Whatever is computed of the
/// result can then tell no more than that.
/// </summary>
internal static class CustomerScope
{
    public static Customer SeenBy(this Customer customer, Caller caller) => caller.Role == CallerRole.Headquarters ? customer : customer with
    {
        Dealerships = customer.Dealerships.RemoveAll(code => !caller.MayActFor(code)),
        Numbers = customer.Numbers.RemoveAll(one => !caller.MayActFor(one.Dealership)),
        Profile = caller.MayActFor(customer.Profile.PreferredDealership?.Value) ? customer.Profile : customer.Profile with { PreferredDealership = null },
        Leads = customer.Leads.RemoveAll(lead => !caller.MayActFor(lead.Dealership)),
        TestDrives = customer.TestDrives.RemoveAll(drive => !caller.MayActFor(drive.Dealership)),
        Quotes = customer.Quotes.RemoveAll(quote => !caller.MayActFor(quote.Dealership)),
        Appraisals = customer.Appraisals.RemoveAll(appraisal => !caller.MayActFor(appraisal.Dealership)),
        TradeIns = customer.TradeIns.RemoveAll(tradeIn => !caller.MayActFor(tradeIn.Dealership)),
        Orders = customer.Orders.RemoveAll(order => !caller.MayActFor(order.Dealership)),
        Deliveries = customer.Deliveries.RemoveAll(delivery => !caller.MayActFor(delivery.Dealership)),
        DeliveryReports = [.. customer.DeliveryReports.Select(report => caller.MayActFor(report.Dealership) ? report : Technical(report))],
        Appointments = customer.Appointments.RemoveAll(appointment => !caller.MayActFor(appointment.Dealership)),
        Visits = [.. customer.Visits.Select(visit => caller.MayActFor(visit.Dealership) ? visit : Technical(visit))],
        Cases = customer.Cases.RemoveAll(one => !caller.MayActFor(one.Dealership)),
        Surveys = customer.Surveys.RemoveAll(answer => !caller.MayActFor(answer.Dealership)),
        Interactions = customer.Interactions.RemoveAll(interaction => !caller.MayActFor(interaction.Dealership)),
        Consents = [.. customer.Consents.Select(consent => consent with { Source = null })],
        // Who else knows the customer, and by what, is told to nobody but headquarters.
        Duplicates = [],
    };

    private static DeliveryReport Technical(DeliveryReport report) => report with { Reason = null, OrderId = null };

    private static CustomerVisit Technical(CustomerVisit visit) => new()
    {
        RepairOrder = visit.RepairOrder,
        Vin = visit.Vin,
        CheckedIn = visit.CheckedIn is { } checkedIn ? new(new CheckIn(null, null, null), checkedIn.By) : null,
        Started = visit.Started,
        Milestone = visit.Milestone,
        Completed = visit.Completed is { } completed ? new(new Cost(null), completed.By) : null,
        Finished = visit.Finished,
        Ready = visit.Ready,
        Closed = visit.Closed is { } closed ? new(new Cost(null), closed.By) : null,
    };
}
