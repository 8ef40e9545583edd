using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Customers;

/// <summary>The customer agreed to be addressed or to have data used.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.consent-given.v1"), About(Whom.Customer)]
public sealed record ConsentGiven : EventPayload
{
    /// <summary>What it is for.</summary>
    [Id(0)] public required ConsentPurpose Purpose { get; init; }

    /// <summary>The channel that it is for; without it, every channel.</summary>
    [Id(1)] public ContactChannel? Channel { get; init; }

    /// <summary>Where it was obtained, for example the web form or the paper.</summary>
    [Id(2), AtMost(200)] public string? Source { get; init; }

    /// <summary>The version of the text that the customer agreed to.</summary>
    [Id(3), AtMost(100)] public string? TextVersion { get; init; }
}

/// <summary>The customer took a consent back, or refused one.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.consent-withdrawn.v1"), About(Whom.Customer)]
public sealed record ConsentWithdrawn : EventPayload
{
    /// <summary>What it was for.</summary>
    [Id(0)] public required ConsentPurpose Purpose { get; init; }

    /// <summary>The channel that it was for; without it, every channel.</summary>
    [Id(1)] public ContactChannel? Channel { get; init; }

    /// <summary>Where it was taken back, for example a link in an e-mail.</summary>
    [Id(2), AtMost(200)] public string? Source { get; init; }

    /// <summary>The version of the text that was in force.</summary>
    [Id(3), AtMost(100)] public string? TextVersion { get; init; }
}

/// <summary>The customer and a dealership, or headquarters, spoke or wrote to each other.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.customer.interaction-logged.v1"), About(Whom.Customer)]
public sealed record InteractionLogged : EventPayload
{
    /// <summary>The channel.</summary>
    [Id(0)] public required ContactChannel Channel { get; init; }

    /// <summary>Who began it.</summary>
    [Id(1)] public required InteractionDirection Direction { get; init; }

    /// <summary>What it was about, without personal data.</summary>
    [Id(2), AtMost(200)] public string? Subject { get; init; }

    /// <summary>What came of it, without personal data.</summary>
    [Id(3), AtMost(200)] public string? Outcome { get; init; }

    /// <summary>Who of the dealership took part, by the dealership's name or number for them.</summary>
    [Id(4), AtMost(100)] public string? Advisor { get; init; }

    /// <summary>What was said.</summary>
    [Id(5), Personal] public string? Note { get; init; }
}
