using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors;

/// <summary>
/// What an actor has told the world about itself: the fold of the events that it derived from its own state. Where the
/// state says something else, there is something to tell.
/// </summary>
[GenerateSerializer, Immutable, Alias("autocrm.announced")]
public sealed record Announced
{
    /// <summary>The most conflicts, each of them once for every dealership that it concerns, that are kept.</summary>
    public const int MaxConflicts = 200;

    /// <summary>The most states that are kept.</summary>
    public const int MaxStates = 120;

    /// <summary>Nothing was told yet.</summary>
    public static Announced Nothing { get; } = new();

    /// <summary>The state of each aspect that was told last, ascending by aspect.</summary>
    [Id(0)] public ImmutableArray<AnnouncedState> States { get; init; } = [];

    /// <summary>Conflicts that were told or called over, ascending by conflict and dealership.</summary>
    [Id(1)] public ImmutableArray<AnnouncedConflict> Conflicts { get; init; } = [];

    /// <summary>The state that was told last.</summary>
    /// <param name="aspect">Of what.</param>
    /// <returns>It with its event, or null if none was told.</returns>
    public AnnouncedState? StateOf(string aspect)
    {
        foreach (var state in States)
        {
            if (state.Aspect == aspect)
            {
                return state;
            }
        }

        return null;
    }
}

/// <summary>A state that was told.</summary>
/// <param name="Aspect">Of what: a customer's stage, a region of a vehicle.</param>
/// <param name="State">The state's name.</param>
/// <param name="By">The latest event that told it.</param>
[GenerateSerializer, Immutable, Alias("autocrm.announced-state")]
public sealed record AnnouncedState(
    [property: Id(0)] string Aspect,
    [property: Id(1)] string State,
    [property: Id(2)] EventStamp By);

/// <summary>What a dealership was told of a conflict.</summary>
/// <param name="Conflict">The conflict's id.</param>
/// <param name="Dealership">The dealership's code; null where it concerns none.</param>
/// <param name="Kind">The conflict's kind; null while only its end is known.</param>
/// <param name="Events">The contradicting events.</param>
/// <param name="Detected">The latest event that told of it.</param>
/// <param name="Ended">The latest event that called it over.</param>
[GenerateSerializer, Immutable, Alias("autocrm.announced-conflict")]
public sealed record AnnouncedConflict(
    [property: Id(0)] string Conflict,
    [property: Id(1)] string? Dealership,
    [property: Id(2)] string? Kind,
    [property: Id(3)] ImmutableArray<EventStamp> Events,
    [property: Id(4)] EventStamp? Detected,
    [property: Id(5)] EventStamp? Ended)
{
    /// <summary>Whether the dealership takes it for open.</summary>
    [JsonIgnore]
    public bool IsOpen => Detected is not null && Detected.CompareTo(Ended) > 0;
}
