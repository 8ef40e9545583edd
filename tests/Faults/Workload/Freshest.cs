using System.Collections.Concurrent;
using AutoCrm.Actors.Faults.History;

namespace AutoCrm.Actors.Faults.Workload;

/// <summary>What readers need of the writers: which actors there are, and what was acknowledged about each last.</summary>
internal sealed class Freshest
{
    private readonly ConcurrentDictionary<string, string> positions = new();

    /// <summary>Every actor that an acknowledged event was about.</summary>
    public IReadOnlyList<string> Subjects => [.. positions.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The position token of the last acknowledged write about an actor.</summary>
    public string? PositionOf(string subject) => positions.GetValueOrDefault(subject);

    public void Acknowledge(IReadOnlyList<SentEvent> events, string position)
    {
        foreach (var sent in events.Where(e => !e.Altered))
        {
            positions[Subject.Dealership(sent.Dealership).Key] = position;
            if (sent.Customer is { } customer)
            {
                positions[Subject.Customer(customer).Key] = position;
            }

            if (sent.Vin is { } vin)
            {
                positions[Subject.Vehicle(vin).Key] = position;
            }
        }
    }
}
