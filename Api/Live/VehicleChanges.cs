using System.Runtime.CompilerServices;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;

namespace AutoCrm.Actors.Api.Live;

/// <summary>A vehicle's state now, if it exists, and then after each change; never an older state after a newer one.</summary>
internal sealed partial class VehicleChanges(WatchHub hub, ILiveStates states, TimeProvider time, ILogger<VehicleChanges> logger)
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(2);

    public async IAsyncEnumerable<Live<Vehicle>> Of(string vin, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (watch, from) = await hub.Enter(Subject.Vehicle(vin), cancellation);
        using (watch)
        {
            var shown = 0L;
            var epoch = from.Epoch;
            var atLeast = from;
            while (true)
            {
                var live = await Read(vin, atLeast, cancellation);
                if (live is not null && (live.Revision > shown || live.Applied.Epoch != epoch))
                {
                    epoch = live.Applied.Epoch;
                    shown = live.Revision;
                    yield return live;
                }

                atLeast = await watch.Next(cancellation);
            }
        }
    }

    // A silo that goes away takes its actors to another one: a subscription outlives that.
    private async Task<Live<Vehicle>?> Read(string vin, PositionToken atLeast, CancellationToken cancellation)
    {
        var retry = FirstRetry;
        while (true)
        {
            try
            {
                return await states.Vehicle(vin, atLeast, cancellation);
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException)
            {
                LogAway(logger, failure.GetType().Name, retry);
                await Task.Delay(retry, time, cancellation);
                retry = retry * 2 < LastRetry ? retry * 2 : LastRetry;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A watched vehicle's actor does not answer ({Failure}); trying again in {Retry}")]
    private static partial void LogAway(ILogger logger, string failure, TimeSpan retry);
}
