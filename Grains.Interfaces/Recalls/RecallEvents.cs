using System.Collections.Immutable;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Recalls;

/// <summary>The maker recalls vehicles: those that are listed, and those that fit a rule, now or later.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.recall.opened.v1"), About(Whom.Anybody)]
public sealed record RecallOpened : EventPayload
{
    /// <summary>The recall campaign's number at the maker.</summary>
    [Id(0), AtMost(100)] public required string Campaign { get; init; }

    /// <summary>The vehicles.</summary>
    [Id(1), MatchesShape(TextShape.Vin)] public ImmutableArray<string> Vins { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Which other vehicles it is about: all that fit, whether they are known already or become known later.</summary>
    [Id(2)] public RecallRule? Rule { get; init; }

    /// <summary>Whether such a vehicle must not be delivered before it is remedied; without it, it may.</summary>
    [Id(3)] public bool? StopSale { get; init; }

    /// <summary>What is to be done.</summary>
    [Id(4), AtMost(1000)] public string? Remedy { get; init; }

    /// <summary>What is wrong.</summary>
    [Id(5), AtMost(1000)] public string? Defect { get; init; }
}

/// <summary>
/// Which vehicles a recall campaign is about, where they are not listed: those of the make, and of the model and one of the
/// model years where these are given. Capitals and spaces around names do not matter.
/// </summary>
/// <remarks>
/// A vehicle is what the latest report about it says; it fits as soon as enough is known, and keeps the recall should a later
/// report say something else: <c>autocrm.recall.cancelled.v1</c> with its VIN takes it out.
/// </remarks>
[GenerateSerializer, Immutable, Alias("autocrm.recall-rule")]
public sealed record RecallRule
{
    /// <summary>The make.</summary>
    [Id(0), AtMost(100)] public required string Make { get; init; }

    /// <summary>The model; without it, every one.</summary>
    [Id(1), AtMost(100)] public string? Model { get; init; }

    /// <summary>The model years; without them, every one, known or not.</summary>
    [Id(2), InRange(1886, 2100)] public ImmutableArray<int> Years { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <summary>The owner of a vehicle was told of a recall.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.recall.vehicle-notified.v1"), About(Whom.Vehicle)]
public sealed record RecallNotified : EventPayload
{
    /// <summary>The recall campaign's number at the maker.</summary>
    [Id(0), AtMost(100)] public required string Campaign { get; init; }

    /// <summary>How.</summary>
    [Id(1)] public ContactChannel? Channel { get; init; }
}

/// <summary>A vehicle was remedied.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.recall.remedied.v1"), About(Whom.Vehicle)]
public sealed record RecallRemedied : EventPayload
{
    /// <summary>The recall campaign's number at the maker.</summary>
    [Id(0), AtMost(100)] public required string Campaign { get; init; }

    /// <summary>The repair order's number at the dealership.</summary>
    [Id(1), AtMost(100)] public string? RepairOrder { get; init; }
}

/// <summary>A vehicle cannot be remedied.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.recall.cannot-complete.v1"), About(Whom.Vehicle)]
public sealed record RecallCannotComplete : EventPayload
{
    /// <summary>The recall campaign's number at the maker.</summary>
    [Id(0), AtMost(100)] public required string Campaign { get; init; }

    /// <summary>Why, without personal data.</summary>
    [Id(1), AtMost(200)] public required string Reason { get; init; }
}

/// <summary>
/// A recall does not concern the envelope's vehicle after all; without a VIN, the whole campaign ends: at every vehicle that an
/// earlier opening has reached, and no other vehicle that fits its rule is reached any more. A later opening begins anew.
/// </summary>
[GenerateSerializer, Immutable, Alias("autocrm.recall.cancelled.v1"), About(Whom.Anybody)]
public sealed record RecallCancelled : EventPayload
{
    /// <summary>The recall campaign's number at the maker.</summary>
    [Id(0), AtMost(100)] public required string Campaign { get; init; }

    /// <summary>Why.</summary>
    [Id(1), AtMost(200)] public string? Reason { get; init; }
}
