using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;

namespace AutoCrm.Actors.Customers;

/// <summary>
/// The next best action: a pure function of a customer and an instant. Kinds are tried in their order, the first that
/// fits wins; of several things of one kind, the one that has waited longest. For a party that is not active there is
/// none. What the customer did not ask for needs a consent: without one it is passed by.
/// </summary>
public static class NextBestActions
{
    /// <summary>For how long after a bad answer to a survey the customer is to be called.</summary>
    public static readonly TimeSpan DetractorTime = TimeSpan.FromDays(90);

    /// <summary>For how long after an interest an offer is worth while.</summary>
    public static readonly TimeSpan OfferTime = TimeSpan.FromDays(60);

    /// <summary>How long before its end an offer is followed up.</summary>
    public static readonly TimeSpan FollowUpTime = TimeSpan.FromDays(7);

    /// <summary>For how long after a no-show a new appointment is offered.</summary>
    public static readonly TimeSpan RebookTime = TimeSpan.FromDays(60);

    /// <summary>When a new owner is asked, at the earliest and at the latest after the delivery.</summary>
    public static readonly TimeSpan AskFrom = TimeSpan.FromDays(7), AskUntil = TimeSpan.FromDays(90);

    /// <summary>The next best action at an instant.</summary>
    /// <param name="customer">The customer, as far as whoever asks may see it.</param>
    /// <param name="instant">The instant.</param>
    /// <returns>The action; null if there is nothing to do.</returns>
    public static NextBestAction? At(Customer customer, DateTimeOffset instant)
    {
        ArgumentNullException.ThrowIfNull(customer);
        if (customer.Party.State != PartyState.Active)
        {
            return null;
        }

        var best = new Best();
        AddCases(best, customer);
        AddLeads(best, customer, instant);
        AddVisits(best, customer, instant);
        AddOrders(best, customer, instant);
        AddOffers(best, customer, instant);
        AddAttitude(best, customer, instant);
        AddStage(best, customer, instant);
        return best.Action;
    }

    private static void AddCases(Best best, Customer customer)
    {
        foreach (var one in customer.Cases)
        {
            if (one.IsOpen && (one.Reopened ?? one.FirstOpened) is { } opened)
            {
                var isAnswered = one.LastResponse?.CompareTo(one.Reopened) > 0;
                best.Add(isAnswered ? NextBestActionKind.ResolveCase : NextBestActionKind.AnswerCase, one.Dealership, one.CaseId, opened.At);
            }
        }
    }

    private static void AddLeads(Best best, Customer customer, DateTimeOffset instant)
    {
        foreach (var lead in customer.Leads)
        {
            if (!lead.IsOpen || lead.Began is not { } began)
            {
                continue;
            }

            if (lead.FirstAttempt is null || lead.State == LeadState.Recycled)
            {
                best.Add(NextBestActionKind.ContactLead, lead.Dealership, lead.LeadId, began.By.At);
            }
            else if (lead.State == LeadState.Contacted)
            {
                best.Add(NextBestActionKind.QualifyLead, lead.Dealership, lead.LeadId, lead.LastContact!.At);
            }
            else if (lead.State == LeadState.Qualified && IsWithin(lead.Level!.By.At, instant, OfferTime) && !HasQuoteSince(customer, lead.Dealership, lead.Level.By))
            {
                best.Add(NextBestActionKind.MakeOffer, lead.Dealership, lead.LeadId, lead.Level.By.At);
            }
        }
    }

    private static void AddVisits(Best best, Customer customer, DateTimeOffset instant)
    {
        foreach (var visit in customer.Visits)
        {
            if (visit is { Ready: { } ready, Closed: null })
            {
                best.Add(NextBestActionKind.HandOutVehicle, visit.Dealership, visit.RepairOrder, ready.At);
            }
            else if (visit is { Estimate: { } estimate, State: not ServiceState.Fulfilled } && estimate.By.CompareTo(visit.Approved?.By) > 0)
            {
                best.Add(NextBestActionKind.AskForApproval, visit.Dealership, visit.RepairOrder, estimate.By.At);
            }
        }

        foreach (var appointment in customer.Appointments)
        {
            if (appointment.StateWith(null) == ServiceState.NoShow && IsWithin(appointment.NoShow!.At, instant, RebookTime)
                && !HasComeSince(customer, appointment.NoShow))
            {
                best.Add(NextBestActionKind.RebookService, appointment.Dealership, appointment.AppointmentId, appointment.NoShow.At);
            }
        }
    }

    private static void AddOrders(Best best, Customer customer, DateTimeOffset instant)
    {
        foreach (var order in customer.Orders)
        {
            var state = OrderProgress.Of(customer, order).State;
            if (state < OrderState.Delivered && order.Promised is { } promised && promised < instant)
            {
                best.Add(NextBestActionKind.ExplainDelay, order.Dealership, order.OrderId, promised);
            }

            if (state is OrderState.Delivered or OrderState.Reported && order.Contract?.Value.Until is { } end
                && instant < end && instant >= order.EndingFrom)
            {
                best.Add(NextBestActionKind.OfferReplacement, order.Dealership, order.OrderId, end, customer, ConsentPurpose.Marketing);
            }
        }
    }

    private static void AddOffers(Best best, Customer customer, DateTimeOffset instant)
    {
        foreach (var drive in customer.TestDrives)
        {
            if (drive is { State: TestDriveState.Completed, Completed: { } driven } && IsWithin(driven.At, instant, OfferTime)
                && !HasQuoteSince(customer, drive.Dealership, driven) && !HasOrderSince(customer, driven))
            {
                best.Add(NextBestActionKind.MakeOffer, drive.Dealership, drive.TestDriveId, driven.At);
            }
        }

        foreach (var quote in customer.Quotes)
        {
            if (quote.Issued is { Value.ValidUntil: { } until, By: var issued } && quote.StateAt(instant) == QuoteState.Open
                && until - instant <= FollowUpTime && !HasOrderSince(customer, issued))
            {
                best.Add(NextBestActionKind.FollowUpOffer, quote.Dealership, quote.QuoteId, issued.At);
            }
        }
    }

    private static void AddAttitude(Best best, Customer customer, DateTimeOffset instant)
    {
        if (customer.Satisfaction(SurveyKind.Nps) is { Attitude: Attitude.Detractor, Latest: var answer }
            && IsWithin(answer.By.At, instant, DetractorTime) && !HasSpokenSince(customer, answer.By))
        {
            best.Add(NextBestActionKind.CallDetractor, answer.Dealership, answer.Survey, answer.By.At);
        }
    }

    private static void AddStage(Best best, Customer customer, DateTimeOffset instant)
    {
        var standing = BuyingLoop.At(customer, instant);
        if (standing.Stage == CustomerStage.Defecting)
        {
            best.Add(NextBestActionKind.WinBack, standing.Why[^1].Dealership, null, standing.DefectsAt!.Value, customer, ConsentPurpose.Marketing);
        }
        else if (standing is { Stage: CustomerStage.OwnerNew or CustomerStage.Repurchased, Why: [.., var bought] }
            && instant - bought.By.At >= AskFrom && instant - bought.By.At < AskUntil
            && (customer.Surveys.IsEmpty || customer.Surveys[^1].By.CompareTo(bought.By) < 0))
        {
            best.Add(NextBestActionKind.AskSatisfaction, bought.Dealership, null, bought.By.At, customer, ConsentPurpose.Survey);
        }
    }

    private static bool IsWithin(DateTimeOffset since, DateTimeOffset instant, TimeSpan time) => since <= instant && instant - since < time;

    private static bool HasQuoteSince(Customer customer, string? dealership, EventStamp since)
    {
        foreach (var quote in customer.Quotes)
        {
            if (quote.Dealership == dealership && quote.Issued?.By.CompareTo(since) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasOrderSince(Customer customer, EventStamp since)
    {
        foreach (var order in customer.Orders)
        {
            if (order.Evidence?.By.CompareTo(since) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasComeSince(Customer customer, EventStamp since)
    {
        foreach (var visit in customer.Visits)
        {
            if (visit.Came?.By.CompareTo(since) > 0)
            {
                return true;
            }
        }

        foreach (var appointment in customer.Appointments)
        {
            if (appointment.Booked?.By.CompareTo(since) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasSpokenSince(Customer customer, EventStamp since)
    {
        foreach (var interaction in customer.Interactions)
        {
            if (interaction.Direction == InteractionDirection.Outbound && interaction.By.CompareTo(since) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Best
    {
        public NextBestAction? Action { get; private set; }

        public void Add(
            NextBestActionKind kind, string? dealership, string? about, DateTimeOffset since, Customer? customer = null, ConsentPurpose purpose = default)
        {
            if (Action is not null && (Action.Kind < kind || (Action.Kind == kind && Action.Since <= since)))
            {
                return;
            }

            var channel = customer?.ChannelFor(purpose);
            if (customer is null || channel is not null)
            {
                Action = new NextBestAction(kind, dealership, about, since, channel);
            }
        }
    }
}
