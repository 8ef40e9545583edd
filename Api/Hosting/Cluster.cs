using AutoCrm.Actors.Events;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;

namespace AutoCrm.Actors.Api.Hosting;

/// <summary>The connection to the silos.</summary>
internal static class Cluster
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(15);

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
        services.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = ResponseTimeout);
        services.AddSingleton<ClusterCalls>();
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
