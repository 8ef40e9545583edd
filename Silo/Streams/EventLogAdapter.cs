using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Schema;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers.Streams.Common;
using Orleans.Streams;

namespace AutoCrm.Actors.Silo.Streams;

/// <summary>The Orleans stream provider over the event log: read-only, because the log is written by the intake alone.</summary>
internal sealed class EventLogAdapter(EventLogReceiver.Services services) : IQueueAdapter
{
    public string Name => EventStreams.Provider;

    public bool IsRewindable => true;

    public StreamProviderDirection Direction => StreamProviderDirection.ReadOnly;

    public IQueueAdapterReceiver CreateReceiver(QueueId queueId) =>
        new EventLogReceiver(EventLogQueueMapper.PartitionOf(queueId), services);

    public Task QueueMessageBatchAsync<T>(
        StreamId streamId, IEnumerable<T> events, StreamSequenceToken? token, Dictionary<string, object>? requestContext) =>
        throw new NotSupportedException("Events enter through the intake, not through the stream.");
}

/// <summary>Builds the provider's parts.</summary>
internal sealed class EventLogAdapterFactory(
    LogIncarnation incarnation, EventLogReceiver.Services services, ILoggerFactory loggers) : IQueueAdapterFactory
{
    private readonly EventLogQueueMapper mapper = new(incarnation.Partitions);
    private readonly IQueueAdapterCache cache = new SimpleQueueAdapterCache(
        new SimpleQueueCacheOptions { CacheSize = services.Options.CachedReads }, EventStreams.Provider, loggers);

    public static EventLogAdapterFactory Create(IServiceProvider provider) => new(
        provider.GetRequiredService<LogIncarnation>(),
        new EventLogReceiver.Services(
            provider.GetRequiredService<IEventLog>(),
            provider.GetRequiredService<ICheckpoints>(),
            provider.GetRequiredService<EventLogSignals>(),
            provider.GetRequiredService<OwnedPartitions>(),
            provider.GetRequiredService<IOptions<EventLogStreamOptions>>().Value,
            provider.GetRequiredService<IOptions<EventLogOptions>>().Value,
            provider.GetRequiredService<Weaknesses>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EventLogReceiver>>()),
        provider.GetRequiredService<ILoggerFactory>());

    public Task<IQueueAdapter> CreateAdapter() => Task.FromResult<IQueueAdapter>(new EventLogAdapter(services));

    public IQueueAdapterCache GetQueueAdapterCache() => cache;

    public IStreamQueueMapper GetStreamQueueMapper() => mapper;

    public Task<IStreamFailureHandler> GetDeliveryFailureHandler(QueueId queueId) =>
        Task.FromResult<IStreamFailureHandler>(new NoOpStreamDeliveryFailureHandler());
}
