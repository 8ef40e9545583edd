namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>How many of what a fleet has, and how its silos are set.</summary>
internal sealed record FleetPlan
{
    /// <summary>Silo processes, at least 1.</summary>
    public int Silos { get; init; } = 3;

    /// <summary>Api processes; none where no client comes.</summary>
    public int Apis { get; init; } = 2;

    /// <summary>
    /// Whether each silo is a cluster of its own, with the Api of its number, on the one database: then every actor has an
    /// activation in each silo, which a cluster never has for long, and never on demand.
    /// </summary>
    public bool Apart { get; init; }

    /// <summary>The seed of the proxies.</summary>
    public int Seed { get; init; }

    /// <summary>More variables for the silos, for example weaknesses.</summary>
    public IReadOnlyDictionary<string, string> SiloVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// How long the sweep that compares rows with the log rests. It would put right what a fault has broken, within
    /// seconds here and within hours where there are millions of rows: nothing may need it.
    /// </summary>
    public TimeSpan SweepPause { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The program's root, where <c>artifacts</c> are.</summary>
    public string Root { get; init; } = Environment.GetEnvironmentVariable("AUTOCRM_ROOT")
        ?? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));
}
