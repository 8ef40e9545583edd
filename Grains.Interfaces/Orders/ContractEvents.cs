using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Orders;

/// <summary>A bank or a leasing company agreed to finance an order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.order.financing-approved.v1"), About(Whom.Customer)]
public sealed record FinancingApproved : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string OrderId { get; init; }

    /// <summary>How the customer pays.</summary>
    [Id(1)] public FinanceKind? Finance { get; init; }

    /// <summary>Who finances it.</summary>
    [Id(2), AtMost(200)] public string? Provider { get; init; }

    /// <summary>How much is financed.</summary>
    [Id(3)] public Money? Amount { get; init; }

    /// <summary>For how many months.</summary>
    [Id(4), InRange(1, 600)] public int? Months { get; init; }
}

/// <summary>A bank or a leasing company refused to finance an order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.order.financing-declined.v1"), About(Whom.Customer)]
public sealed record FinancingDeclined : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string OrderId { get; init; }

    /// <summary>Who refused.</summary>
    [Id(1), AtMost(200)] public string? Provider { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(2), AtMost(200)] public string? Reason { get; init; }
}

/// <summary>The customer signed the contract of an order.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.order.contract-signed.v1"), About(Whom.Customer)]
public sealed record ContractSigned : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string OrderId { get; init; }

    /// <summary>The contract's number.</summary>
    [Id(1), AtMost(100)] public string? ContractId { get; init; }

    /// <summary>How the customer pays.</summary>
    [Id(2)] public FinanceKind? Finance { get; init; }

    /// <summary>When a lease or a loan ends; without it the contract has no end.</summary>
    [Id(3)] public DateTimeOffset? Until { get; init; }

    /// <summary>The distance that a lease allows.</summary>
    [Id(4)] public Distance? Allowance { get; init; }
}

/// <summary>A lease or a loan is about to end.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.order.contract-ending.v1"), About(Whom.Customer), Derived]
public sealed record ContractEnding : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string OrderId { get; init; }

    /// <summary>The contract's number.</summary>
    [Id(1), AtMost(100)] public string? ContractId { get; init; }

    /// <summary>When it ends.</summary>
    [Id(2)] public required DateTimeOffset Ends { get; init; }
}

/// <summary>How a customer pays for a vehicle.</summary>
[GenerateSerializer, Alias("autocrm.finance-kind")]
public enum FinanceKind
{
    /// <summary>At once.</summary>
    Cash = 0,

    /// <summary>With a loan.</summary>
    Finance = 1,

    /// <summary>By leasing.</summary>
    Lease = 2,
}
