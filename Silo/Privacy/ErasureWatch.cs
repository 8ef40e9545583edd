using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Privacy;

/// <summary>
/// Forgets the keys that other silos have destroyed: within <see cref="Pause"/>, and if the database does not answer,
/// all keys after <see cref="LongestTrust"/>.
/// </summary>
internal sealed partial class ErasureWatch(DataSources databases, CustomerKeys keys, TimeProvider time, ILogger<ErasureWatch> logger) : BackgroundService
{
    /// <summary>How long a key that was destroyed elsewhere can still be in memory.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>How long keys are trusted without an answer from the database.</summary>
    public static readonly TimeSpan LongestTrust = TimeSpan.FromMinutes(1);

    // A transaction may commit long after it began; the append's take 30 s at most.
    private const string Select = "SELECT customer FROM customer_key WHERE destroyed_at > now() - interval '5 minutes'";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var answered = time.GetTimestamp();
        using var timer = new PeriodicTimer(Pause, time);
        while (await Next(timer, stoppingToken))
        {
            try
            {
                await Look(stoppingToken);
                answered = time.GetTimestamp();
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or IOException)
            {
                LogFailed(logger, failure.GetType().Name);
                if (time.GetElapsedTime(answered) > LongestTrust)
                {
                    keys.Cache.Clear();
                }
            }
        }
    }

    private async Task Look(CancellationToken cancellation)
    {
        await using var command = databases.Read.CreateCommand(Select);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            keys.Cache.Destroy(reader.GetString(0));
        }
    }

    private static async Task<bool> Next(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(2601, LogLevel.Warning, "Whose keys were destroyed cannot be read ({Failure}); it is tried again.")]
    private static partial void LogFailed(ILogger logger, string failure);
}
