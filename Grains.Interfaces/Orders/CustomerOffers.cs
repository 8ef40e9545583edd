using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Orders;

/// <summary>One test drive of a customer; its milestones are a set.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer-test-drive")]
public sealed record CustomerTestDrive : INumbered
{
    /// <summary>The test drive's number at the dealership.</summary>
    [Id(0)] public string TestDriveId { get; init; } = string.Empty;

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>What was booked, by the latest booking; null while only later steps are reported.</summary>
    [Id(2)] public Stamped<TestDriveBooking>? Booked { get; init; }

    /// <summary>The latest report that it took place.</summary>
    [Id(3)] public EventStamp? Completed { get; init; }

    /// <summary>The latest report that it does not take place.</summary>
    [Id(4)] public EventStamp? Cancelled { get; init; }

    /// <summary>Whether the driving licence was seen, by the latest event that says so.</summary>
    [Id(5)] public Stamped<bool>? LicenceChecked { get; init; }

    /// <inheritdoc />
    string INumbered.Id => TestDriveId;

    /// <summary>The latest of what ends it decides; without one it is booked.</summary>
    [JsonIgnore]
    public TestDriveState State => (Completed, Cancelled) switch
    {
        (null, null) => TestDriveState.Booked,
        ({ } completed, _) when completed.CompareTo(Cancelled) > 0 => TestDriveState.Completed,
        _ => TestDriveState.Cancelled,
    };
}

/// <summary>What was booked of a test drive.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Vin">The vehicle, where it is a certain one.</param>
/// <param name="Make">The make.</param>
/// <param name="Model">The model.</param>
/// <param name="LeadId">The lead that it comes from, by the dealership's number.</param>
/// <param name="Advisor">Who goes with the customer.</param>
[GenerateSerializer, Immutable, Alias("autocrm.test-drive-booking")]
public sealed record TestDriveBooking(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string? Vin,
    [property: Id(2)] string? Make,
    [property: Id(3)] string? Model,
    [property: Id(4)] string? LeadId,
    [property: Id(5)] string? Advisor);

/// <summary>The states of a test drive.</summary>
[GenerateSerializer, Alias("autocrm.test-drive-state")]
public enum TestDriveState
{
    /// <summary>It is going to take place.</summary>
    Booked = 0,

    /// <summary>It took place.</summary>
    Completed = 1,

    /// <summary>It does not take place.</summary>
    Cancelled = 2,
}

/// <summary>One offer to a customer; its milestones are a set.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer-quote")]
public sealed record CustomerQuote : INumbered
{
    /// <summary>The quote's number at the dealership.</summary>
    [Id(0)] public string QuoteId { get; init; } = string.Empty;

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>What was offered, by the latest issue; null while only its acceptance is reported.</summary>
    [Id(2)] public Stamped<QuoteIssued>? Issued { get; init; }

    /// <summary>The vehicle, where it is a certain one.</summary>
    [Id(3)] public Stamped<string>? Vin { get; init; }

    /// <summary>The latest order that accepts it, by the dealership's number.</summary>
    [Id(4)] public Stamped<string>? Accepted { get; init; }

    /// <inheritdoc />
    string INumbered.Id => QuoteId;

    /// <summary>What becomes of it with time.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>Its state then.</returns>
    public QuoteState StateAt(DateTimeOffset instant) => Accepted is not null ? QuoteState.Accepted
        : Issued?.Value.ValidUntil is { } until && until <= instant ? QuoteState.Expired
        : QuoteState.Open;
}

/// <summary>The states of an offer.</summary>
[GenerateSerializer, Alias("autocrm.quote-state")]
public enum QuoteState
{
    /// <summary>It stands.</summary>
    Open = 0,

    /// <summary>An order accepts it.</summary>
    Accepted = 1,

    /// <summary>Its time has run out.</summary>
    Expired = 2,
}

/// <summary>What somebody said that a customer's vehicle is worth in part exchange.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Vin">The vehicle.</param>
/// <param name="Dealership">The dealership.</param>
/// <param name="Value">What it is worth.</param>
/// <param name="Provider">Who said it.</param>
/// <param name="LeadId">The lead that it belongs to, by the dealership's number.</param>
[GenerateSerializer, Immutable, Alias("autocrm.customer-appraisal")]
public sealed record CustomerAppraisal(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string? Vin,
    [property: Id(2)] string? Dealership,
    [property: Id(3)] Money Value,
    [property: Id(4)] string? Provider,
    [property: Id(5)] string? LeadId);

/// <summary>A vehicle that a customer gave back.</summary>
/// <param name="By">The event that reported it.</param>
/// <param name="Vin">The vehicle.</param>
/// <param name="Dealership">The dealership that took it.</param>
/// <param name="Value">What the dealership gave for it.</param>
/// <param name="Kind">How it came back.</param>
/// <param name="OrderId">The order of another vehicle that it helps to pay, by the dealership's number.</param>
[GenerateSerializer, Immutable, Alias("autocrm.customer-trade-in")]
public sealed record CustomerTradeIn(
    [property: Id(0)] EventStamp By,
    [property: Id(1)] string? Vin,
    [property: Id(2)] string? Dealership,
    [property: Id(3)] Money Value,
    [property: Id(4)] ReturnKind Kind,
    [property: Id(5)] string? OrderId);
