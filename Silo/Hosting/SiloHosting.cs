using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Customers;
using AutoCrm.Actors.Grains.Dealerships;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Silo.Due;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Owners;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.ReadModels;
using AutoCrm.Actors.Silo.Recalls;
using AutoCrm.Actors.Silo.Rebuilding;
using AutoCrm.Actors.Silo.Schema;
using AutoCrm.Actors.Silo.Snapshots;
using AutoCrm.Actors.Silo.Streams;
using Orleans.Configuration;
using Orleans.Runtime.GrainDirectory;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>Composes a silo: one method per capability.</summary>
internal static class SiloHosting
{
    public static void AddEventLog(this IHostApplicationBuilder builder, string connectionString, SiloStart start)
    {
        var services = builder.Services;
        services.AddOptions<EventLogOptions>()
            .Bind(builder.Configuration.GetSection(EventLogOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new DataSources(connectionString));
        services.AddSingleton(start.Incarnation);
        if (start.Heads is not null)
        {
            services.AddSingleton(start.Heads);
        }

        services.AddSingleton<EventLogSignals>();
        services.AddSingleton<CommittedTail>();
        services.AddSingleton(builder.Configuration.GetSection(Weaknesses.Section).Get<Weaknesses>() ?? new Weaknesses());
        services.AddSingleton(provider => new GroupedWork.Options(
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger("AutoCrm.Actors.Silo.GroupedWork")));
        services.AddHosted<IEventLog, PostgresEventLog>();
        services.AddHosted<ISubjectHistory, SubjectHistory>();
        services.AddHosted<ICheckpoints, Checkpoints>();
        services.AddHosted<ICustomerClues, CustomerClueTable>();
        services.AddSingleton<IQuarantine, Quarantine>();
        services.AddHosted<IAnnouncements, Announcements>();
        services.AddHostedService<HeadPoll>();
        services.AddHostedService<LateWatch>();
        services.AddHosted<ILogBroadcast, LogBroadcast>();
        services.AddHostedService<IncarnationWatch>();
    }

    public static void AddReadModels(this IServiceCollection services)
    {
        services.AddSingleton(ReadModelTables.Vehicles);
        services.AddSingleton(ReadModelTables.Customers);
        services.AddSingleton(ReadModelTables.Dealerships);
        services.AddHosted<IReadModelWriter<VehicleRow>, ReadModelWriter<VehicleRow>>();
        services.AddHosted<IReadModelWriter<CustomerRow>, ReadModelWriter<CustomerRow>>();
        services.AddHosted<IReadModelWriter<DealershipRow>, ReadModelWriter<DealershipRow>>();
        services.AddOptions<SweepOptions>().BindConfiguration(SweepOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddHostedService<DriftSweep>();
    }

    public static void AddDueWork(this IServiceCollection services)
    {
        services.AddOptions<DueOptions>().BindConfiguration(DueOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DueRows>();
        services.AddHostedService<DueSweep>();
    }

    public static void AddRecalls(this IServiceCollection services)
    {
        services.AddOptions<RecallOptions>().BindConfiguration(RecallOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RecallCampaigns>();
        services.AddSingleton<RecallOpenings>();
        services.AddSingleton<VehicleKinds>();
        services.AddSingleton<RecallReach>();
        services.AddHostedService<RecallSweep>();
    }

    public static void AddActors(this ISiloBuilder silo, SiloOptions options, IConfiguration configuration)
    {
        silo.Services.AddSingleton<EntityServices>();
        silo.Services.AddOptions<DeliveryOptions>()
            .Bind(configuration.GetSection(DeliveryOptions.Section))
            .Validate(delivery => delivery.Patience > TimeSpan.Zero && delivery.Timeout >= delivery.Patience
                && delivery.LongestHold > TimeSpan.Zero && delivery.LongestPause > TimeSpan.Zero && delivery.MostBehind > 0)
            .ValidateOnStart();
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
        silo.Configure<EndpointOptions>(endpoint =>
        {
            endpoint.AdvertisedIPAddress = System.Net.IPAddress.Loopback;
            endpoint.SiloPort = options.SiloPort;
            endpoint.GatewayPort = options.GatewayPort;
            endpoint.SiloListeningEndpoint = options.SiloListenPort is { } port ? new(System.Net.IPAddress.Loopback, port) : null;
        });
        silo.AddLiveness();
        silo.Services.AddSingleton<IGeneralizedCodec, DatabaseFailureCodec>();
        silo.AddMemoryBound();
#pragma warning disable ORLEANSEXP003 // The default directory lets two activations of one actor live side by side after a silo has died, and one of them misses events.
        silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
        silo.AddOwners();
        silo.AddAdoNetClustering();
        silo.AddSnapshots();
        silo.AddEventLogStreams(configuration);
    }

    private static void AddOwners(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ActorOwners>();
        silo.Services.AddSingleton<IActorOwners>(provider => provider.GetRequiredService<ActorOwners>());
        silo.Services.AddSingleton<IGrainDirectoryCache, OwnerCache>();
        silo.AddPlacementDirector<OwnerPlacement, OwnerPlacementDirector>();
    }

    // Actors leave after ten idle minutes, and earlier, the longest idle first, when the heap fills: of the memory that
    // the process may have (the machine's, a container's, or DOTNET_GCHeapHardLimit) they get four fifths at most.
    private static void AddMemoryBound(this ISiloBuilder silo) => silo.Configure<GrainCollectionOptions>(collection =>
    {
        collection.CollectionAge = TimeSpan.FromMinutes(10);
        collection.EnableActivationSheddingOnMemoryPressure = true;
        collection.MemoryUsageLimitPercentage = 80;
        collection.MemoryUsageTargetPercentage = 65;
        collection.MemoryUsagePollingPeriod = TimeSpan.FromSeconds(2);
    });

    private static void AddAdoNetClustering(this ISiloBuilder silo)
    {
        silo.UseAdoNetClustering(clustering => clustering.Configure<DataSources>((options, databases) =>
            (options.Invariant, options.DataSource) = ("Npgsql", databases.Clustering)));
        silo.UseAdoNetReminderService(reminders => reminders.Configure<DataSources>((options, databases) =>
            (options.Invariant, options.DataSource) = ("Npgsql", databases.Storage)));
    }

    private static void AddSnapshots(this ISiloBuilder silo)
    {
        silo.Services.AddKeyedSingleton<IGrainStorage>(EntityServices.SnapshotStorage, (provider, _) => new SealedSnapshots(
            provider.GetRequiredKeyedService<IGrainStorage>(SealedSnapshots.Stored), provider.GetRequiredService<CustomerKeys>()));
        silo.AddAdoNetGrainStorage(SealedSnapshots.Stored, storage => storage.Configure<DataSources>((options, databases) =>
        {
            (options.Invariant, options.DataSource) = ("Npgsql", databases.Storage);
            options.GrainStorageSerializer = new SnapshotSerializer();
        }));
    }

    private static void AddHosted<TService, TImplementation>(this IServiceCollection services)
        where TService : class
        where TImplementation : class, TService, IHostedService
    {
        services.AddSingleton<TImplementation>();
        services.AddSingleton<TService>(provider => provider.GetRequiredService<TImplementation>());
        services.AddHostedService(provider => provider.GetRequiredService<TImplementation>());
    }
}
