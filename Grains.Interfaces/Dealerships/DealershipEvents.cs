using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Dealerships;

/// <summary>A dealership was taken into the network, or described itself anew.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.dealership.registered.v1"), About(Whom.Dealership)]
public sealed record DealershipRegistered : EventPayload
{
    /// <summary>The name.</summary>
    [Id(0), AtMost(200)] public required string Name { get; init; }

    /// <summary>The region of headquarters that it belongs to.</summary>
    [Id(1), AtMost(100)] public string? Region { get; init; }

    /// <summary>The group of dealerships that it belongs to.</summary>
    [Id(2), AtMost(100)] public string? Group { get; init; }

    /// <summary>The time zone by which its days and opening hours go, an IANA name.</summary>
    [Id(3), AtMost(100), MatchesShape(TextShape.TimeZone)] public required string TimeZone { get; init; }

    /// <summary>When it is open; without it, this is not known, and clocks run around the clock.</summary>
    [Id(4)] public ImmutableArray<OpeningTime>? OpeningHours { get; init; }

    /// <summary>The days on which it is closed whatever the opening hours say.</summary>
    [Id(5)] public ImmutableArray<DateOnly>? ClosedOn { get; init; }

    /// <summary>The brands that it sells.</summary>
    [Id(6), AtMost(100)] public ImmutableArray<string>? Brands { get; init; }

    /// <summary>In how many minutes of its opening hours a new lead has to be contacted; without it, 30.</summary>
    [Id(7), InRange(1, 100_000)] public int? FirstContactMinutes { get; init; }

    /// <summary>The same for leads of certain sources.</summary>
    [Id(8)] public ImmutableArray<FirstContactTarget>? FirstContactTargets { get; init; }

    /// <summary>Where it is: street, place and country in one text.</summary>
    [Id(9), AtMost(500)] public string? Address { get; init; }
}

/// <summary>Something about a dealership changed: a member that is there replaces what was known, one that is not leaves it.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.dealership.profile-changed.v1"), About(Whom.Dealership)]
public sealed record DealershipProfileChanged : EventPayload
{
    /// <summary>The new name.</summary>
    [Id(0), AtMost(200)] public string? Name { get; init; }

    /// <summary>The region of headquarters that it belongs to.</summary>
    [Id(1), AtMost(100)] public string? Region { get; init; }

    /// <summary>The group of dealerships that it belongs to.</summary>
    [Id(2), AtMost(100)] public string? Group { get; init; }

    /// <summary>The time zone by which its days and opening hours go, an IANA name.</summary>
    [Id(3), AtMost(100), MatchesShape(TextShape.TimeZone)] public string? TimeZone { get; init; }

    /// <summary>All opening hours from now on; an empty list says that it is closed.</summary>
    [Id(4)] public ImmutableArray<OpeningTime>? OpeningHours { get; init; }

    /// <summary>All days from now on on which it is closed whatever the opening hours say.</summary>
    [Id(5)] public ImmutableArray<DateOnly>? ClosedOn { get; init; }

    /// <summary>All brands that it sells from now on.</summary>
    [Id(6), AtMost(100)] public ImmutableArray<string>? Brands { get; init; }

    /// <summary>In how many minutes of its opening hours a new lead has to be contacted.</summary>
    [Id(7), InRange(1, 100_000)] public int? FirstContactMinutes { get; init; }

    /// <summary>The same for leads of certain sources, as a whole.</summary>
    [Id(8)] public ImmutableArray<FirstContactTarget>? FirstContactTargets { get; init; }

    /// <summary>Where it is: street, place and country in one text.</summary>
    [Id(9), AtMost(500)] public string? Address { get; init; }
}

/// <summary>A time of a weekday in which a dealership is open. A day may have several; what overlaps counts once.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.opening-time")]
public sealed record OpeningTime
{
    /// <summary>The weekday.</summary>
    // Sunday is the enumeration's default, which a snapshot would leave out.
    [Id(0), JsonIgnore(Condition = JsonIgnoreCondition.Never)] public required DayOfWeek Day { get; init; }

    /// <summary>When it opens, by the local clock.</summary>
    [Id(1), MatchesShape(TextShape.TimeOfDay)] public required string Opens { get; init; }

    /// <summary>When it closes; no later than it opens, it is on the next day. <c>24:00</c> is midnight.</summary>
    [Id(2), MatchesShape(TextShape.TimeOfDay)] public required string Closes { get; init; }
}

/// <summary>In what time leads of one source have to be contacted.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.first-contact-target")]
public sealed record FirstContactTarget
{
    /// <summary>The lead's provider, or where it has none its channel, as leads name them.</summary>
    [Id(0), AtMost(200)] public required string Source { get; init; }

    /// <summary>Minutes of the opening hours.</summary>
    [Id(1), InRange(1, 100_000)] public required int Minutes { get; init; }
}
