using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Customers;

/// <summary>What a customer bought, gave back or returned, and how that bears on the stage.</summary>
internal sealed class PurchaseFacts
{
    private readonly ImmutableArray<CustomerVehicle> vehicles;
    private readonly ImmutableArray<CustomerDelivery> deliveries;
    private readonly ImmutableArray<DeliveryReport> reports;
    private readonly bool anyUndone;
    private Purchase last;
    private Purchase previous;
    private bool holdsOne;

    private PurchaseFacts(Customer customer)
    {
        (vehicles, deliveries, reports) = (customer.Vehicles, customer.Deliveries, customer.DeliveryReports);
        foreach (var report in reports)
        {
            anyUndone |= report.Kind == DeliveryReportKind.Reversed;
        }

        AddVehicles(customer);
        AddDeliveries(customer);
    }

    public EventReference? Last => last.Reference;

    public EventStamp? LastBy => last.By;

    public EventReference? Previous => previous.Reference;

    /// <summary>The latest report that a vehicle is the customer's no longer.</summary>
    public EventReference? LastEnd { get; private set; }

    /// <summary>The latest report that undid a purchase.</summary>
    public EventReference? LastUndone { get; private set; }

    /// <summary>Whether every vehicle that the customer had is theirs no longer.</summary>
    public bool HoldsNone => LastEnd is not null && !holdsOne;

    /// <param name="customer">The customer.</param>
    /// <param name="known">The facts of the state before, which are told again if nothing that decides them has changed.</param>
    public static PurchaseFacts Of(Customer customer, PurchaseFacts? known) =>
        known is not null && known.vehicles == customer.Vehicles && known.deliveries == customer.Deliveries && known.reports == customer.DeliveryReports
            ? known
            : new PurchaseFacts(customer);

    // What was handed over, or registered for its owner or lessee without a handover, is bought.
    private void AddVehicles(Customer customer)
    {
        foreach (var vehicle in vehicles)
        {
            OwnershipMark? held = null;
            foreach (var mark in vehicle.Marks)
            {
                if (mark.Begins && held is null && mark.Role is OwnershipRole.Owner or OwnershipRole.Lessee && !IsUndone(customer, vehicle, mark))
                {
                    held = mark;
                    Bought(new Purchase(mark.By, mark, null));
                }
                else if (!mark.Begins && held is not null && mark.Role is null or OwnershipRole.Owner or OwnershipRole.Lessee)
                {
                    held = null;
                    LastEnd = mark.By.CompareTo(LastEnd?.By) > 0 ? mark.Reference : LastEnd;
                }
            }

            holdsOne |= held is not null;
        }
    }

    private bool IsUndone(Customer customer, CustomerVehicle vehicle, OwnershipMark mark) =>
        anyUndone && mark.Kind == OwnershipMarkKind.Delivered && customer.UndoneBy(mark.By, mark.OrderId, vehicle.Vin, mark.Dealership) is not null;

    // A handover with a VIN stands among the vehicles. One without is known by its order, if it names one.
    private void AddDeliveries(Customer customer)
    {
        CustomerDelivery? counted = null;
        foreach (var delivery in deliveries)
        {
            if (anyUndone && customer.UndoneBy(delivery.By, delivery.OrderId, delivery.Vin, delivery.Dealership) is { } undone)
            {
                LastUndone = undone.By.CompareTo(LastUndone?.By) > 0 ? EventReference.To<SaleReversed>(undone.By, undone.Dealership) : LastUndone;
            }
            else if (delivery.Vin is null && (counted is null || !delivery.IsSameAs(counted)) && !IsKnownByItsOrder(delivery))
            {
                counted = delivery;
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

        foreach (var other in deliveries)
        {
            if (other.Vin is not null && other.IsSameAs(delivery))
            {
                return true;
            }
        }

        return false;
    }

    private void Bought(Purchase purchase)
    {
        if (purchase.By!.CompareTo(last.By) > 0)
        {
            (previous, last) = (last, purchase);
        }
        else if (purchase.By.CompareTo(previous.By) > 0)
        {
            previous = purchase;
        }
    }

    private readonly record struct Purchase(EventStamp? By, OwnershipMark? Mark, CustomerDelivery? Delivery)
    {
        public EventReference? Reference => Mark?.Reference
            ?? (Delivery is null ? null : EventReference.To<VehicleDelivered>(Delivery.By, Delivery.Dealership));
    }
}
