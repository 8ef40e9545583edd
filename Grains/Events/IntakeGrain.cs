using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using Orleans.Concurrency;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>The way into the log. Reentrant, because a commit is shared: many calls wait for the same one.</summary>
[GrainType("intake"), StatelessWorker, Reentrant]
internal sealed class IntakeGrain(IEventLog log) : Grain, IIntakeGrain
{
    public Task<AppendReply> Append(ImmutableArray<NewEvent> events)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Length, IIntakeGrain.MaxEvents);
        return log.Append(events);
    }
}
