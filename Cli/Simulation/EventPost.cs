using System.Collections.Concurrent;
using AutoCrm.Actors.Cli.Import;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>Sends reports as their dealerships do, each with its own token; the maker's with the headquarters'.</summary>
internal sealed class EventPost(Func<string?, ImportTarget> targetOf, SendingOptions options, TimeProvider time, Action<string?> waiting) : IDisposable
{
    private readonly ConcurrentDictionary<string, EventSender> senders = new(StringComparer.Ordinal);
    private long accepted;
    private long duplicates;

    public long Accepted => Interlocked.Read(ref accepted);

    public long Duplicates => Interlocked.Read(ref duplicates);

    /// <summary>Sends reports in their order, in requests of some hundred events.</summary>
    /// <exception cref="OperatorException">The system rejects a report: it would be a fault of the simulator.</exception>
    public async Task Send(IEnumerable<LifeStep> steps, CancellationToken cancellation)
    {
        foreach (var batch in steps.Chunk(options.EventsPerRequest))
        {
            foreach (var ofOne in batch.GroupBy(step => step.Dealership))
            {
                var chunk = new EventChunk(options.EventsPerRequest);
                foreach (var step in ofOne)
                {
                    chunk.Add(step.WriteTo);
                }

                await Send(ofOne.Key, chunk, cancellation);
            }
        }
    }

    public void Dispose()
    {
        foreach (var sender in senders.Values)
        {
            sender.Dispose();
        }
    }

    private async Task Send(string? dealership, EventChunk chunk, CancellationToken cancellation)
    {
        var sender = senders.GetOrAdd(dealership ?? string.Empty, _ => new EventSender(targetOf(dealership), options, time, waiting));
        var answer = await sender.Send(chunk, cancellation);
        Interlocked.Add(ref accepted, answer.Accepted);
        Interlocked.Add(ref duplicates, answer.Duplicates);
        if (answer.Rejected.Length > 0)
        {
            var first = answer.Rejected[0];
            throw new OperatorException($"{answer.Rejected.Length} events were rejected, the first one for {first.Code} at {first.Path}: {first.Message}");
        }
    }
}
