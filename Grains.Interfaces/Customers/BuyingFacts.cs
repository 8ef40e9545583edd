using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Customers;

/// <summary>What decides the stage, gathered in one pass over the state. It runs for every event, so it makes nothing but the references.</summary>
internal sealed class BuyingFacts
{
    private readonly Customer customer;
    private DateTimeOffset firstVisit = DateTimeOffset.MaxValue;
    private int visits;
    private bool holdsOne;

    private BuyingFacts(Customer customer) => this.customer = customer;

    /// <summary>The latest order that the customer waits for.</summary>
    public EventReference? OpenOrder { get; private set; }

    public EventReference? LastPurchase { get; private set; }

    public EventReference? PreviousPurchase { get; private set; }

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
                    Bought(mark.Reference);
                }
                else if (!mark.Begins && held is not null && mark.Role is null or OwnershipRole.Owner or OwnershipRole.Lessee)
                {
                    held = null;
                    LastEnd = Later(LastEnd, mark.Reference);
                }
            }

            holdsOne |= held is not null;
        }
    }

    private bool IsUndone(CustomerVehicle vehicle, OwnershipMark mark) =>
        mark.Kind == OwnershipMarkKind.Delivered && customer.UndoneBy(mark.By, mark.OrderId, vehicle.Vin, mark.Dealership) is not null;

    // A handover with a VIN stands among the vehicles. One without is known by its order, if it names one.
    private void AddDeliveries()
    {
        CustomerDelivery? last = null;
        foreach (var delivery in customer.Deliveries)
        {
            if (customer.UndoneBy(delivery.By, delivery.OrderId, delivery.Vin, delivery.Dealership) is { } undone)
            {
                LastLoss = Later(LastLoss, EventReference.To<SaleReversed>(undone.By, undone.Dealership));
            }
            else if (delivery.Vin is null && (last is null || !delivery.IsSameAs(last)) && !IsKnownByItsOrder(delivery))
            {
                last = delivery;
                holdsOne = true;
                Bought(EventReference.To<VehicleDelivered>(delivery.By, delivery.Dealership));
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
        foreach (var order in customer.Orders)
        {
            if (order.IsCancelled && order.Delivered is null)
            {
                LastLoss = Later(LastLoss, EventReference.To<OrderCancelled>(order.Cancelled!.By, order.Dealership));
            }
            else if (order.Delivered is null && order.Evidence is { } evidence && !IsAnswered(order, evidence))
            {
                OpenOrder = Later(OpenOrder, evidence);
            }
        }
    }

    // A handover that names no order answers those of its vehicle, and else those of its dealership placed before it.
    private bool IsAnswered(CustomerOrder order, EventReference evidence)
    {
        foreach (var delivery in customer.Deliveries)
        {
            if (delivery.OrderId is null
                && (delivery.Vin is not null && order.Vin is not null
                    ? delivery.Vin == order.Vin
                    : delivery.Dealership == order.Dealership && delivery.By.CompareTo(evidence.By) > 0))
            {
                return true;
            }
        }

        return false;
    }

    private void AddVisits()
    {
        foreach (var visit in customer.Visits)
        {
            if (visit.Came is { } came)
            {
                visits++;
                firstVisit = came.By.At < firstVisit ? came.By.At : firstVisit;
                LastVisit = Later(LastVisit, came);
            }
        }
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

    private bool IsNews(EventReference shown) => shown.By.CompareTo(LastPurchase?.By) > 0;

    private void Bought(EventReference purchase)
    {
        if (LastPurchase is null || LastPurchase.By.CompareTo(purchase.By) < 0)
        {
            (PreviousPurchase, LastPurchase) = (LastPurchase, purchase);
        }
        else
        {
            PreviousPurchase = Later(PreviousPurchase, purchase);
        }
    }

    private static EventReference Later(EventReference? one, EventReference other) =>
        one is null || one.By.CompareTo(other.By) < 0 ? other : one;
}
