using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Dealerships;
using AutoCrm.Actors.Faults.Checking;
using AutoCrm.Actors.Vehicles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>Asks the actors themselves for their whole state, as a client of the cluster.</summary>
internal sealed class ActorReader(IHost client) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly IGrainFactory grains = client.Services.GetRequiredService<IGrainFactory>();

    public static async Task<ActorReader> Connect(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(orleans => orleans
            .Configure<Orleans.Configuration.ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = ("autocrm", "autocrm"))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connectionString + ";Search Path=autocrm"))
            .UseConnectionRetryFilter(async (_, cancellation) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
                return !cancellation.IsCancellationRequested;
            }));
        var host = builder.Build();
        using var bound = new CancellationTokenSource(Patience);
        await host.StartAsync(bound.Token);
        return new ActorReader(host);
    }

    /// <summary>Reads the states of actors as they are in memory; a failed read is tried again within a bound.</summary>
    public async Task<Dictionary<string, ActorState?>> Read(IEnumerable<string> subjects)
    {
        using var bound = new CancellationTokenSource(Patience);
        var states = new Dictionary<string, ActorState?>();
        foreach (var some in subjects.Chunk(64))
        {
            var read = await Task.WhenAll(some.Select(subject => Retried(Subject.OfKey(subject), bound.Token)));
            foreach (var (subject, state) in some.Zip(read))
            {
                states[subject] = state;
            }
        }

        return states;
    }

    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await client.StopAsync(bound.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        client.Dispose();
    }

    private async Task<ActorState?> Retried(Subject subject, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await Ask(subject).WaitAsync(cancellation);
            }
            catch (Exception away) when (away is Orleans.Runtime.OrleansException or TimeoutException or ArgumentException && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
            }
        }
    }

    private async Task<ActorState?> Ask(Subject subject) => subject.Kind switch
    {
        SubjectKind.Vehicle => StateOf(await grains.GetGrain<IVehicleGrain>(subject.Key).Get(null)),
        SubjectKind.Customer => StateOf(await grains.GetGrain<ICustomerGrain>(subject.Key).Get(null)),
        _ => StateOf(await grains.GetGrain<IDealershipGrain>(subject.Key).Get(null)),
    };

    private static ActorState? StateOf<T>(Live<T>? live)
        where T : class =>
        live is null ? null : new ActorState(live.Revision, live.Applied, Oracle.Text(live.State));
}
