using AutoCrm.Actors.Grains.Events;
using Orleans.Runtime.Providers;
using Orleans.Streams;

namespace AutoCrm.Actors.Silo.Streams;

/// <summary>Registers the provider.</summary>
internal static class EventLogStreams
{
    /// <summary>Streams every partition of the event log to its actor.</summary>
    public static ISiloBuilder AddEventLogStreams(this ISiloBuilder builder, IConfiguration configuration)
    {
        builder.Services.AddOptions<EventLogStreamOptions>()
            .Bind(configuration.GetSection(EventLogStreamOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<OwnedPartitions>();
        builder.Services.AddHostedService<PartitionSweep>();
        builder.AddPersistentStreams(EventStreams.Provider, (provider, _) => EventLogAdapterFactory.Create(provider), streams =>
        {
            streams.ConfigureStreamPubSub(StreamPubSubType.ImplicitOnly);
            streams.ConfigurePartitionBalancing((services, _) => ActivatorUtilities.CreateInstance<PartitionBalancer>(services));
            streams.ConfigureBackoffProvider((_, _) => (IMessageDeliveryBackoffProvider)new StreamPauses());
            streams.ConfigureBackoffProvider((_, _) => (IQueueReaderBackoffProvider)new StreamPauses());
            streams.ConfigurePullingAgent(agent => agent.Configure(options =>
            {
                // The reader itself waits for news; this is only the pause between two waits.
                options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(10);
                options.MaxEventDeliveryTime = TimeSpan.FromSeconds(8);
                options.InitQueueTimeout = TimeSpan.FromSeconds(10);
                options.StreamInactivityPeriod = TimeSpan.FromMinutes(30);
            }));
        });
        return builder;
    }
}
