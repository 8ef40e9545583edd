using AutoCrm.Actors.Dealerships;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>What one dealership's customers do, in the order in which it is reported: late reports and repeats are among it.</summary>
internal static class DealershipHistory
{
    private static readonly string[] Regions = ["north", "south", "east", "west"];

    /// <summary>The reports of what happened in a time; what is still on its way at its end is sent at last.</summary>
    public static IEnumerable<LifeStep> Of(SimulationPlan plan, IEnumerable<Life> lives, int dealership, DateTimeOffset after, DateTimeOffset until)
    {
        var steps = new List<(DateTimeOffset Sent, LifeStep Step)>();
        if (after < plan.Start)
        {
            yield return Opening(plan, dealership);
        }

        foreach (var step in lives.SelectMany(life => life.Steps).Where(step => step.At > after && step.At <= until))
        {
            for (var times = 0; times <= step.Repeats; times++)
            {
                steps.Add((step.Sent.AddMinutes(7 * times), step));
            }
        }

        foreach (var (_, step) in steps.OrderBy(one => one.Sent))
        {
            yield return step;
        }
    }

    private static LifeStep Opening(SimulationPlan plan, int dealership)
    {
        var code = SimulationPlan.CodeOf(dealership);
        var registered = new DealershipRegistered { Name = $"Aurora {code}", Region = Regions[dealership % Regions.Length], TimeZone = "Etc/UTC" };
        return new LifeStep(plan.Start.AddDays(-1), code, null, null, registered, null);
    }
}
