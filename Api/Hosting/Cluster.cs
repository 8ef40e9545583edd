using AutoCrm.Actors.Events;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;

namespace AutoCrm.Actors.Api.Hosting;

/// <summary>The connection to the silos.</summary>
internal static class Cluster
{
    public static IServiceCollection AddCluster(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ClusterLink(() => KnowsActors(provider.GetRequiredService<IGrainFactory>())));
        services.AddOrleansClient(client => client
            .UseAdoNetClustering((OptionsBuilder<AdoNetClusteringClientOptions> clustering) =>
                clustering.Configure<IServiceProvider>((options, provider) =>
                {
                    options.Invariant = "Npgsql";
                    options.DataSource = provider.GetRequiredKeyedService<NpgsqlDataSource>(Database.Clustering);
                }))
            .AddGatewayCountChangedHandler(provider => provider.GetRequiredService<ClusterLink>().OnGatewayCountChanged)
            .AddClusterConnectionLostHandler(provider => provider.GetRequiredService<ClusterLink>().OnLost)
            .UseConnectionRetryFilter<ConnectUntilStopped>());
        services.AddHostedService<ClusterProbe>();
        services.AddOptions<ClusterOptions>().Configure<IOptions<ApiOptions>>((cluster, api) =>
        {
            cluster.ClusterId = api.Value.ClusterId;
            cluster.ServiceId = api.Value.ServiceId;
        });

        // The defaults find a restarted silo only after a minute.
        services.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
        return services;
    }

    // The connection is there a moment before the list of what the silos host; until then there is no way to any actor.
    private static bool KnowsActors(IGrainFactory grains)
    {
        try
        {
            grains.GetGrain<IIntakeGrain>(0);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>Whether the Api is connected to at least one silo.</summary>
/// <param name="knowsActors">Whether the silos have told what they host.</param>
internal sealed class ClusterLink(Func<bool> knowsActors) : IDisposable
{
    private readonly Lock gate = new();
    private volatile int gateways;
    private volatile bool known;
    private CancellationTokenSource lost = new();

    public bool IsUp => gateways > 0 && (known || (known = knowsActors()));

    /// <summary>Whether there was a connection, and there is none now.</summary>
    public bool IsLost => gateways == 0 && Lost.IsCancellationRequested;

    /// <summary>Cancelled when the last connection is gone: no answer to a call that runs now will come.</summary>
    public CancellationToken Lost
    {
        get
        {
            lock (gate)
            {
                return lost.Token;
            }
        }
    }

    public void OnGatewayCountChanged(object? sender, GatewayCountChangedEventArgs change) => Set(change.NumberOfConnectedGateways);

    public void OnLost(object? sender, EventArgs lost) => Set(0);

    public void Dispose() => lost.Dispose();

    internal void Set(int connected)
    {
        lock (gate)
        {
            gateways = connected;
            if (connected == 0)
            {
                lost.Cancel();
            }
            else if (lost.IsCancellationRequested)
            {
                lost.Dispose();
                lost = new CancellationTokenSource();
            }
        }
    }
}

/// <summary>The Api may start before the silos: it tries again for as long as its host runs.</summary>
internal sealed partial class ConnectUntilStopped(TimeProvider time, ILogger<ConnectUntilStopped> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        LogNotConnected(logger, exception.GetType().Name);
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }
}
