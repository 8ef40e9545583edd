using System.Collections.Immutable;
using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Events;

/// <summary>Calls the intake. A silo that is away is an answer here, not an exception.</summary>
internal interface IEventLog
{
    Task<AppendReply> Append(ImmutableArray<NewEvent> events);
}

internal sealed partial class EventLogClient(IGrainFactory grains, ClusterLink cluster, ILogger<EventLogClient> logger) : IEventLog
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
            return await grains.GetGrain<IIntakeGrain>(0).Append(events).WaitAsync(cluster.Lost);
        }
        catch (Exception away) when (away is Orleans.Runtime.OrleansException or TimeoutException or OperationCanceledException
            || (away is InvalidOperationException or ObjectDisposedException && !cluster.IsUp))
        {
            LogAway(logger, away.GetType().Name, events.Length);
            return Away;
        }
    }
}
