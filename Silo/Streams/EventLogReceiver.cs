using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;
using Orleans.Streams;

namespace AutoCrm.Actors.Silo.Streams;

/// <summary>
/// Reads one partition on from its checkpoint. No exception leaves it: one would silence the queue for ten seconds.
/// </summary>
internal sealed partial class EventLogReceiver(int partition, EventLogReceiver.Services services) : IQueueAdapterReceiver
{
    /// <summary>So many events in one read say that much happens in the partition.</summary>
    internal const int Many = 8;

    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(1);

    private long? last;
    private TimeSpan pause = LeastPause;
    private long readAt;
    private long readLast;

    // Nothing to connect to: a receiver whose initialization fails is used all the same.
    public Task Initialize(TimeSpan timeout)
    {
        services.Owned.Take(partition);
        return Task.CompletedTask;
    }

    public Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount) =>
        GetQueueMessagesAsync(maxCount, CancellationToken.None);

    public async Task<IList<IBatchContainer>> GetQueueMessagesAsync(int maxCount, CancellationToken cancellationToken)
    {
        try
        {
            last ??= await services.Checkpoints.Read(partition, cancellationToken);
            if (services.Signals.HeadOf(partition) <= last)
            {
                await services.Signals.WaitPast(partition, last.Value, services.Options.Wait, services.Time, cancellationToken);
            }

            await KeepPace(cancellationToken);
            var containers = await Read(maxCount, cancellationToken);
            pause = LeastPause;
            return containers;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or OperationCanceledException)
        {
            LogReadFailed(services.Logger, partition, failure);
            await Task.Delay(pause, services.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause.Doubled(MostPause);
            return [];
        }
    }

    // "Delivered" also means "given up": the actor of the partition keeps the checkpoint itself.
    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages) => Task.CompletedTask;

    public Task MessagesDeliveredAsync(IList<IBatchContainer> messages, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task Shutdown(TimeSpan timeout)
    {
        services.Owned.Leave(partition);
        return Task.CompletedTask;
    }

    // Each delivery costs by itself, and each of the actors in it: of many events fewer and larger ones are made.
    private async Task KeepPace(CancellationToken cancellation)
    {
        if (readLast >= Many && services.Options.Pace - services.Time.GetElapsedTime(readAt) is var left && left > TimeSpan.Zero)
        {
            await Task.Delay(left, services.Time, cancellation);
        }
    }

    private async Task<IList<IBatchContainer>> Read(int maxCount, CancellationToken cancellation)
    {
        var (containers, before) = (new List<IBatchContainer>(), last!.Value);
        readAt = services.Time.GetTimestamp();
        var most = maxCount < 0 ? 1 : maxCount;
        while (containers.Count < most && services.Signals.HeadOf(partition) > last)
        {
            var events = await services.Log.ReadPartition(partition, last.Value, services.LogOptions.MaxRead, cancellation);
            if (events.IsEmpty)
            {
                break;
            }

            last = events[^1].Position.Offset;
            if (!services.Weaknesses.DropsRead(reachedHead: last >= services.Signals.HeadOf(partition)))
            {
                containers.Add(new PartitionBatchContainer(partition, new PartitionBatch(events)));
            }
        }

        readLast = last.Value - before;
        return containers;
    }

    [LoggerMessage(2401, LogLevel.Warning, "Partition {Partition} could not be read; it is read again.")]
    private static partial void LogReadFailed(ILogger logger, int partition, Exception failure);

    /// <summary>What receivers share.</summary>
    public sealed record Services(
        IEventLog Log,
        ICheckpoints Checkpoints,
        EventLogSignals Signals,
        OwnedPartitions Owned,
        EventLogStreamOptions Options,
        EventLogOptions LogOptions,
        Weaknesses Weaknesses,
        TimeProvider Time,
        ILogger Logger);
}
