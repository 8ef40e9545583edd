using AutoCrm.Actors.Cli.Import;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>
/// Sends a simulation. Dealerships are told one after the other, some at once, so memory holds the customers of a few
/// dealerships whatever the number of customers is.
/// </summary>
internal sealed class SimulationRun(SimulationPlan plan, int window)
{
    /// <summary>Tells the history, and writes what is true at its end.</summary>
    /// <param name="take">Takes the reports of a dealership, in the order in which they are sent.</param>
    /// <param name="truth">The truth.</param>
    /// <param name="done">Told after each dealership.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task TellHistory(
        Func<int, IEnumerable<LifeStep>, CancellationToken, Task> take, TruthFile truth, Action done, CancellationToken cancellation)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = window, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, plan.Dealerships), parallel, async (dealership, token) =>
        {
            var lives = plan.LivesOf(dealership).ToArray();
            await take(dealership, DealershipHistory.Of(plan, lives, dealership), token);
            truth.Add(lives, plan.Until);
            done();
        });
        truth.Complete();
    }

    /// <summary>Writes the reports of each dealership into a file of its own.</summary>
    public static async Task Write(string folder, int dealership, IEnumerable<LifeStep> steps, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, $"{SimulationPlan.CodeOf(dealership)}.ndjson");
        await using var output = File.Create(file);
        var buffer = new ByteBuffer();
        foreach (var step in steps)
        {
            buffer.CutTo(0);
            step.WriteTo(buffer);
            await output.WriteAsync(buffer.Written, cancellation);
        }
    }
}
