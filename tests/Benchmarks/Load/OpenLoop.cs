using System.Diagnostics;
using AutoCrm.Actors.Benchmarks.Measuring;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>
/// Sends at a constant arrival rate, whatever the answers do. A request's latency counts from the moment at which it was
/// due, so that a system that stalls does not hide it by slowing the sender down.
/// </summary>
internal sealed class OpenLoop(EventClient client)
{
    // Far more than a healthy system ever has unanswered; it bounds what a stalled one costs.
    private const int MaxUnanswered = 400;

    /// <summary>Sends everything and waits for the last answer.</summary>
    /// <param name="bodies">The requests.</param>
    /// <param name="rate">Events a second.</param>
    /// <param name="cancellation">Ends the run.</param>
    public async Task<Latencies> Run(IReadOnlyList<EventBody> bodies, double rate, CancellationToken cancellation)
    {
        var latencies = new Latencies(bodies.Count);
        using var unanswered = new SemaphoreSlim(MaxUnanswered);
        var running = new List<Task>(bodies.Count);
        var began = Stopwatch.GetTimestamp();
        var events = 0L;
        foreach (var body in bodies)
        {
            var due = began + (long)(events / rate * Stopwatch.Frequency);
            await Until(due, cancellation);
            await unanswered.WaitAsync(cancellation);
            running.Add(Send(body, due, latencies, unanswered, cancellation));
            events += body.Events;
        }

        await Task.WhenAll(running);
        return latencies;
    }

    /// <summary>Waits until a time of the clock of <see cref="Stopwatch"/>.</summary>
    public static async ValueTask Until(long due, CancellationToken cancellation)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is var left && left > TimeSpan.FromMilliseconds(0.5))
        {
            await Task.Delay(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left, cancellation);
        }
    }

    private async Task Send(EventBody body, long due, Latencies latencies, SemaphoreSlim unanswered, CancellationToken cancellation)
    {
        try
        {
            await client.Send(body, cancellation);
            latencies.Add(Stopwatch.GetElapsedTime(due));
        }
        finally
        {
            unanswered.Release();
        }
    }
}
