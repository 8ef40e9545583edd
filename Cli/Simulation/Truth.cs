using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>What has really happened until an instant, as the lives tell it. It knows nothing of the product's folds.</summary>
internal sealed class Truth
{
    private readonly Dictionary<string, CustomerTruth> customers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VehicleTruth> vehicles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DealershipTruth> dealerships = new(StringComparer.Ordinal);

    public IReadOnlyCollection<CustomerTruth> Customers => customers.Values;

    public IReadOnlyCollection<VehicleTruth> Vehicles => vehicles.Values;

    public IReadOnlyCollection<DealershipTruth> Dealerships => dealerships.Values;

    public CustomerTruth Customer(string id) =>
        customers.TryGetValue(id, out var known) ? known : customers[id] = new CustomerTruth { Id = id };

    public VehicleTruth Vehicle(string vin) =>
        vehicles.TryGetValue(vin, out var known) ? known : vehicles[vin] = new VehicleTruth { Vin = vin };

    public DealershipTruth Dealership(string code) =>
        dealerships.TryGetValue(code, out var known) ? known : dealerships[code] = new DealershipTruth { Code = code };

    /// <summary>Customers and vehicles belong to one life each: they are written and forgotten, dealerships add up.</summary>
    public void ForgetLives()
    {
        customers.Clear();
        vehicles.Clear();
    }

    /// <summary>Follows a life up to an instant.</summary>
    public void Follow(Life life, DateTimeOffset until)
    {
        foreach (var step in life.Steps)
        {
            if (step.At > until)
            {
                break;
            }

            if (step.Vin is not null)
            {
                Vehicle(step.Vin);
            }

            if (step.Customer is not null)
            {
                Customer(step.Customer);
            }

            step.Effect?.Invoke(this);
        }
    }
}

/// <summary>What is true of a dealership.</summary>
internal sealed record DealershipTruth
{
    public required string Code { get; init; }

    public int Orders { get; set; }

    public int Deliveries { get; set; }

    public int ServiceVisits { get; set; }

    public int Registrations { get; set; }
}

/// <summary>What is true of a vehicle.</summary>
internal sealed record VehicleTruth
{
    public required string Vin { get; init; }

    /// <summary>The present owner; null while the maker or a dealer has it, or where two say that it is theirs.</summary>
    public string? Owner { get; set; }

    public bool OwnerIsDisputed { get; set; }

    /// <summary>The latest report of its odometer that is a reading at all, in kilometres.</summary>
    public decimal? OdometerKm { get; set; }

    public int Deliveries { get; set; }

    public int ServiceVisits { get; set; }

    public int OpenJobs { get; set; }

    public bool Scrapped { get; set; }

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
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CustomerTruth))]
[JsonSerializable(typeof(VehicleTruth))]
[JsonSerializable(typeof(DealershipTruth))]
internal sealed partial class TruthJson : JsonSerializerContext;
