using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Customers;

/// <summary>
/// What decides the stage. It is gathered for every event: it compares stamps, makes few references, and takes from the
/// state before what the event has not changed.
/// </summary>
internal sealed class BuyingFacts
{
    private readonly PurchaseFacts purchases;
    private readonly OrderFacts orders;
    private readonly VisitFacts visits;

    private BuyingFacts(Customer customer, BuyingFacts? known)
    {
        purchases = PurchaseFacts.Of(customer, known?.purchases);
        orders = known is null ? OrderFacts.Of(customer) : known.orders.Next(customer);
        visits = known is null ? VisitFacts.Of(customer.Visits) : known.visits.Next(customer.Visits);
        LastLoss = purchases.LastUndone;
        if (orders.Cancelled is { } order && order.Cancelled!.By.CompareTo(LastLoss?.By) > 0)
        {
            LastLoss = EventReference.To<OrderCancelled>(order.Cancelled.By, order.Dealership);
        }

        AddLeads(customer);
        AddOffers(customer);
    }

    /// <summary>The latest order that the customer waits for.</summary>
    public EventReference? OpenOrder => orders.Open?.Evidence;

    public EventReference? LastPurchase => purchases.Last;

    public EventReference? PreviousPurchase => purchases.Previous;

    public EventReference? LastVisit => visits.Last?.Came;

    /// <summary>The latest interest after the latest purchase; an open lead goes before everything else.</summary>
    public EventReference? LastInterest { get; private set; }

    /// <summary>Whether <see cref="LastInterest"/> is an open lead: it counts even if another one was lost later.</summary>
    public bool InterestIsOpen { get; private set; }

    /// <summary>The latest qualified lead, test drive or quote; an open lead goes before everything else.</summary>
    public EventReference? LastOpportunity { get; private set; }

    public bool OpportunityIsOpen { get; private set; }

    public EventReference? LastLoss { get; private set; }

    /// <summary>The latest report that a vehicle is the customer's no longer.</summary>
    public EventReference? LastEnd => purchases.LastEnd;

    /// <inheritdoc cref="PurchaseFacts.HoldsNone"/>
    public bool HoldsNone => purchases.HoldsNone;

    /// <summary>The mean time between visits, within the bounds of <see cref="BuyingLoop"/>.</summary>
    public TimeSpan UsualInterval
    {
        get
        {
            if (visits.Came < 2)
            {
                return BuyingLoop.FirstInterval;
            }

            var mean = (visits.Last!.CameBy!.At - visits.First) / (visits.Came - 1);
            return mean < BuyingLoop.ShortestInterval ? BuyingLoop.ShortestInterval
                : mean > BuyingLoop.LongestInterval ? BuyingLoop.LongestInterval
                : mean;
        }
    }

    /// <param name="customer">The customer.</param>
    /// <param name="known">The facts of an earlier state of the customer; it only spares work.</param>
    public static BuyingFacts Of(Customer customer, BuyingFacts? known = null) => new(customer, known);

    private void AddLeads(Customer customer)
    {
        foreach (var lead in customer.Leads)
        {
            if (lead.Received is { Value.Interest: LeadInterest.Service })
            {
                continue;
            }

            var state = lead.State;
            if (state == LeadState.Lost)
            {
                LastLoss = Later(LastLoss, EventReference.To<LeadLost>(lead.Lost!.By, lead.Dealership));
            }
            else if (state != LeadState.Converted && lead.Began is { } began && IsNews(began))
            {
                var shown = state == LeadState.Qualified ? EventReference.To<LeadQualified>(lead.Level!.By, lead.Dealership) : began;
                Interested(shown, isOpen: true, isOpportunity: state == LeadState.Qualified);
            }
        }
    }

    private void AddOffers(Customer customer)
    {
        foreach (var drive in customer.TestDrives)
        {
            if (drive.State != TestDriveState.Cancelled)
            {
                Interested(drive.Booked is not null
                    ? EventReference.To<TestDriveBooked>(drive.Booked.By, drive.Dealership)
                    : drive.Completed is not null ? EventReference.To<TestDriveCompleted>(drive.Completed, drive.Dealership) : null);
            }
        }

        foreach (var quote in customer.Quotes)
        {
            Interested(quote.Issued is not null ? EventReference.To<QuoteIssued>(quote.Issued.By, quote.Dealership) : null);
        }
    }

    private void Interested(EventReference? shown, bool isOpen = false, bool isOpportunity = true)
    {
        if (shown is null || !IsNews(shown))
        {
            return;
        }

        (LastInterest, InterestIsOpen) = Weighed(LastInterest, InterestIsOpen, shown, isOpen);
        if (isOpportunity)
        {
            (LastOpportunity, OpportunityIsOpen) = Weighed(LastOpportunity, OpportunityIsOpen, shown, isOpen);
        }
    }

    private static (EventReference Interest, bool IsOpen) Weighed(EventReference? known, bool knownIsOpen, EventReference shown, bool isOpen) =>
        known is null || (isOpen && !knownIsOpen) ? (shown, isOpen)
        : isOpen == knownIsOpen ? (Later(known, shown), isOpen)
        : (known, knownIsOpen);

    private bool IsNews(EventReference shown) => shown.By.CompareTo(purchases.LastBy) > 0;

    private static EventReference Later(EventReference? one, EventReference other) =>
        one is null || one.By.CompareTo(other.By) < 0 ? other : one;
}
