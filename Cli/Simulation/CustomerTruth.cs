using System.Text.Json.Serialization;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>What is true of a customer.</summary>
internal sealed record CustomerTruth
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly TimeSpan Shortest = TimeSpan.FromDays(90);

    public required string Id { get; init; }

    /// <summary>Who it really is, if the person is known under another id, too; nothing else is then told of this one.</summary>
    public string? Is { get; set; }

    /// <summary>The other ids of the person.</summary>
    public SortedSet<string> Aliases { get; init; } = new(StringComparer.Ordinal);

    public int Leads { get; set; }

    public int OpenLeads { get; set; }

    public int Orders { get; set; }

    public int OpenOrders { get; set; }

    public int Deliveries { get; set; }

    public int ServiceVisits { get; set; }

    public int Appointments { get; set; }

    public int Cases { get; set; }

    public int OpenCases { get; set; }

    public SortedSet<string> Owns { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The kinds of the contradictions that were planted.</summary>
    public List<string> Planted { get; init; } = [];

    [JsonIgnore]
    public bool LeadIsQualified { get; set; }

    /// <summary>When the customer got each vehicle; what was undone is not among them.</summary>
    [JsonIgnore]
    public List<DateTimeOffset> Purchases { get; } = [];

    /// <summary>The numbers of the orders that the customer waits for.</summary>
    [JsonIgnore]
    public HashSet<string> Waits { get; } = new(StringComparer.Ordinal);

    [JsonIgnore]
    public DateTimeOffset? LastLoss { get; set; }

    [JsonIgnore]
    public DateTimeOffset? FirstVisit { get; set; }

    [JsonIgnore]
    public DateTimeOffset? LastVisit { get; set; }

    [JsonIgnore]
    public DateTimeOffset? LastEnd { get; set; }

    /// <summary>The stage in the buying loop, but for defecting, which <see cref="DefectsAt"/> tells.</summary>
    public string Stage
    {
        get => field ?? Standing;
        init;
    }

    /// <summary>When an owner counts as defecting: the usual interval between visits and six months after the last one.</summary>
    public DateTimeOffset? DefectsAt
    {
        get => field ?? Defects;
        init;
    }

    private DateTimeOffset? LastPurchase => Purchases.Count == 0 ? null : Purchases[^1];

    private string Standing => this switch
    {
        { OpenOrders: > 0 } => "ORDERED",
        { LastPurchase: null, LastVisit: null } => Newcomer,
        { OpenLeads: > 0 } => "IN_MARKET",
        { LastLoss: { } loss } when !(loss <= LastPurchase) && !(loss <= LastVisit) => "LOST",
        { Owns.Count: 0, LastEnd: { } end } when !(LastVisit > end) => "IN_MARKET",
        _ => Owner,
    };

    private DateTimeOffset? Defects =>
        Standing is "OWNER_NEW" or "OWNER_IN_SERVICE" or "REPURCHASED" ? (Later(LastVisit, LastPurchase) + UsualInterval)?.AddMonths(6) : null;

    private string Newcomer => OpenLeads > 0 ? LeadIsQualified ? "OPPORTUNITY" : "LEAD" : LastLoss is null ? "PROSPECT" : "LOST";

    private string Owner => LastVisit > LastPurchase || LastPurchase is null ? "OWNER_IN_SERVICE" : Purchases.Count > 1 ? "REPURCHASED" : "OWNER_NEW";

    private TimeSpan UsualInterval
    {
        get
        {
            if (ServiceVisits < 2)
            {
                return Year;
            }

            var mean = (LastVisit!.Value - FirstVisit!.Value) / (ServiceVisits - 1);
            return mean < Shortest ? Shortest : mean > 3 * Year ? 3 * Year : mean;
        }
    }

    public string StageAt(DateTimeOffset now) => DefectsAt <= now ? "DEFECTING" : Stage;

    public void Visits(DateTimeOffset at)
    {
        ServiceVisits++;
        FirstVisit ??= at;
        LastVisit = at;
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
