using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>What is true of a dealership.</summary>
internal sealed record DealershipTruth
{
    public const string NewLeads = "newLeads";
    public const string AssignedLeads = "assignedLeads";
    public const string ContactedLeads = "contactedLeads";
    public const string QualifiedLeads = "qualifiedLeads";
    public const string OpenOrders = "openOrders";

    public static IReadOnlyList<string> LeadStages { get; } = [NewLeads, AssignedLeads, ContactedLeads, QualifiedLeads];

    public required string Code { get; init; }

    public int Orders { get; set; }

    public int Deliveries { get; set; }

    public int Auctions { get; set; }

    public int ServiceVisits { get; set; }

    public int Registrations { get; set; }

    public int OpenCases { get; set; }

    /// <summary>Open leads by stage, and open orders, by the names that the system gives them.</summary>
    public SortedDictionary<string, int> Pipeline { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Vehicles by state.</summary>
    public SortedDictionary<string, int> Stock { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Until when each quote stands that does so beyond the history.</summary>
    public List<DateTimeOffset> Quotes { get; init; } = [];

    [JsonIgnore]
    public int OpenLeads => LeadStages.Sum(stage => Pipeline.GetValueOrDefault(stage));

    public void Count(string stage, int more) => Pipeline[stage] = Pipeline.GetValueOrDefault(stage) + more;

    /// <summary>A lead comes, goes on or ends.</summary>
    public void LeadMoves(string? from, string? to)
    {
        if (from is not null)
        {
            Count(from, -1);
        }

        if (to is not null)
        {
            Count(to, 1);
        }
    }

    public void CountStock(string state, int more)
    {
        Stock[state] = Stock.GetValueOrDefault(state) + more;
        if (Stock[state] == 0)
        {
            Stock.Remove(state);
        }
    }
}
