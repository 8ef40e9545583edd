using System.Text.Json;
using AutoCrm.Actors.Faults.Fleet;
using AutoCrm.Actors.Faults.History;

namespace AutoCrm.Actors.Faults.Workload;

/// <summary>A client that reads single actors and lists, half of the time at least as fresh as a write that it knows of.</summary>
internal sealed class Reader(RunningFleet fleet, Recorder recorder, Freshest freshest, int client)
{
    private const string Lists = "query($d: String, $p: String) { vehicles(filter: { dealership: $d }, first: 40, atLeast: $p) { edges { node { vin revision } } } }";

    private readonly Random random = new(client);

    public async Task Run(CancellationToken stop)
    {
        using var endpoint = new Endpoint(fleet, client);
        while (!stop.IsCancellationRequested)
        {
            var subjects = freshest.Subjects;
            if (subjects.Count > 0)
            {
                var subject = Subject.OfKey(subjects[random.Next(subjects.Count)]);
                var atLeast = random.Next(2) == 0 ? freshest.PositionOf(subject.Key) : null;
                await (subject.Kind == SubjectKind.Dealership && random.Next(2) == 0
                    ? List(endpoint, subject, atLeast)
                    : One(endpoint, subject, atLeast));
            }

            await Task.Delay(random.Next(5, 30), CancellationToken.None);
        }
    }

    private async Task One(Endpoint endpoint, Subject subject, string? atLeast)
    {
        var op = recorder.NextOp();
        recorder.Add(new Reading(op, client, subject.Key, atLeast));
        var field = subject.Kind switch
        {
            SubjectKind.Vehicle => "vehicle(vin: $id, atLeast: $p)",
            SubjectKind.Customer => "customer(id: $id, atLeast: $p)",
            _ => "dealership(code: $id, atLeast: $p)",
        };
        var (answer, failure) = await endpoint.Query(
            $"query($id: ID!, $p: String) {{ one: {field} {{ revision position }} }}", new { id = subject.Id, p = atLeast });
        if (answer is not { } data)
        {
            Miss(endpoint, op, failure!);
            return;
        }

        var one = data.GetProperty("one");
        recorder.Add(one.ValueKind == JsonValueKind.Null
            ? new Seen(op, client, SeenIn.Actor, subject.Key, 0, null)
            : new Seen(op, client, SeenIn.Actor, subject.Key, one.GetProperty("revision").GetInt64(), one.GetProperty("position").GetString()));
    }

    private async Task List(Endpoint endpoint, Subject dealership, string? atLeast)
    {
        var op = recorder.NextOp();
        recorder.Add(new Reading(op, client, dealership.Key, atLeast));
        var (answer, failure) = await endpoint.Query(Lists, new { d = dealership.Id, p = atLeast });
        if (answer is not { } data)
        {
            Miss(endpoint, op, failure!);
            return;
        }

        foreach (var edge in data.GetProperty("vehicles").GetProperty("edges").EnumerateArray())
        {
            var node = edge.GetProperty("node");
            recorder.Add(new Seen(
                op, client, SeenIn.Row, Subject.Vehicle(node.GetProperty("vin").GetString()!).Key, node.GetProperty("revision").GetInt64(), null));
        }
    }

    private void Miss(Endpoint endpoint, long op, string failure)
    {
        recorder.Add(new Missed(op, failure));
        if (random.Next(3) == 0)
        {
            endpoint.Turn();
        }
    }
}
