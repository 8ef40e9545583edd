using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>
/// Writes many actors' rows of one table in one statement; never an older revision over a newer one. What comes while a
/// statement runs is collected, one row per actor, and goes into the next. Rows stay until they are written, however
/// long the database is away; there are no more of them than actors in memory.
/// </summary>
internal sealed partial class ReadModelWriter<TRow>(
    DataSources databases, ReadModelTable<TRow> table, Weaknesses weaknesses, TimeProvider time, ILogger<ReadModelWriter<TRow>> logger)
    : BackgroundService, IReadModelWriter<TRow>
    where TRow : IReadModelRow
{
    /// <summary>The most rows in one statement.</summary>
    private const int MostAtOnce = 1000;

    private const string Guard = "WHERE row.revision < excluded.revision";
    private const string RepairGuard = "WHERE row.revision <= excluded.revision";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly CollectedRows<TRow> collected = new();
    private readonly LateRows<TRow> late = new(weaknesses);
    private readonly string upsert = weaknesses.SkipRevisionGuard
        ? table.Upsert[..table.Upsert.LastIndexOf("WHERE", StringComparison.Ordinal)]
        : table.Upsert;

    public Guid Id => collected.Id;

    public RowTicket Write(TRow row) => collected.Add(row);

    public Task Durable(RowTicket ticket) => collected.Durable(ticket);

    public async Task Overwrite(TRow row)
    {
        await using var command = databases.Write.CreateCommand(table.Upsert.Replace(Guard, RepairGuard, StringComparison.Ordinal));
        await Execute(command, [row]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await collected.Any(stoppingToken))
        {
            var (number, rows) = collected.Take();
            foreach (var chunk in late.Mix(rows).Chunk(MostAtOnce))
            {
                if (!await Upsert(chunk, stoppingToken))
                {
                    collected.Abandon();
                    return;
                }
            }

            collected.Keep(number);
        }

        // Whoever takes the partitions over brings the last rows, too: nothing is confirmed that is not written.
        collected.Abandon();
    }

    private async Task<bool> Upsert(TRow[] rows, CancellationToken stopping)
    {
        for (var pause = ShortestPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await using var command = databases.Write.CreateCommand(upsert);
                await Execute(command, rows);
                return true;
            }
            catch (PostgresException refused) when (refused.SqlState.StartsWith("22", StringComparison.Ordinal))
            {
                return await UpsertHalves(rows, refused.SqlState, stopping);
            }
#pragma warning disable CA1031 // The loop must outlive every failure of the database; who waits for the rows goes on waiting.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogFailed(logger, typeof(TRow).Name, rows.Length, failure);
                await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stopping.IsCancellationRequested)
                {
                    return false;
                }
            }
        }
    }

    // Class 22 is bad data: one row that the table cannot hold must not keep the others out.
    private async Task<bool> UpsertHalves(TRow[] rows, string sqlState, CancellationToken stopping)
    {
        if (rows.Length > 1)
        {
            var half = rows.Length / 2;
            return await Upsert(rows[..half], stopping) && await Upsert(rows[half..], stopping);
        }

        LogRefused(logger, typeof(TRow).Name, sqlState);
        return true;
    }

    private async Task Execute(NpgsqlCommand command, TRow[] rows)
    {
        foreach (var column in table.Columns)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = column(rows) });
        }

        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    [LoggerMessage(2202, LogLevel.Warning, "{Count} rows of {Row} could not be written; they are written again.")]
    private static partial void LogFailed(ILogger logger, string row, int count, Exception failure);

    [LoggerMessage(2203, LogLevel.Error, "The database refused a {Row} with {SqlState}: it is not searchable as it is.")]
    private static partial void LogRefused(ILogger logger, string row, string sqlState);
}

/// <summary>How a row stands in its table.</summary>
/// <param name="Upsert">The statement; one array parameter per column.</param>
/// <param name="Columns">The columns' values of many rows, in the order of the parameters.</param>
internal sealed record ReadModelTable<TRow>(string Upsert, IReadOnlyList<Func<TRow[], Array>> Columns);
