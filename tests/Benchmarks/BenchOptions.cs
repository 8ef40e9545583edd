using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Benchmarks;

/// <summary>Where events come from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LoadKind>))]
internal enum LoadKind
{
    /// <summary>A made-up mix about all three kinds of actors.</summary>
    Ordinary,

    /// <summary>The lives of <c>./autocrm simulate</c>.</summary>
    Simulated,
}

/// <summary>What is measured, and how.</summary>
internal sealed record BenchOptions
{
    /// <summary>The figures to measure, by letter; empty for all.</summary>
    public IReadOnlySet<char> Only { get; init; } = new HashSet<char>();

    /// <summary>The length of a measured window, in seconds.</summary>
    public int Seconds { get; init; } = 60;

    /// <summary>Events a second for the open-loop run; null to search for the highest that is sustained.</summary>
    public int? Rate { get; init; }

    /// <summary>What is sent for (a); the other figures send the ordinary workload.</summary>
    public LoadKind Load { get; init; }

    /// <summary>Decides the lives of the simulated load.</summary>
    public int Seed { get; init; } = 7;

    public int Dealerships { get; init; } = 200;

    public int Customers { get; init; } = 20_000;

    public int Vehicles { get; init; } = 20_000;

    /// <summary>Events in one request.</summary>
    public int Batch { get; init; } = 250;

    /// <summary>Keep-alive connections of the generator: with few of them it waits for answers, as hundreds of dealerships do not.</summary>
    public int Connections { get; init; } = 32;

    /// <summary>Where the result is written as JSON; null for nowhere.</summary>
    public string? JsonFile { get; init; }

    /// <summary>Whether the system's folder stays when the run is over.</summary>
    public bool Keep { get; init; }

    /// <summary>The folder of the system; null for a throw-away one.</summary>
    public string? Home { get; init; }

    /// <summary>A database to use instead of a private PostgreSQL.</summary>
    public string? Connection { get; init; }

    /// <summary>The length of the log with which (a) is compared to that of a short one; null for the usual figures.</summary>
    public long? History { get; init; }

    /// <summary>Whether a figure is wanted.</summary>
    public bool Wants(char figure) => Only.Count == 0 || Only.Contains(figure);
}
