using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Vehicles;

/// <summary>The region of the end: what speaks against the vehicle's being in use.</summary>
[GenerateSerializer, Immutable, Alias("autocrm.vehicle-end")]
public sealed record VehicleEnd
{
    /// <summary>The earliest report that it was scrapped.</summary>
    [Id(0)] public EventStamp? Scrapped { get; init; }

    /// <summary>The latest report that it left the country, with the country (ISO 3166-1) or an empty text.</summary>
    [Id(1)] public Stamped<string>? Exported { get; init; }

    /// <summary>The latest report that it is beyond repair.</summary>
    [Id(2)] public EventStamp? WrittenOff { get; init; }

    /// <summary>The latest report that it was stolen.</summary>
    [Id(3)] public EventStamp? Stolen { get; init; }

    /// <summary>The latest report that it was found again.</summary>
    [Id(4)] public EventStamp? Recovered { get; init; }

    /// <summary>The state of a vehicle's end.</summary>
    /// <param name="end">The region; null where nothing is known.</param>
    /// <returns>The most final of what was reported.</returns>
    public static EndState StateOf(VehicleEnd? end) => end switch
    {
        { Scrapped: not null } => EndState.Scrapped,
        { WrittenOff: not null } => EndState.WrittenOff,
        { Exported: not null } => EndState.Exported,
        { Stolen: { } stolen } => stolen.CompareTo(end.Recovered) > 0 ? EndState.Stolen : EndState.Recovered,
        _ => EndState.Active,
    };
}

/// <summary>Whether a vehicle still exists for us.</summary>
[GenerateSerializer, Alias("autocrm.end-state")]
public enum EndState
{
    /// <summary>It does.</summary>
    Active = 0,

    /// <summary>Scrapped.</summary>
    Scrapped = 1,

    /// <summary>Gone to another country.</summary>
    Exported = 2,

    /// <summary>Beyond repair.</summary>
    WrittenOff = 3,

    /// <summary>Stolen.</summary>
    Stolen = 4,

    /// <summary>Stolen, and found again.</summary>
    Recovered = 5,
}
