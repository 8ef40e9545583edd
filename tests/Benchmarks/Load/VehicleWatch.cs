using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using AutoCrm.Actors.Benchmarks.Measuring;

namespace AutoCrm.Actors.Benchmarks.Load;

/// <summary>A GraphQL subscriber of one vehicle over server-sent events, which times how long a reading takes to arrive.</summary>
internal sealed class VehicleWatch : IAsyncDisposable
{
    private const string Subscription = "subscription($vin: ID!) { vehicleChanged(vin: $vin) { revision odometer { km } } }";
    private readonly Latencies latencies;
    private readonly ConcurrentQueue<(int Km, long Sent)> awaited = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource stop = new();
    private readonly Task reading;

    private VehicleWatch(HttpClient http, Uri api, string vin, Latencies latencies)
    {
        this.latencies = latencies;
        reading = Read(http, api, vin);
    }

    /// <summary>Readings that were sent and have not arrived.</summary>
    public int Missing => awaited.Count;

    /// <summary>Subscribes, and waits for the state as it is.</summary>
    public static async Task<VehicleWatch> Start(HttpClient http, Uri api, string vin, Latencies latencies)
    {
        var watch = new VehicleWatch(http, api, vin, latencies);
        await (await Task.WhenAny(watch.first.Task, watch.reading));
        return watch;
    }

    /// <summary>A reading is on its way from now on. Readings of one vehicle only rise.</summary>
    public void Expect(int km) => awaited.Enqueue((km, Stopwatch.GetTimestamp()));

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task Read(HttpClient http, Uri api, string vin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api, "/graphql"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        request.Content = JsonContent.Create(new { query = Subscription, variables = new { vin } });
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(stop.Token), Encoding.UTF8);
        while (await lines.ReadLineAsync(stop.Token) is { } line)
        {
            if (KmOf(line) is { } km)
            {
                Arrived(km);
                first.TrySetResult();
            }
        }

        throw new IOException("The subscription ended.");
    }

    // Changes that come close together arrive as one, with the latest state.
    private void Arrived(int km)
    {
        while (awaited.TryPeek(out var oldest) && oldest.Km <= km)
        {
            awaited.TryDequeue(out oldest);
            latencies.Add(Stopwatch.GetElapsedTime(oldest.Sent));
        }
    }

    private static int? KmOf(string line)
    {
        const string Member = "\"km\":";
        var at = line.IndexOf(Member, StringComparison.Ordinal);
        return at >= 0 && Utf8Parser.TryParse(Encoding.UTF8.GetBytes(line[(at + Member.Length)..]), out int km, out _) ? km : null;
    }
}
