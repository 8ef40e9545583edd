using System.Collections.Immutable;
using System.Globalization;
using AutoCrm.Actors.Cases;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Orders;

namespace AutoCrm.Actors.Customers;

/// <summary>The kinds of conflict that concern a customer.</summary>
public static class CustomerConflictKinds
{
    /// <summary>Another customer may be the same one.</summary>
    public const string DuplicateSuspected = "duplicate-suspected";

    /// <summary>A vehicle was handed over, and the order that it fulfils was never reported.</summary>
    public const string DeliveryWithoutOrder = "delivery-without-order";

    /// <summary>A vehicle was handed over for an order that was called off before.</summary>
    public const string DeliveryAfterCancellation = "delivery-after-cancellation";

    /// <summary>Two vehicles were handed over for one order.</summary>
    public const string OrderDeliveredTwice = "order-delivered-twice";

    /// <summary>A case was reopened long after its end.</summary>
    public const string CaseReopenedLate = "case-reopened-late";
}

/// <summary>What contradicts what among a customer's events. Pure; what somebody has decided is left out.</summary>
public static class CustomerConflicts
{
    /// <summary>The conflicts, in order of occurrence.</summary>
    /// <param name="customer">The customer.</param>
    /// <returns>The conflicts that nobody has decided.</returns>
    public static ImmutableArray<Conflict> Of(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        var conflicts = new List<Conflict>();
        AddDuplicates(conflicts, customer);
        AddDeliveries(conflicts, customer);
        AddCases(conflicts, customer);
        if (conflicts.Count == 0)
        {
            return [];
        }

        conflicts.RemoveAll(conflict => IsDecided(customer, conflict));
        conflicts.Sort(static (one, other) => one.At.UtcTicks != other.At.UtcTicks
            ? one.At.UtcTicks.CompareTo(other.At.UtcTicks)
            : string.CompareOrdinal(one.Id, other.Id));
        return [.. conflicts];
    }

    private static bool IsDecided(Customer customer, Conflict conflict)
    {
        if (customer.DecidedConflicts.IsEmpty)
        {
            return false;
        }

        var id = conflict.Id;
        foreach (var decided in customer.DecidedConflicts)
        {
            if (decided.Conflict == id)
            {
                return true;
            }
        }

        return false;
    }

    // Once one of the two is merged into the other, there is nothing to suspect.
    private static void AddDuplicates(List<Conflict> conflicts, Customer customer)
    {
        foreach (var duplicate in customer.Duplicates)
        {
            if (customer.Party.Into != duplicate.Other)
            {
                conflicts.Add(new Conflict(
                    CustomerConflictKinds.DuplicateSuspected, duplicate.By.At, $"May be the same customer as {duplicate.Other}.", [duplicate.By]));
            }
        }
    }

    private static void AddDeliveries(List<Conflict> conflicts, Customer customer)
    {
        for (var i = 0; i < customer.Deliveries.Length; i++)
        {
            var delivery = customer.Deliveries[i];
            if (customer.UndoneBy(delivery.By, delivery.OrderId, delivery.Vin, delivery.Dealership) is not null)
            {
                continue;
            }

            var order = OrderOf(customer, delivery);
            if (order?.Evidence is null)
            {
                conflicts.Add(Of(CustomerConflictKinds.DeliveryWithoutOrder, "Handed over without an order", delivery.By));
            }
            else if (order.IsCancelled && order.Cancelled!.By.CompareTo(delivery.By) < 0)
            {
                conflicts.Add(Of(
                    CustomerConflictKinds.DeliveryAfterCancellation, "Handed over after the order was called off", order.Cancelled.By, delivery.By));
            }

            if (EarlierOfOtherVehicle(customer, i) is { } earlier)
            {
                conflicts.Add(Of(CustomerConflictKinds.OrderDeliveredTwice, "A second vehicle was handed over for one order", earlier.By, delivery.By));
            }
        }
    }

    // A delivery that names no order is taken for one of the orders that its dealership had by then, if there is any.
    private static CustomerOrder? OrderOf(Customer customer, CustomerDelivery delivery)
    {
        if (delivery.OrderId is { } number)
        {
            return customer.Orders.Numbered(delivery.Dealership, number);
        }

        CustomerOrder? found = null;
        foreach (var order in customer.Orders)
        {
            if (order.Dealership == delivery.Dealership && order.Evidence?.By.At <= delivery.By.At)
            {
                found = found is null || found.IsCancelled ? order : found;
            }
        }

        return found;
    }

    private static CustomerDelivery? EarlierOfOtherVehicle(Customer customer, int at)
    {
        var delivery = customer.Deliveries[at];
        if (delivery.OrderId is null || delivery.Vin is null)
        {
            return null;
        }

        for (var i = 0; i < at; i++)
        {
            var earlier = customer.Deliveries[i];
            if (earlier.Vin is not null && earlier.Vin != delivery.Vin && earlier.OrderId == delivery.OrderId && earlier.Dealership == delivery.Dealership
                && customer.UndoneBy(earlier.By, earlier.OrderId, earlier.Vin, earlier.Dealership) is null)
            {
                return earlier;
            }
        }

        return null;
    }

    private static void AddCases(List<Conflict> conflicts, Customer customer)
    {
        foreach (var one in customer.Cases)
        {
            if (one.WasReopenedLate)
            {
                conflicts.Add(Of(
                    CustomerConflictKinds.CaseReopenedLate,
                    string.Create(CultureInfo.InvariantCulture, $"Reopened more than {CustomerCase.Reopening.TotalDays} days after its end"),
                    one.Reopened!));
            }
        }
    }

    private static Conflict Of(string kind, string what, params ReadOnlySpan<EventStamp> events) => new(
        kind, events[^1].At, string.Create(CultureInfo.InvariantCulture, $"{what} on {events[^1].At:yyyy-MM-dd}."), [.. events]);
}
