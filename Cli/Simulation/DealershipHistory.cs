using AutoCrm.Actors.Dealerships;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>What one dealership's customers do, in the order in which it is reported: late reports and repeats are among it.</summary>
internal static class DealershipHistory
{
    // How long after a report that nobody answered it is sent again.
    private static readonly TimeSpan Repeat = TimeSpan.FromMinutes(7);
    private static readonly string[] Regions = ["north", "south", "east", "west"];

    /// <summary>The reports of what happened until the end of the history; what is still on its way then is sent at last.</summary>
    public static IEnumerable<LifeStep> Of(SimulationPlan plan, IEnumerable<Life> lives, int dealership) =>
        Reports(lives, step => step.At <= plan.Until).OrderBy(one => one.Sent).Select(one => one.Step).Prepend(Opening(plan, dealership));

    /// <summary>The reports, of what happens after the history, that are sent in a time.</summary>
    public static IEnumerable<(DateTimeOffset Sent, LifeStep Step)> Live(SimulationPlan plan, IEnumerable<Life> lives, DateTimeOffset after, DateTimeOffset until) =>
        Reports(lives, step => step.At > plan.Until).Where(one => one.Sent > after && one.Sent <= until);

    /// <summary>All reports of some steps, those that are sent again among them; in no order.</summary>
    public static IEnumerable<(DateTimeOffset Sent, LifeStep Step)> Reports(IEnumerable<Life> lives, Func<LifeStep, bool> which) =>
        from life in lives
        from step in life.Steps
        where which(step)
        from times in Enumerable.Range(0, step.Repeats + 1)
        select (step.Sent + (Repeat * times), step);

    /// <summary>The report that there is such a dealership.</summary>
    public static LifeStep Opening(SimulationPlan plan, int dealership)
    {
        var code = SimulationPlan.CodeOf(dealership);
        var registered = new DealershipRegistered { Name = $"Aurora {code}", Region = Regions[dealership % Regions.Length], TimeZone = "Etc/UTC" };
        var at = plan.Start.AddDays(-1);
        return new LifeStep(at, code, null, null, registered, null) { Sent = at };
    }
}
