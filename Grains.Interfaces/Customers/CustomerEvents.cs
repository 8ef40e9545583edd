using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>A dealership took a person or a company into its records, or took them in again with newer data.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.registered.v1")]
public sealed record CustomerRegistered : EventPayload
{
    /// <summary>The name as the dealership writes it.</summary>
    [Id(0), AtMost(200), Personal] public required string Name { get; init; }

    /// <summary>Telephone numbers, at most 1,000, as the dealership writes them.</summary>
    [Id(1), AtMost(50), Personal] public ImmutableArray<string> Phones { get; init; } = [];

    /// <summary>E-mail addresses, at most 1,000.</summary>
    [Id(2), AtMost(320), Personal] public ImmutableArray<string> Emails { get; init; } = [];

    /// <summary>The gender as the dealership recorded it.</summary>
    [Id(3), AtMost(50), Personal] public string? Gender { get; init; }

    /// <summary>The annual income as the dealership recorded it: money, or a bare number where the currency is not known.</summary>
    [Id(4), Personal, System.Text.Json.Serialization.JsonConverter(typeof(AmountConverter))]
    public Money? Income { get; init; }
}

/// <summary>A customer ordered a vehicle.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.order.placed.v1")]
public sealed record OrderPlaced : EventPayload
{
    /// <summary>The order's number at the dealership.</summary>
    [Id(0), AtMost(100)] public required string OrderId { get; init; }

    /// <summary>The make ordered.</summary>
    [Id(1), AtMost(100)] public string? Make { get; init; }

    /// <summary>The model ordered.</summary>
    [Id(2), AtMost(100)] public string? Model { get; init; }

    /// <summary>The agreed amount.</summary>
    [Id(3)] public Money? Amount { get; init; }
}
