using System.Diagnostics;
using AutoCrm.Actors.Benchmarks.Measuring;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>Sends as fast as events are folded, with a bounded number of them on the way: estimates what is possible.</summary>
internal sealed class Saturation(EventClient client, FoldLag lag)
{
    /// <summary>The most events that are sent and not yet folded.</summary>
    private const int MaxOnTheWay = 10_000;
    private const int MaxUnanswered = 8;

    /// <summary>Sends until the time is over or nothing is left.</summary>
    /// <returns>How many events were folded a second, the first fifth of the time left out.</returns>
    public async Task<double> Run(IEnumerable<EventBody> bodies, TimeSpan time, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var before = lag.Now.Folded;
        var sent = 0L;
        var running = new List<Task>();
        foreach (var body in bodies)
        {
            while (lag.Now.Lag > MaxOnTheWay)
            {
                await Task.Delay(2, cancellation);
            }

            if (Stopwatch.GetElapsedTime(began) > time)
            {
                break;
            }

            if (running.Count == MaxUnanswered)
            {
                var done = await Task.WhenAny(running);
                running.Remove(done);
                await done;
            }

            running.Add(client.Send(body, cancellation));
            sent += body.Events;
        }

        var elapsed = Stopwatch.GetElapsedTime(began);
        await Task.WhenAll(running);
        await lag.Drained(TimeSpan.FromMinutes(2), cancellation);
        var share = await lag.ShareOf(sent, before, cancellation);
        return share * lag.FoldedPerSecond(began + (long)(elapsed.TotalSeconds / 5 * Stopwatch.Frequency), began + (long)(elapsed.TotalSeconds * Stopwatch.Frequency));
    }
}
