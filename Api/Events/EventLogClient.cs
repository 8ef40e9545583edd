using System.Collections.Immutable;
using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Calls the intake. A silo that is away is an answer here, not an exception.</summary>
internal interface IEventLog
{
    Task<AppendReply> Append(ImmutableArray<NewEvent> events);
}

internal sealed partial class EventLogClient(IGrainFactory grains, ClusterLink cluster, ClusterCalls calls, ILogger<EventLogClient> logger) : IEventLog
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    private static readonly AppendReply Away = new()
    {
        Unavailable = new Unavailable(UnavailableReason.LogDown, RetryAfter),
    };

    public async Task<AppendReply> Append(ImmutableArray<NewEvent> events)
    {
        if (!cluster.IsUp)
        {
            return Away;
        }

        try
        {
            // The key decides the silo: another one when the first is leaving or its connection broke. A commit that
            // only takes long is not tried elsewhere, because that would add to what makes it slow.
            return await calls.Ask(
                attempt => grains.GetGrain<IIntakeGrain>(attempt).Append(events),
                patience: null,
                reply => reply.Unavailable is { Reason: UnavailableReason.Leaving },
                CancellationToken.None);
        }
        catch (Exception away) when (away is Orleans.Runtime.OrleansException or TimeoutException or OperationCanceledException
            || (away is InvalidOperationException or ObjectDisposedException && !cluster.IsUp))
        {
            LogAway(logger, away.GetType().Name, events.Length);
            return Away;
        }
    }
}
