using System.Collections.Immutable;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Schema;

namespace AutoCrm.Actors.Silo.Events;

/// <summary>Knows who observes the log and tells them. A hint only: they also look for themselves, more slowly.</summary>
internal sealed partial class LogBroadcast(
    IGrainFactory grains, LogIncarnation incarnation, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<LogBroadcast> logger)
    : BackgroundService, ILogBroadcast
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    private ImmutableArray<ILogObserver> observers = [];

    public void Carried(IReadOnlyList<LoggedEvent> events)
    {
        var told = observers;
        if (told.IsEmpty || events.Count == 0)
        {
            return;
        }

        var step = Step(events);
        foreach (var observer in told)
        {
            observer.Carried(step).Ignore();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.Wait(stoppingToken);
        var known = Guid.Empty;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var now = await grains.GetGrain<ILogObserversGrain>(ILogObserversGrain.Key).Next(known).WaitAsync(stoppingToken);
                (known, observers) = (now.Version, now.Observers);
            }
#pragma warning disable CA1031 // While it is not known who observes, they find out by themselves; the loop must not end.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogUnknown(logger, failure.GetType().Name);
                await Task.Delay(Retry, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private LogStep Step(IReadOnlyList<LoggedEvent> events)
    {
        var changes = ImmutableArray.CreateBuilder<SubjectChange>(events.Count * 3);
        foreach (var happened in events)
        {
            foreach (var subject in happened.Subjects())
            {
                changes.Add(new SubjectChange(subject, happened.Position.Offset));
            }
        }

        var (first, last) = (events[0].Position, events[^1].Position);
        return new LogStep(incarnation.Epoch, first.Partition, first.Offset - 1, last.Offset, changes.ToImmutable());
    }

    [LoggerMessage(2601, LogLevel.Debug, "Who observes the log is not known ({Failure}); they look for themselves meanwhile.")]
    private static partial void LogUnknown(ILogger logger, string failure);
}
