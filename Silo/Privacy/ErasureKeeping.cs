using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>
/// Keeps the register of erasures and the database in step: what a restored backup does not know is erased again, and
/// what any silo erases stands in the register within <see cref="Pause"/>.
/// </summary>
internal sealed partial class ErasureKeeping(
    ErasureRegister register, DataSources databases, IEventLog log, TimeProvider time, ILogger<ErasureKeeping> logger)
    : BackgroundService, IHealthCheck
{
    /// <summary>How often it is looked who was erased.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private const string SelectDestroyed = "SELECT customer FROM customer_key WHERE destroyed_at > now() - $1";

    // A transaction may commit long after it began; an append's takes 30 s at most.
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Ever = TimeSpan.FromDays(100_000);

    private volatile bool hasLooked;
    private volatile bool isBehind;

    /// <summary>Whether register and database were in step at least once since the start.</summary>
    internal bool HasLooked => hasLooked;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(isBehind
            ? HealthCheckResult.Degraded("Erasures cannot be noted in their register: a restore would bring the erased back.")
            : HealthCheckResult.Healthy());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (told, noted) = (false, false);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                told = told || await RestoredErasures.Tell(
                    databases.Read, log, (await register.Read(stoppingToken)).Customers, time.GetUtcNow(), stoppingToken);
                await Note(noted ? Lately : Ever, stoppingToken);
                noted = true;
                hasLooked = told;
                isBehind = false;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException or UnauthorizedAccessException)
            {
                noted = false;
                isBehind = true;
                LogFailed(logger, failure.GetType().Name);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Note(TimeSpan since, CancellationToken cancellation)
    {
        var destroyed = new List<string>();
        await using (var command = databases.Read.CreateCommand(SelectDestroyed))
        {
            command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = since });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                destroyed.Add(reader.GetString(0));
            }
        }

        if (destroyed.Count > 0)
        {
            await register.Add(destroyed, cancellation);
        }
    }

    [LoggerMessage(2602, LogLevel.Error, "Erasures could not be noted in their register ({Failure}); it is tried again.")]
    private static partial void LogFailed(ILogger logger, string failure);
}
