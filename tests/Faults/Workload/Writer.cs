using System.Text.Json;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.History;

namespace AutoCrm.Actors.Faults.Workload;

/// <summary>A client that sends events and repeats a batch until it is acknowledged, as a dealer's system must.</summary>
internal sealed class Writer(RunningFleet fleet, Recorder recorder, Freshest freshest, EventMaker maker, int client)
{
    private readonly Random random = new(client);

    /// <param name="stop">No new batches.</param>
    /// <param name="giveUp">No more retries.</param>
    public async Task Run(CancellationToken stop, CancellationToken giveUp)
    {
        using var endpoint = new Endpoint(fleet, client);
        while (!stop.IsCancellationRequested)
        {
            await Send(endpoint, maker.Next(), giveUp);
            await Task.Delay(random.Next(5, 40), CancellationToken.None);
        }
    }

    private async Task Send(Endpoint endpoint, Batch batch, CancellationToken giveUp)
    {
        var op = recorder.NextOp();
        for (var attempt = 1; ; attempt++)
        {
            recorder.Add(new Sending(op, client, attempt, batch.Again, attempt == 1 ? batch.Events : []));
            var (answer, failure) = await endpoint.Post(batch.Body);
            if (answer is { } receipt)
            {
                Acknowledge(op, batch, receipt);
                return;
            }

            recorder.Add(new Unknown(op, failure!));
            if (giveUp.IsCancellationRequested)
            {
                recorder.Add(new GaveUp(op));
                return;
            }

            if (random.Next(3) == 0)
            {
                endpoint.Turn();
            }

            await Task.Delay(random.Next(30, 200), CancellationToken.None);
        }
    }

    private void Acknowledge(long op, Batch batch, JsonElement receipt)
    {
        var rejected = receipt.GetProperty("rejected").EnumerateArray()
            .ToDictionary(item => item.GetProperty("index").GetInt32(), item => item.GetProperty("code").GetString()!);
        var position = receipt.GetProperty("position").GetString()!;
        recorder.Add(new Acknowledged(
            op, receipt.GetProperty("accepted").GetInt32(), receipt.GetProperty("duplicates").GetInt32(), rejected, position));
        maker.Remember(batch);
        freshest.Acknowledge(batch.Events, position);
    }
}
