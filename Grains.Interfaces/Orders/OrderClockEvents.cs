using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Orders;

/// <summary>An order was not delivered when it was promised.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.order.overdue.v1"), About(Whom.Customer), Derived]
public sealed record OrderOverdue : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string OrderId { get; init; }

    /// <summary>When the delivery was promised for.</summary>
    [Id(1)] public required DateTimeOffset Promised { get; init; }
}
