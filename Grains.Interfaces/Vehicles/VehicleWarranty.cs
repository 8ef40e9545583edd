using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>The region of warranty.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-warranty")]
public sealed record VehicleWarranty
{
    /// <summary>The most claims that the state holds.</summary>
    public const int MaxClaims = 100;

    /// <summary>The warranties, at most one of each kind, ascending by kind.</summary>
    [Id(0)] public ImmutableArray<WarrantyCover> Covers { get; init; } = [];

    /// <summary>The claims, ascending by dealership and number.</summary>
    [Id(1)] public ImmutableArray<WarrantyClaim> Claims { get; init; } = [];
}

/// <summary>One warranty; its milestones are a set.</summary>
/// <param name="Kind">What it covers.</param>
/// <param name="Started">Its terms, by the latest report; null while only something else is reported.</param>
/// <param name="Voided">The latest report that it is void, with the reason.</param>
/// <param name="Told">The latest notice that it is about to end.</param>
[GenerateSerializer, Immutable, Alias("autocrm.warranty-cover")]
public sealed record WarrantyCover(
    [property: Id(0)] WarrantyKind Kind,
    [property: Id(1)] Stamped<WarrantyTerms>? Started,
    [property: Id(2)] Stamped<string>? Voided,
    [property: Id(3)] EventStamp? Told)
{
    /// <summary>How long before its end in time a warranty is ending.</summary>
    public const int EndingDays = 60;

    /// <summary>How long before its end by distance a warranty is ending, in kilometres.</summary>
    public const decimal EndingKm = 2000;

    /// <summary>When it ends by time.</summary>
    /// <returns>The time; null if time does not end it.</returns>
    public DateTimeOffset? Ends() => Started is { Value: { Months: { } months } terms } ? terms.From.AfterMonths(months) : null;

    /// <summary>At which distance it ends, in kilometres.</summary>
    /// <returns>The distance; null if distance does not end it.</returns>
    public decimal? EndsAtKm() => Started?.Value.Distance?.Kilometres;

    /// <summary>The state at a time: by time or by distance, whichever comes first.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="at">The time.</param>
    /// <returns>The state; null before it began, and while its terms are not known.</returns>
    public WarrantyState? StateOf(Vehicle vehicle, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        if (Started is null || at < Started.Value.From)
        {
            return null;
        }

        if (IsVoid() && Voided!.By.At <= at)
        {
            return WarrantyState.Void;
        }

        var km = VehicleUse.TotalKmAt(vehicle, at);
        return at >= Ends() || km >= EndsAtKm() ? WarrantyState.Ended
            : at >= Ends()?.AfterDays(-EndingDays) || km >= EndsAtKm() - EndingKm ? WarrantyState.Ending
            : WarrantyState.Active;
    }

    /// <summary>When somebody is to be told that it is about to end, as far as can be foreseen.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <returns>The time, also if it is past; null if nobody is to be told, or everybody was.</returns>
    public DateTimeOffset? TellAt(Vehicle vehicle)
    {
        ArgumentNullException.ThrowIfNull(vehicle);
        return Started is null || IsVoid() || Told?.CompareTo(Started.By) > 0
            ? null
            : Instants.Earlier(
                Ends()?.AfterDays(-EndingDays),
                EndsAtKm() is { } limit ? VehicleUse.ExpectedAt(vehicle, limit - EndingKm) : null);
    }

    private bool IsVoid() => Voided is not null && Voided.By.CompareTo(Started?.By) > 0;
}

/// <summary>How long a warranty lasts.</summary>
/// <param name="Months">Months from the beginning; null without an end in time.</param>
/// <param name="Distance">The distance on the odometer; null without such a limit.</param>
/// <param name="From">When it began.</param>
[GenerateSerializer, Immutable, Alias("autocrm.warranty-terms")]
public sealed record WarrantyTerms(
    [property: Id(0)] int? Months,
    [property: Id(1)] Distance? Distance,
    [property: Id(2)] DateTimeOffset From);

/// <summary>A claim under a warranty; its milestones are a set.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.warranty-claim")]
public sealed record WarrantyClaim : INumbered
{
    /// <summary>The claim's number at the dealership.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>The dealership.</summary>
    [Id(1)] public string? Dealership { get; init; }

    /// <summary>What was claimed, by the latest report.</summary>
    [Id(2)] public Stamped<WarrantyClaimed>? Claimed { get; init; }

    /// <summary>What the maker answered, by the latest report; null while there is no answer.</summary>
    [Id(3)] public Stamped<WarrantySettled>? Settled { get; init; }
}

/// <summary>Whether a warranty holds.</summary>
[GenerateSerializer, Alias("autocrm.warranty-state")]
public enum WarrantyState
{
    /// <summary>It holds.</summary>
    Active = 0,

    /// <summary>It holds, and is about to end.</summary>
    Ending = 1,

    /// <summary>It has ended by time or distance.</summary>
    Ended = 2,

    /// <summary>It was taken back.</summary>
    Void = 3,
}
