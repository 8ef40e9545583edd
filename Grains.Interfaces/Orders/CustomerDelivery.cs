using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Orders;

/// <summary>One vehicle handed over to a customer.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Vin">The vehicle, where the report names it.</param>
/// <param name="Dealership">The dealership.</param>
/// <param name="Make">The make.</param>
/// <param name="Model">The model.</param>
/// <param name="Price">What the customer paid.</param>
[GenerateSerializer, Immutable, Alias("autocrm.customer-delivery")]
public sealed record CustomerDelivery(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string? Vin,
    [property: Id(2)] string? Dealership,
    [property: Id(3)] string? Make,
    [property: Id(4)] string? Model,
    [property: Id(5)] Money? Price)
{
    /// <summary>The order that it fulfils, by the dealership's number.</summary>
    [Id(6)] public string? OrderId { get; init; }

    /// <summary>How the customer pays; after a lease the customer is a lessee and no owner.</summary>
    [Id(7)] public FinanceKind? Finance { get; init; }

    /// <summary>Whether another report is about the same handover: it names the same order, or the same vehicle.</summary>
    /// <param name="other">The other report.</param>
    /// <returns>True if they are one delivery.</returns>
    public bool IsSameAs(CustomerDelivery other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return (Vin is not null && Vin == other.Vin) || (OrderId is not null && OrderId == other.OrderId && Dealership == other.Dealership);
    }
}

/// <summary>What became of a delivery, as it was reported.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Kind">What was reported.</param>
/// <param name="OrderId">The order, by the dealership's number, where the report names it.</param>
/// <param name="Vin">The vehicle, where the report names it.</param>
/// <param name="Dealership">The dealership.</param>
/// <param name="Reason">Why, where it was rejected or reversed.</param>
[GenerateSerializer, Immutable, Alias("autocrm.delivery-report")]
public sealed record DeliveryReport(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] DeliveryReportKind Kind,
    [property: Id(2)] string? OrderId,
    [property: Id(3)] string? Vin,
    [property: Id(4)] string? Dealership,
    [property: Id(5)] string? Reason)
{
    /// <summary>Whether it is about an order or a vehicle.</summary>
    /// <param name="orderId">The order's number, where it is known.</param>
    /// <param name="vin">The vehicle, where it is known.</param>
    /// <param name="dealership">The order's dealership.</param>
    /// <returns>True if the order's number or, without one, the vehicle agrees.</returns>
    public bool IsAbout(string? orderId, string? vin, string? dealership) => OrderId is not null && orderId is not null
        ? OrderId == orderId && (Dealership is null || Dealership == dealership)
        : Vin is not null && Vin == vin;
}

/// <summary>What can be reported of a delivery.</summary>
[GenerateSerializer, Alias("autocrm.delivery-report-kind")]
public enum DeliveryReportKind
{
    /// <summary>The dealership reported it to headquarters.</summary>
    Reported = 0,

    /// <summary>Headquarters accepted the report.</summary>
    Accepted = 1,

    /// <summary>Headquarters rejected the report.</summary>
    Rejected = 2,

    /// <summary>The sale was undone.</summary>
    Reversed = 3,
}
