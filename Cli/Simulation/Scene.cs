using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>Where a life is told: its randomness, its dealership, and what has been told so far.</summary>
internal sealed class Scene(SimulationPlan plan, int life)
{
    // Of a hundred sales, by month: spring and the end of the year are strong.
    private static readonly int[] Season = [7, 7, 11, 8, 9, 9, 7, 7, 9, 8, 8, 10];

    private readonly HashSet<long> taken = [];
    private readonly SeededRandom delivery = new(plan.Seed ^ 0x5DEECE66DUL, (ulong)life);
    private int numbers;
    private int persons;

    public SimulationPlan Plan => plan;

    public int Number => life;

    public SeededRandom Random { get; } = new(plan.Seed, (ulong)life);

    public string Home { get; } = SimulationPlan.CodeOf(plan.HomeOf(life));

    /// <summary>Another dealership, where there is one.</summary>
    public string Neighbour { get; } = SimulationPlan.CodeOf((plan.HomeOf(life) + 1) % plan.Dealerships);

    public List<LifeStep> Steps { get; } = [];

    /// <summary>A number of the dealership's own, for an order, a lead, a repair order.</summary>
    public string NewId(string kind) => $"{kind}{plan.Seed}-{life + 1}-{++numbers}";

    /// <summary>Numbers the people of the life.</summary>
    public int NextPerson() => persons++;

    /// <summary>Some days later, at a time when the dealership works.</summary>
    public DateTimeOffset Days(DateTimeOffset from, int least, int most)
    {
        var day = new DateTimeOffset(from.UtcDateTime.Date, TimeSpan.Zero).AddDays(Random.Between(least, most));
        var at = day.AddHours(8).AddSeconds(Random.Below(10 * 3600));
        return most < 0 || at > from ? at : from.AddMinutes(Random.Between(5, 50));
    }

    /// <summary>A day of the time between two, more likely in a strong month.</summary>
    public DateTimeOffset Seasonal(DateTimeOffset from, DateTimeOffset to)
    {
        while (true)
        {
            var at = from.AddMinutes(Random.Below((int)(to - from).TotalMinutes));
            if (Random.Below(11) < Season[at.Month - 1])
            {
                return Days(at, 0, 0);
            }
        }
    }

    /// <summary>Tells that something happened. No two things of a life happen at one instant, unless it is said so.</summary>
    public DateTimeOffset Say(
        DateTimeOffset at, string? customer, string? vin, EventPayload data, Action<Truth>? effect = null, bool byMaker = false, string? dealership = null, bool sameInstant = false)
    {
        while (!sameInstant && !taken.Add(at.UtcTicks))
        {
            at = at.AddSeconds(1);
        }

        var isLate = delivery.PerMille(30);
        var sent = isLate ? at.AddHours(delivery.Between(2, 480)) : at;
        Steps.Add(new LifeStep(at, byMaker ? null : dealership ?? Home, customer, vin, data, effect)
        {
            Sent = sent,
            Repeats = delivery.PerMille(10) ? 1 : 0,
        });
        return at;
    }

    /// <summary>Whether a contradiction is planted here.</summary>
    public bool Contradicts(int perMille) => Random.PerMille(perMille) && plan.Contradictions;
}
