using System.Net.Sockets;
using System.Text.Json;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.History;

namespace AutoCrm.Actors.Faults.Workload;

/// <summary>A client that watches one vehicle over server-sent events, and connects again whenever it is cut.</summary>
internal sealed class Watcher(RunningFleet fleet, Recorder recorder, string vin, int client)
{
    private const string Subscription = "subscription($vin: ID!) { vehicleChanged(vin: $vin) { revision position } }";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private long latest;

    /// <summary>The key of the actor that is watched.</summary>
    public string Subject { get; } = Actors.Subject.Vehicle(vin).Key;

    /// <summary>The last revision that arrived.</summary>
    public long Latest => Volatile.Read(ref latest);

    public async Task Run(CancellationToken stop)
    {
        using var endpoint = new Endpoint(fleet, client);
        while (!stop.IsCancellationRequested)
        {
            var connection = recorder.NextOp();
            try
            {
                using var silent = CancellationTokenSource.CreateLinkedTokenSource(stop);
                silent.CancelAfter(Silence);
                using var response = await endpoint.Subscribe(Subscription, new { vin }, silent.Token);
                response.EnsureSuccessStatusCode();
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(silent.Token));
                while (await reader.ReadLineAsync(silent.Token) is { } line)
                {
                    silent.CancelAfter(Silence);
                    Take(connection, line);
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or SocketException or IOException or OperationCanceledException)
            {
                endpoint.Turn();
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private void Take(long connection, string line)
    {
        if (!line.StartsWith("data:", StringComparison.Ordinal) || line.Length < 7)
        {
            return;
        }

        var message = JsonDocument.Parse(line.AsMemory(5)).RootElement;
        if (message.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object)
        {
            var changed = data.GetProperty("vehicleChanged");
            var revision = changed.GetProperty("revision").GetInt64();
            recorder.Add(new Seen(connection, client, SeenIn.Push, Subject, revision, changed.GetProperty("position").GetString()));
            Volatile.Write(ref latest, revision);
        }
    }
}
