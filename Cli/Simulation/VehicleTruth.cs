using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>What is true of a vehicle.</summary>
internal sealed record VehicleTruth
{
    public required string Vin { get; init; }

    /// <summary>The present owner; null while the maker, a dealer or a lessor has it.</summary>
    public string? Owner { get; set; }

    /// <summary>Who leases it.</summary>
    public string? Lessee { get; set; }

    /// <summary>Whether two say that it is theirs, so that nobody knows the owner.</summary>
    public bool OwnerIsDisputed { get; set; }

    /// <summary>The latest report of its odometer that is a reading at all, in kilometres.</summary>
    public decimal? OdometerKm { get; set; }

    public int Deliveries { get; set; }

    public int ServiceVisits { get; set; }

    public int OpenJobs { get; set; }

    /// <summary>Whether it is still in use, in the system's words.</summary>
    public string End { get; set; } = "ACTIVE";

    public DateTimeOffset? WarrantyEnds { get; set; }

    public int? PlanMonths { get; set; }

    public int? PlanKm { get; set; }

    /// <summary>The last service, or the delivery, with what the odometer showed then.</summary>
    public DateTimeOffset? ServicedAt { get; set; }

    public decimal? ServicedKm { get; set; }

    public DateTimeOffset? ServiceDue => PlanMonths is { } months ? ServicedAt?.AddMonths(months) : null;

    public decimal? ServiceDueKm => ServicedKm + PlanKm;

    public SortedSet<string> OpenRecalls { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The kinds of the contradictions that were planted.</summary>
    public List<string> Planted { get; init; } = [];

    /// <summary>The dealership that has it to sell, and in which state.</summary>
    [JsonIgnore]
    public (string Dealership, string State)? Stock { get; set; }

    [JsonIgnore]
    public bool IsOffered { get; set; }

    /// <summary>The order that it was set aside for last.</summary>
    [JsonIgnore]
    public string? SetAsideFor { get; set; }
}
