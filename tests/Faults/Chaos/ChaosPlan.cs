using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.Workload;

namespace AutoCrm.Actors.Faults.Chaos;

/// <summary>What a run does.</summary>
internal sealed record ChaosPlan
{
    /// <summary>The seed of everything that is drawn.</summary>
    public required int Seed { get; init; }

    /// <summary>The first cycle; another than 1 replays a part of a run.</summary>
    public int From { get; init; } = 1;

    /// <summary>The most cycles; 0 for as many as the time allows.</summary>
    public int Cases { get; init; }

    /// <summary>How long new cycles are begun; zero for as long as the number of cycles takes.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The one kind of fault; null for all.</summary>
    public string? Only { get; init; }

    /// <summary>The processes.</summary>
    public FleetPlan Fleet { get; init; } = new();

    /// <summary>The clients.</summary>
    public LoadPlan Load { get; init; } = new();

    /// <summary>How long the clients work before the fault and after it.</summary>
    public TimeSpan Around { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How long everything may take to be folded after the last fault.</summary>
    public TimeSpan FoldBound { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an acknowledgement may take after the last fault.</summary>
    public TimeSpan AckBound { get; init; } = TimeSpan.FromSeconds(60);
}
