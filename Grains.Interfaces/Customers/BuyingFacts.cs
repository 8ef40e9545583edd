using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Service;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Customers;

/// <summary>What decides the stage, gathered in one pass. It runs for every event: it compares stamps and makes few references.</summary>
internal sealed class BuyingFacts
{
    private readonly Customer customer;
    private readonly bool anyUndone;
    private readonly List<CustomerDelivery>? withoutOrder;
    private Purchase lastPurchase;
    private Purchase previousPurchase;
    private DateTimeOffset firstVisit = DateTimeOffset.MaxValue;
    private int visits;
    private bool holdsOne;

    private BuyingFacts(Customer customer)
    {
        this.customer = customer;
        anyUndone = customer.DeliveryReports.Any(static report => report.Kind == DeliveryReportKind.Reversed);
        foreach (var delivery in customer.Deliveries)
        {
            if (delivery.OrderId is null)
            {
                (withoutOrder ??= []).Add(delivery);
            }
        }
    }

    /// <summary>The latest order that the customer waits for.</summary>
    public EventReference? OpenOrder { get; private set; }

    public EventReference? LastPurchase => lastPurchase.Reference;

    public EventReference? PreviousPurchase => previousPurchase.Reference;

    public EventReference? LastVisit { get; private set; }

    /// <summary>The latest interest after the latest purchase; an open lead goes before everything else.</summary>
    public EventReference? LastInterest { get; private set; }

    /// <summary>Whether <see cref="LastInterest"/> is an open lead: it counts even if another one was lost later.</summary>
    public bool InterestIsOpen { get; private set; }

    /// <summary>The latest qualified lead, test drive or quote; an open lead goes before everything else.</summary>
    public EventReference? LastOpportunity { get; private set; }

    public bool OpportunityIsOpen { get; private set; }

    public EventReference? LastLoss { get; private set; }

    /// <summary>The latest report that a vehicle is the customer's no longer.</summary>
    public EventReference? LastEnd { get; private set; }

    /// <summary>Whether every vehicle that the customer had is theirs no longer.</summary>
    public bool HoldsNone => LastEnd is not null && !holdsOne;

    /// <summary>The mean time between visits, within the bounds of <see cref="BuyingLoop"/>.</summary>
    public TimeSpan UsualInterval
    {
        get
        {
            if (visits < 2)
            {
                return BuyingLoop.FirstInterval;
            }

            var mean = (LastVisit!.By.At - firstVisit) / (visits - 1);
            return mean < BuyingLoop.ShortestInterval ? BuyingLoop.ShortestInterval
                : mean > BuyingLoop.LongestInterval ? BuyingLoop.LongestInterval
                : mean;
        }
    }

    public static BuyingFacts Of(Customer customer)
    {
        var facts = new BuyingFacts(customer);
        facts.AddVehicles();
        facts.AddDeliveries();
        facts.AddOrders();
        facts.AddVisits();
        facts.AddLeads();
        facts.AddOffers();
        return facts;
    }

    // What was handed over, or registered for its owner or lessee without a handover, is bought.
    private void AddVehicles()
    {
        foreach (var vehicle in customer.Vehicles)
        {
            OwnershipMark? held = null;
            foreach (var mark in vehicle.Marks)
            {
                if (mark.Begins && held is null && mark.Role is OwnershipRole.Owner or OwnershipRole.Lessee && !IsUndone(vehicle, mark))
                {
                    held = mark;
                    Bought(new Purchase(mark.By, mark, null));
                }
                else if (!mark.Begins && held is not null && mark.Role is null or OwnershipRole.Owner or OwnershipRole.Lessee)
                {
                    held = null;
                    LastEnd = IsLater(mark.By, LastEnd) ? mark.Reference : LastEnd;
                }
            }

            holdsOne |= held is not null;
        }
    }

    private bool IsUndone(CustomerVehicle vehicle, OwnershipMark mark) =>
        anyUndone && mark.Kind == OwnershipMarkKind.Delivered && customer.UndoneBy(mark.By, mark.OrderId, vehicle.Vin, mark.Dealership) is not null;

    // A handover with a VIN stands among the vehicles. One without is known by its order, if it names one.
    private void AddDeliveries()
    {
        CustomerDelivery? last = null;
        foreach (var delivery in customer.Deliveries)
        {
            if (anyUndone && customer.UndoneBy(delivery.By, delivery.OrderId, delivery.Vin, delivery.Dealership) is { } undone)
            {
                LastLoss = Later(LastLoss, EventReference.To<SaleReversed>(undone.By, undone.Dealership));
            }
            else if (delivery.Vin is null && (last is null || !delivery.IsSameAs(last)) && !IsKnownByItsOrder(delivery))
            {
                last = delivery;
                holdsOne = true;
                Bought(new Purchase(delivery.By, null, delivery));
            }
        }
    }

    private bool IsKnownByItsOrder(CustomerDelivery delivery)
    {
        if (delivery.OrderId is null)
        {
            return false;
        }

        foreach (var other in customer.Deliveries)
        {
            if (other.Vin is not null && other.IsSameAs(delivery))
            {
                return true;
            }
        }

        return false;
    }

    private void AddOrders()
    {
        for (var n = customer.Orders.Length - 1; n >= 0; n--)
        {
            var order = customer.Orders[n];
            if (order.Delivered is not null)
            {
                continue;
            }

            if (order.IsCancelled)
            {
                LastLoss = IsLater(order.Cancelled!.By, LastLoss) ? EventReference.To<OrderCancelled>(order.Cancelled.By, order.Dealership) : LastLoss;
            }
            else if (order.EvidenceBy is { } evidence && IsLater(evidence, OpenOrder) && !IsAnswered(order, evidence))
            {
                OpenOrder = order.Evidence;
            }
        }
    }

    // A handover that names no order answers those of its vehicle, and else those of its dealership placed before it.
    private bool IsAnswered(CustomerOrder order, EventStamp evidence)
    {
        if (withoutOrder is null)
        {
            return false;
        }

        foreach (var delivery in withoutOrder)
        {
            if (delivery.Vin is not null && order.Vin is not null
                ? delivery.Vin == order.Vin
                : delivery.Dealership == order.Dealership && delivery.By.CompareTo(evidence) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void AddVisits()
    {
        CustomerVisit? last = null;
        EventStamp? lastCame = null;
        foreach (var visit in customer.Visits)
        {
            if (visit.CameBy is { } came)
            {
                visits++;
                firstVisit = came.At < firstVisit ? came.At : firstVisit;
                if (came.CompareTo(lastCame) > 0)
                {
                    (last, lastCame) = (visit, came);
                }
            }
        }

        LastVisit = last?.Came;
    }

    private void AddLeads()
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

    private void AddOffers()
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

    private bool IsNews(EventReference shown) => shown.By.CompareTo(lastPurchase.By) > 0;

    private void Bought(Purchase purchase)
    {
        if (purchase.By!.CompareTo(lastPurchase.By) > 0)
        {
            (previousPurchase, lastPurchase) = (lastPurchase, purchase);
        }
        else if (purchase.By.CompareTo(previousPurchase.By) > 0)
        {
            previousPurchase = purchase;
        }
    }

    private static bool IsLater(EventStamp one, EventReference? other) => one.CompareTo(other?.By) > 0;

    private static EventReference Later(EventReference? one, EventReference other) =>
        one is null || one.By.CompareTo(other.By) < 0 ? other : one;

    private readonly record struct Purchase(EventStamp? By, OwnershipMark? Mark, CustomerDelivery? Delivery)
    {
        public EventReference? Reference => Mark?.Reference
            ?? (Delivery is null ? null : EventReference.To<VehicleDelivered>(Delivery.By, Delivery.Dealership));
    }
}
