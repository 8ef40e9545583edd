using AutoCrm.Actors.Cli.Import;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>
/// Sends a simulation. Dealerships are told one after the other, some at once, so memory holds the customers of a few
/// dealerships whatever the number of customers is.
/// </summary>
internal sealed class SimulationRun(SimulationPlan plan, int window)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

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
            await take(dealership, DealershipHistory.Of(plan, lives, dealership, DateTimeOffset.MinValue, plan.Until), token);
            truth.Add(lives, plan.Until);
            done();
        });
        truth.Complete();
    }

    /// <summary>Lets life go on from the end of the history, until it is ended or nothing more is told.</summary>
    public async Task GoOn(EventPost post, double speed, TimeProvider time, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        for (var from = plan.Until; from < plan.Horizon; from = from.AddDays(1))
        {
            var day = Enumerable.Range(0, plan.Dealerships)
                .SelectMany(dealership => DealershipHistory.Of(plan, plan.LivesOf(dealership), dealership, from, from.AddDays(1)))
                .OrderBy(step => step.Sent)
                .ToArray();
            for (var next = 0; next < day.Length;)
            {
                var now = plan.Until + (time.GetElapsedTime(began) * speed);
                var end = next;
                while (end < day.Length && day[end].At <= now)
                {
                    end++;
                }

                await post.Send(day[next..end], cancellation);
                next = end;
                await Task.Delay(Tick, time, cancellation);
            }
        }
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
