using System.Diagnostics;
using AutoCrm.Actors.Benchmarks.Measuring;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>Sends as fast as events are folded, with a bounded number of them on the way: estimates what is possible.</summary>
internal sealed class Saturation(EventClient client, FoldLag lag)
{
    /// <summary>The most events that are sent and not yet folded.</summary>
    private const int MaxOnTheWay = 10_000;

    /// <summary>Sends until the time is over or nothing is left.</summary>
    /// <returns>How many events were folded a second, the first fifth of the time left out.</returns>
    public async Task<double> Run(IEnumerable<EventBody> bodies, TimeSpan time, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var (before, counted) = (lag.Now.Folded, client.Counts);
        var running = new List<Task>();
        foreach (var body in bodies)
        {
            if (running.Count == client.Connections)
            {
                var done = await Task.WhenAny(running);
                running.Remove(done);
                await done;
            }

            running.Add(client.Send(body, cancellation));
            while (lag.Now.Lag > MaxOnTheWay)
            {
                await Task.Delay(2, cancellation);
            }

            // Only what is sent is taken: nothing must be missing in a life.
            if (Stopwatch.GetElapsedTime(began) > time)
            {
                break;
            }
        }

        var elapsed = Stopwatch.GetElapsedTime(began);
        await Task.WhenAll(running);
        await lag.Drained(TimeSpan.FromMinutes(2), cancellation);
        var counts = client.Counts - counted;
        counts.Check();
        var share = await lag.ShareOf(counts.Accepted, before, cancellation);
        return share * lag.FoldedPerSecond(began + (long)(elapsed.TotalSeconds / 5 * Stopwatch.Frequency), began + (long)(elapsed.TotalSeconds * Stopwatch.Frequency));
    }
}
