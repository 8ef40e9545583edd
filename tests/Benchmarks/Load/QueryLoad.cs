using System.Diagnostics;
using System.Threading.Channels;
using AutoCrm.Actors.Benchmarks.Measuring;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>Asks for vehicles, one at a time on each of some connections.</summary>
internal sealed class QueryLoad : IDisposable
{
    private readonly List<QueryConnection> connections = [];

    public static async Task<QueryLoad> Open(Uri api, int count, CancellationToken cancellation)
    {
        var load = new QueryLoad();
        for (var i = 0; i < count; i++)
        {
            load.connections.Add(await QueryConnection.Open(api, cancellation));
        }

        return load;
    }

    /// <summary>The requests for some vehicles of a population.</summary>
    public static byte[][] Requests(Uri api, string token, Population population, int from, int count) =>
    [
        .. Enumerable.Range(from, count).Select(vehicle => QueryConnection.Request(
            api, token, $$"""{ vehicle(vin: "{{population.Vin(vehicle)}}") { vin make model revision odometer { km at } } }""")),
    ];

    /// <summary>Every request once, as fast as the answers come.</summary>
    public async Task<(double PerSecond, Latencies Latencies)> Once(byte[][] requests, CancellationToken cancellation) =>
        await Closed(requests, i => i < requests.Length, cancellation);

    /// <summary>Random requests as fast as the answers come, for a time.</summary>
    public async Task<(double PerSecond, Latencies Latencies)> For(TimeSpan time, byte[][] requests, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        return await Closed(requests, _ => Stopwatch.GetElapsedTime(began) < time, cancellation);
    }

    /// <summary>At a constant rate; latencies count from the moment at which a request was due.</summary>
    public async Task<Latencies> AtRate(double rate, TimeSpan time, byte[][] requests, CancellationToken cancellation)
    {
        var free = Channel.CreateUnbounded<QueryConnection>();
        connections.ForEach(connection => free.Writer.TryWrite(connection));
        var count = (int)(rate * time.TotalSeconds);
        var latencies = new Latencies(count);
        var running = new List<Task>(count);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++)
        {
            var due = began + (long)(i / rate * Stopwatch.Frequency);
            await OpenLoop.Until(due, cancellation);
            running.Add(Run(await free.Reader.ReadAsync(cancellation), requests[Mix(i, requests.Length)], due));
        }

        await Task.WhenAll(running);
        return latencies;

        async Task Run(QueryConnection connection, byte[] request, long due)
        {
            try
            {
                await connection.Ask(request, cancellation);
                latencies.Add(Stopwatch.GetElapsedTime(due));
            }
            finally
            {
                free.Writer.TryWrite(connection);
            }
        }
    }

    public void Dispose() => connections.ForEach(connection => connection.Dispose());

    private async Task<(double PerSecond, Latencies Latencies)> Closed(byte[][] requests, Func<int, bool> goesOn, CancellationToken cancellation)
    {
        var latencies = new Latencies(requests.Length);
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(connections.Select(Run));
        return (latencies.Count / Stopwatch.GetElapsedTime(began).TotalSeconds, latencies);

        async Task Run(QueryConnection connection)
        {
            while (Interlocked.Increment(ref next) is var i && goesOn(i))
            {
                var sent = Stopwatch.GetTimestamp();
                await connection.Ask(requests[i % requests.Length], cancellation);
                latencies.Add(Stopwatch.GetElapsedTime(sent));
            }
        }
    }

    // Spreads successive numbers over all requests, cheaply.
    private static int Mix(int i, int count) => (int)((uint)i * 2_654_435_761u % (uint)count);
}
