using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Recalls;
using Orleans.Concurrency;

namespace AutoCrm.Actors.Grains.Events;

/// <summary>The way into the log. Reentrant, because a commit is shared: many calls wait for the same one.</summary>
[GrainType("intake"), StatelessWorker, Reentrant]
internal sealed class IntakeGrain(IEventLog log) : Grain, IIntakeGrain
{
    public async Task<AppendReply> Append(ImmutableArray<NewEvent> events)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(events.Length, IIntakeGrain.MaxEvents);
        var reply = await log.Append(events);
        if (reply.Unavailable is not null)
        {
            return reply;
        }

        var derived = RecallSpread.Of(events, reply.Results).AddRange(LinkSpread.Of(events, reply.Results));
        return derived.IsEmpty ? reply : await Derive(reply, derived);
    }

    // Acknowledged is only what is all there: otherwise the sender repeats it, and what is there already stays as it is.
    private async Task<AppendReply> Derive(AppendReply reply, ImmutableArray<NewEvent> derived)
    {
        var positions = ImmutableArray.CreateBuilder<Position>(derived.Length);
        foreach (var some in derived.Chunk(IIntakeGrain.MaxEvents))
        {
            var appended = await log.Append([.. some]);
            if (appended.Unavailable is not null)
            {
                return appended;
            }

            positions.AddRange(appended.Results.Select(result => result.Position));
        }

        return reply with { Derived = positions.DrainToImmutable() };
    }
}
