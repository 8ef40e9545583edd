using System.Collections.Immutable;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.ReadModels;

/// <summary>
/// Writes many actors' rows of one table in one statement; never over a row that is newer than the actor knows. What comes while a
/// statement runs is collected, one row per actor, and goes into the next. Rows stay until they are written, however
/// long the database is away; there are no more of them than actors in memory.
/// </summary>
internal sealed partial class ReadModelWriter<TRow>(
    DataSources databases, ReadModelTable<TRow> table, IRowSealing<TRow> sealing, Weaknesses weaknesses, TimeProvider time, ILogger<ReadModelWriter<TRow>> logger)
    : BackgroundService, IReadModelWriter<TRow>
    where TRow : IReadModelRow
{
    /// <summary>The most rows in one statement.</summary>
    private const int MostAtOnce = 1000;

    /// <summary>As many rows at once are a sign of load.</summary>
    private const int ManyRows = 32;

    /// <summary>Under load, so long passes from one statement to the next: fewer statements with more rows in each cost less.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>So long a row waits at least: what it tells goes ahead, and the rows of all tables share one flush of the database's log.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(8);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly CollectedRows<TRow> collected = new();
    private readonly LateRows<RowWrite<TRow>> late = new(weaknesses);
    private readonly RowStatement take = new(Guarded(table.Take, weaknesses), table.Columns, IsWhole: true);
    private readonly RowStatement update = new(Guarded(table.Update, weaknesses), table.Columns, IsWhole: true);
    private readonly RowStatement touch = new(Guarded(table.Touch, weaknesses), table.RestlessColumns, IsWhole: false);

    private readonly string overwrite = table.Upsert.Replace("row.revision < excluded", "row.revision <= excluded", StringComparison.Ordinal);

    public Guid Id => collected.Id;

    public RowTicket Write(RowSlot slot, TRow row) => collected.Add(new RowWrite<TRow>(slot, row));

    public Task<ImmutableArray<string>> Durable(RowTicket ticket) => collected.Durable(ticket);

    public async Task Overwrite(TRow row)
    {
        await using var command = databases.Write.CreateCommand(overwrite);
        AddColumns(command, table.Columns, await sealing.Seal([row], CancellationToken.None));
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await collected.Any(stoppingToken))
        {
            var began = time.GetTimestamp();
            await Task.Delay(Patience, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var (number, rows) = collected.Take();
            foreach (var chunk in rows.Chunk(MostAtOnce))
            {
                if (!await Take(chunk, stoppingToken))
                {
                    collected.Abandon();
                    return;
                }
            }

            collected.Keep(number);
            if (rows.Length >= ManyRows)
            {
                await time.Keep(Pace, began, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        // Whoever takes the partitions over brings the last rows, too: nothing is confirmed that is not written.
        collected.Abandon();
    }

    private async Task<bool> Take(RowWrite<TRow>[] rows, CancellationToken stopping)
    {
        for (var pause = ShortestPause; ; pause = pause.Doubled(LongestPause))
        {
            try
            {
                collected.Note(rows, await Take(late.Mix(rows)));
                return true;
            }
            catch (PostgresException refused) when (refused.SqlState.StartsWith("22", StringComparison.Ordinal))
            {
                return await TakeHalves(rows, refused.SqlState, stopping);
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
    private async Task<bool> TakeHalves(RowWrite<TRow>[] rows, string sqlState, CancellationToken stopping)
    {
        if (rows.Length > 1)
        {
            var half = rows.Length / 2;
            return await Take(rows[..half], stopping) && await Take(rows[half..], stopping);
        }

        LogRefused(logger, typeof(TRow).Name, sqlState);
        return true;
    }

    /// <returns>The revisions of rows that are newer in the table than their activations know.</returns>
    private async Task<Dictionary<string, long>> Take(RowWrite<TRow>[] writes)
    {
        var left = await Try(touch, writes, write => write.Slot.Written is TRow before && table.IsTouch(before, write.Row));
        left = await Try(update, left, write => write.Slot.Written is not null);
        return left.Length == 0 ? [] : await Run(take, left);
    }

    /// <returns>Those that are not written yet.</returns>
    private async Task<RowWrite<TRow>[]> Try(RowStatement statement, RowWrite<TRow>[] writes, Predicate<RowWrite<TRow>> isFit)
    {
        var fit = Array.FindAll(writes, isFit);
        if (fit.Length == 0)
        {
            return writes;
        }

        var written = await Run(statement, fit);
        return written.Count == writes.Length ? [] : Array.FindAll(writes, write => !written.ContainsKey(write.Key));
    }

    private async Task<Dictionary<string, long>> Run(RowStatement statement, RowWrite<TRow>[] writes)
    {
        var rows = Array.ConvertAll(writes, write => write.Row);
        await using var command = databases.Write.CreateCommand(statement.Sql);
        AddColumns(command, statement.Columns, statement.IsWhole ? await sealing.Seal(rows, CancellationToken.None) : rows);
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(writes, write => write.Known) });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(writes, write => write.Slot.Writer) });
        await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
        var revisions = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(CancellationToken.None))
        {
            revisions[reader.GetString(0)] = reader.GetInt64(1);
        }

        await reader.Committed(CancellationToken.None);
        return revisions;
    }

    private static string Guarded(string statement, Weaknesses weaknesses) => weaknesses.SkipRevisionGuard
        ? statement.Replace(ReadModelTable<TRow>.Guard, string.Empty, StringComparison.Ordinal)
        : statement;

    private static void AddColumns(NpgsqlCommand command, IReadOnlyList<Func<TRow[], Array>> columns, TRow[] rows)
    {
        foreach (var column in columns)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = column(rows) });
        }
    }

    [LoggerMessage(2202, LogLevel.Warning, "{Count} rows of {Row} could not be written; they are written again.")]
    private static partial void LogFailed(ILogger logger, string row, int count, Exception failure);

    [LoggerMessage(2203, LogLevel.Error, "The database refused a {Row} with {SqlState}: it is not searchable as it is.")]
    private static partial void LogRefused(ILogger logger, string row, string sqlState);

    /// <summary>A way to write rows.</summary>
    /// <param name="Sql">The statement.</param>
    /// <param name="Columns">Its parameters.</param>
    /// <param name="IsWhole">Whether it writes all columns.</param>
    private sealed record RowStatement(string Sql, IReadOnlyList<Func<TRow[], Array>> Columns, bool IsWhole);
}
