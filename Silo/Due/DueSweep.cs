using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace AutoCrm.Actors.Silo.Due;

/// <summary>
/// Asks actors to derive what has come due. Every silo does it for the partitions that it owns, so nobody has to be
/// woken. Who asks twice, or in two silos at once while partitions move, gets the same events, and the log has them once.
/// </summary>
internal sealed partial class DueSweep(
    DueRows rows, IGrainFactory grains, IOptions<DueOptions> options, TimeProvider time, ILogger<DueSweep> logger)
    : BackgroundService
{
    /// <summary>So often an actor is asked in a row, which derives only so much at once.</summary>
    private const int MostCalls = 20;

    // An actor that stays due, because it fails or because the log is away, must not keep the others from their turn.
    private readonly ConcurrentDictionary<Subject, long> resting = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var table in DueRows.Tables)
                {
                    await Sweep(table, stoppingToken);
                }
            }
#pragma warning disable CA1031 // The loop must outlive every failure: it looks again.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(logger, failure.GetType().Name);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(options.Value.Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Sweep(DueTable table, CancellationToken cancellation)
    {
        foreach (var (rested, _) in resting.Where(r => time.GetElapsedTime(r.Value) >= options.Value.Rest))
        {
            resting.TryRemove(rested, out _);
        }

        string[] without = [.. resting.Keys.Where(subject => subject.Kind == table.Kind).Select(subject => subject.Id)];
        var due = await rows.Read(table, time.GetUtcNow(), without, options.Value.MostAtOnce, cancellation);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallel, CancellationToken = cancellation },
            async (subject, stopping) => await Ask(subject, stopping));
    }

    private async Task Ask(Subject subject, CancellationToken cancellation)
    {
        try
        {
            var asked = time.GetUtcNow();
            for (var calls = 0; await Derive(subject, cancellation) <= asked; calls++)
            {
                if (calls == MostCalls)
                {
                    resting[subject] = time.GetTimestamp();
                    return;
                }
            }
        }
#pragma warning disable CA1031 // One actor that fails must not keep the others from being asked.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            resting[subject] = time.GetTimestamp();
            LogUnasked(logger, subject.Kind, failure.GetType().Name);
        }
    }

    private Task<DateTimeOffset?> Derive(Subject subject, CancellationToken cancellation) =>
        grains.GetEntity(subject).DeriveDue().WaitAsync(cancellation);

    [LoggerMessage(2801, LogLevel.Warning, "What has come due could not be looked for ({Failure}); it is tried again.")]
    private static partial void LogFailed(ILogger logger, string failure);

    [LoggerMessage(2802, LogLevel.Warning, "A {Kind} in which something has come due could not be asked ({Failure}); it is asked again.")]
    private static partial void LogUnasked(ILogger logger, SubjectKind kind, string failure);
}
