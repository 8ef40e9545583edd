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
    /// <summary>So many deliveries are compared each with each.</summary>
    private const int FewDeliveries = 8;

    /// <summary>The conflicts, in order of occurrence.</summary>
    /// <param name="customer">The customer.</param>
    /// <returns>The conflicts that nobody has decided.</returns>
    public static ImmutableArray<Conflict> Of(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        var findings = Findings(customer);
        if (findings.Count == 0)
        {
            return [];
        }

        var conflicts = findings.ConvertAll(static finding => finding.Conflict());
        conflicts.RemoveAll(conflict => IsDecided(customer, conflict));
        conflicts.Sort(static (one, other) => one.At.UtcTicks != other.At.UtcTicks
            ? one.At.UtcTicks.CompareTo(other.At.UtcTicks)
            : string.CompareOrdinal(one.Id, other.Id));
        return [.. conflicts];
    }

    /// <summary>How many conflicts there are.</summary>
    /// <param name="customer">The customer.</param>
    /// <returns>The number of those that nobody has decided.</returns>
    public static int Count(Customer customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        return customer.DecidedConflicts.IsEmpty ? Findings(customer).Count : Of(customer).Length;
    }

    /// <summary>How many conflicts there are, where it is known how many there were.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="before">An earlier state of the customer.</param>
    /// <param name="known">How many there were then.</param>
    /// <returns>The number of those that nobody has decided.</returns>
    internal static int Count(Customer customer, Customer before, int known)
    {
        if (!customer.DecidedConflicts.IsEmpty || !before.DecidedConflicts.IsEmpty || before.DeliveryReports != customer.DeliveryReports
            || before.Cases != customer.Cases || before.Duplicates != customer.Duplicates || !ReferenceEquals(before.Party, customer.Party)
            || before.Aliases != customer.Aliases
            || !JudgeAlike(before, customer))
        {
            return Count(customer);
        }

        if (before.Deliveries == customer.Deliveries)
        {
            return known;
        }

        // A handover is held against what was before it, so that one after all others changes nothing for them.
        if (!ListChange.IsOne(before.Deliveries, customer.Deliveries, out var was, out var now) || was is not null
            || !ReferenceEquals(now, customer.Deliveries[^1]))
        {
            return Count(customer);
        }

        var findings = new List<Finding>();
        AddDelivery(findings, customer, customer.Deliveries.Length - 1, isFirst: false);
        return known + findings.Count;
    }

    /// <summary>Whether two states hold the same of all that decides the conflicts, so that those are the same too.</summary>
    /// <param name="one">One state.</param>
    /// <param name="other">Another state of the same customer.</param>
    /// <returns>False also where it cannot be told at a glance.</returns>
    public static bool AreDecidedAlike(Customer one, Customer other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        return one.Orders == other.Orders && one.Deliveries == other.Deliveries && one.DeliveryReports == other.DeliveryReports
            && one.Cases == other.Cases && one.Duplicates == other.Duplicates && one.DecidedConflicts == other.DecidedConflicts
            && ReferenceEquals(one.Party, other.Party) && one.Aliases == other.Aliases;
    }

    // Whether the orders say the same of the handovers that were known.
    private static bool JudgeAlike(Customer before, Customer after)
    {
        if (before.Orders == after.Orders)
        {
            return true;
        }

        if (!ListChange.IsOne(before.Orders, after.Orders, out var was, out var now))
        {
            return false;
        }

        if (was is null ? now!.EvidenceBy is null
            : ReferenceEquals(was.EvidenceBy, now!.EvidenceBy) && ReferenceEquals(was.Placed, now.Placed) && ReferenceEquals(was.Cancelled, now.Cancelled)
                && was.Vin == now.Vin)
        {
            return true;
        }

        foreach (var delivery in before.Deliveries)
        {
            if ((delivery.OrderId is null || delivery.OrderId == now.OrderId) && delivery.Dealership == now.Dealership)
            {
                return false;
            }
        }

        return true;
    }

    private static List<Finding> Findings(Customer customer)
    {
        var findings = new List<Finding>();
        AddDuplicates(findings, customer);
        AddDeliveries(findings, customer);
        AddCases(findings, customer);
        return findings;
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
    private static void AddDuplicates(List<Finding> findings, Customer customer)
    {
        foreach (var duplicate in customer.Duplicates)
        {
            if (customer.Party.Into != duplicate.Other && !customer.Aliases.Contains(duplicate.Other) && duplicate.Other != customer.Id)
            {
                findings.Add(new Finding(CustomerConflictKinds.DuplicateSuspected, null, duplicate.By, duplicate.Other));
            }
        }
    }

    private static void AddDeliveries(List<Finding> findings, Customer customer)
    {
        var seen = customer.Deliveries.Length > FewDeliveries ? new HashSet<(string? Dealership, string? OrderId)>() : null;
        for (var i = 0; i < customer.Deliveries.Length; i++)
        {
            var delivery = customer.Deliveries[i];
            var isFirst = seen?.Add((delivery.Dealership, delivery.OrderId)) ?? false;
            AddDelivery(findings, customer, i, isFirst);
        }
    }

    private static void AddDelivery(List<Finding> findings, Customer customer, int at, bool isFirst)
    {
        var delivery = customer.Deliveries[at];
        if (customer.UndoneBy(delivery.By, delivery.OrderId, delivery.Vin, delivery.Dealership) is not null)
        {
            return;
        }

        var order = OrderOf(customer, delivery);
        if (order?.EvidenceBy is null)
        {
            findings.Add(new Finding(CustomerConflictKinds.DeliveryWithoutOrder, null, delivery.By));
        }
        else if (order.IsCancelled && order.Cancelled!.By.CompareTo(delivery.By) < 0)
        {
            findings.Add(new Finding(CustomerConflictKinds.DeliveryAfterCancellation, order.Cancelled.By, delivery.By));
        }

        if (!isFirst && EarlierOfOtherVehicle(customer, at) is { } earlier)
        {
            findings.Add(new Finding(CustomerConflictKinds.OrderDeliveredTwice, earlier.By, delivery.By));
        }
    }

    // A delivery that names no order is taken for one of the orders that its dealership had by then, if there is any.
    private static CustomerOrder? OrderOf(Customer customer, CustomerDelivery delivery)
    {
        if (delivery.OrderId is { } number)
        {
            return customer.Orders.Numbered(delivery.Dealership, number);
        }

        foreach (var order in customer.Orders)
        {
            if (CanBeFor(order, delivery))
            {
                return order;
            }
        }

        return null;
    }

    // What was called off before, and what is for another vehicle, is not waited for.
    private static bool CanBeFor(CustomerOrder order, CustomerDelivery delivery) =>
        order.Dealership == delivery.Dealership
        && order.EvidenceBy?.At <= delivery.By.At
        && !(order.IsCancelled && order.Cancelled!.By.CompareTo(delivery.By) < 0)
        && (order.Vin is null || delivery.Vin is null || order.Vin == delivery.Vin);

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

    private static void AddCases(List<Finding> findings, Customer customer)
    {
        foreach (var one in customer.Cases)
        {
            if (one.WasReopenedLate)
            {
                findings.Add(new Finding(CustomerConflictKinds.CaseReopenedLate, null, one.Reopened!));
            }
        }
    }

    // Counted for every event, and put into words only for who reads them.
    private readonly record struct Finding(string Kind, EventStamp? Before, EventStamp By, string? Other = null)
    {
        public Conflict Conflict() => new(Kind, By.At, Message(), Before is null ? [By] : [Before, By]);

        private string Message() => Kind switch
        {
            CustomerConflictKinds.DuplicateSuspected => $"May be the same customer as {Other}.",
            CustomerConflictKinds.DeliveryWithoutOrder => On("Handed over without an order"),
            CustomerConflictKinds.DeliveryAfterCancellation => On("Handed over after the order was called off"),
            CustomerConflictKinds.OrderDeliveredTwice => On("A second vehicle was handed over for one order"),
            _ => On(string.Create(CultureInfo.InvariantCulture, $"Reopened more than {CustomerCase.Reopening.TotalDays} days after its end")),
        };

        private string On(string what) => string.Create(CultureInfo.InvariantCulture, $"{what} on {By.At:yyyy-MM-dd}.");
    }
}
