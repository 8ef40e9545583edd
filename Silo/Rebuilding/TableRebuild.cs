using System.Diagnostics;
using System.Runtime.CompilerServices;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Schema;
using Npgsql;

namespace AutoCrm.Actors.Silo.Rebuilding;

/// <summary>What a rebuild has done.</summary>
internal sealed record RebuildReport(string Table, long Rows, long Events, TimeSpan Took);

/// <summary>
/// Folds a read model anew from the log, beside silos that work on: into a second table, which takes over what actors
/// have written meanwhile and then takes the old one's place in one transaction. Whoever asks sees the old rows or the
/// new ones, never half. What was done is noted with the rows; after an interruption the next run goes on from there.
/// </summary>
internal sealed class TableRebuild<TState, TRow>(NpgsqlDataSource database, LogIncarnation incarnation, RowSource<TState, TRow> source, PersonalRows<TRow> personal)
    where TState : class
{
    private const int RowsAtOnce = 1000;
    private const int MostLockAttempts = 30;

    /// <summary>So few offsets are taken over under the lock.</summary>
    private const long FewOffsets = 5000;

    private readonly ShadowTable shadow = new(source.Table, source.Key, source.Column);
    private readonly string upsert = source.Rows.Upsert
        .Replace($"INSERT INTO {source.Table} AS", $"INSERT INTO {source.Table}_new AS", StringComparison.Ordinal)
        .Replace("WHERE row.revision < excluded.revision", "WHERE row.revision <= excluded.revision", StringComparison.Ordinal);

    private long rows;
    private long events;

    public async Task<RebuildReport> Run(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var progress = await Resume(cancellation) ?? await Begin(connection, cancellation);
        if (!progress.Scanned)
        {
            progress = await Scan(connection, progress, cancellation);
        }

        await shadow.AddIndexes(connection, cancellation);
        progress = await CatchUp(connection, progress, cancellation);
        await Swap(connection, progress, cancellation);
        return new RebuildReport(source.Table, rows, events, Stopwatch.GetElapsedTime(started));
    }

    private Task<RebuildProgress?> Resume(CancellationToken cancellation) =>
        RebuildProgress.Read(database, source.Table, incarnation.Epoch, source.FoldVersion, cancellation);

    private async Task<RebuildProgress> Begin(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var progress = new RebuildProgress(string.Empty, Scanned: false, await Checkpoint(connection, cancellation));
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await shadow.Create(connection, cancellation);
        await Save(connection, progress, cancellation);
        await transaction.CommitAsync(cancellation);
        return progress;
    }

    private async Task<RebuildProgress> Scan(NpgsqlConnection writing, RebuildProgress progress, CancellationToken cancellation)
    {
        await using var reading = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(
            $"SELECT e.{source.Column}, {LoggedEventReader.Columns} FROM event_log e WHERE e.{source.Column} > $1 ORDER BY e.{source.Column}, e.partition, e.log_offset",
            reading);
        command.Parameters.AddWithValue(progress.LastKey);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var done = new List<TRow>(RowsAtOnce);
        RowFold<TState, TRow>? current = null;
        await foreach (var (key, happened) in Opened(reader, cancellation))
        {
            if (current?.Key != key)
            {
                progress = await Finish(writing, current, done, RowsAtOnce, progress, cancellation);
                current = new RowFold<TState, TRow>(source, key);
            }

            current.Add(happened);
            events++;
        }

        progress = await Finish(writing, current, done, most: 1, progress, cancellation);
        progress = progress with { Scanned = true };
        await Save(writing, progress, cancellation);
        return progress;
    }

    // Read ahead, so that the keys of many customers are fetched at once.
    private async IAsyncEnumerable<(string Key, LoggedEvent Happened)> Opened(
        NpgsqlDataReader reader, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (owners, ahead) = (new List<string>(RowsAtOnce), new List<LoggedEvent>(RowsAtOnce));
        for (var more = true; more;)
        {
            more = await reader.ReadAsync(cancellation);
            if (more)
            {
                owners.Add(reader.GetString(0));
                ahead.Add(LoggedEventReader.Read(reader, 1, personal.Reading));
            }

            if (ahead.Count == RowsAtOnce || !more)
            {
                await personal.Reading.Open(ahead, cancellation);
                for (var i = 0; i < ahead.Count; i++)
                {
                    yield return (owners[i], ahead[i]);
                }

                owners.Clear();
                ahead.Clear();
            }
        }
    }

    private async Task<RebuildProgress> Finish(
        NpgsqlConnection connection, RowFold<TState, TRow>? fold, List<TRow> done, int most, RebuildProgress progress, CancellationToken cancellation)
    {
        if (fold is null)
        {
            return progress;
        }

        if ((fold.IsLinked && personal.Linked is { } linked ? (await linked.Read(fold.Key, cancellation)).Row : fold.Row) is { } row)
        {
            done.Add(row);
        }

        if (done.Count < most)
        {
            return progress;
        }

        var reached = progress with { LastKey = fold.Key };
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Write(connection, [.. done], cancellation);
        await Save(connection, reached, cancellation);
        await transaction.CommitAsync(cancellation);
        rows += done.Count;
        done.Clear();
        return reached;
    }

    private async Task Write(NpgsqlConnection connection, TRow[] written, CancellationToken cancellation)
    {
        var stored = await personal.Sealing.Seal(written, cancellation);
        await using var command = new NpgsqlCommand(upsert, connection);
        foreach (var column in source.Rows.Columns)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = column(stored) });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }

    // Rows of events up to a checkpoint are durable in the old table, so what was taken over is taken over for good.
    private async Task<RebuildProgress> CatchUp(NpgsqlConnection connection, RebuildProgress progress, CancellationToken cancellation)
    {
        while (true)
        {
            var reached = await Checkpoint(connection, cancellation);
            var behind = reached.Zip(progress.Checkpoint, (now, then) => now - then).Sum();
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await shadow.TakeOver(connection, progress.Checkpoint, reached, cancellation);
            progress = progress with { Checkpoint = reached };
            await Save(connection, progress, cancellation);
            await transaction.CommitAsync(cancellation);
            if (behind <= FewOffsets)
            {
                return progress;
            }
        }
    }

    private async Task Swap(NpgsqlConnection connection, RebuildProgress progress, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellation);
                await Execute(connection, $"LOCK TABLE {source.Table} IN ACCESS EXCLUSIVE MODE", cancellation);
                await shadow.TakeOver(connection, progress.Checkpoint, [.. progress.Checkpoint.Select(_ => long.MaxValue)], cancellation);
                await shadow.Swap(connection, cancellation);
                await Execute(connection, $"DELETE FROM rebuild_progress WHERE table_name = '{source.Table}'", cancellation);
                await transaction.CommitAsync(cancellation);
                return;
            }
            catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected && attempt < MostLockAttempts)
            {
                // Others hold the table; who waits for the lock makes everybody wait, so it waits briefly and again.
                progress = await CatchUp(connection, progress, cancellation);
            }
        }
    }

    private async Task<long[]> Checkpoint(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var checkpoint = new long[incarnation.Partitions];
        await using var command = new NpgsqlCommand("SELECT partition, log_offset FROM partition_checkpoint WHERE epoch = $1", connection);
        command.Parameters.AddWithValue(incarnation.Epoch);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            checkpoint[reader.GetInt16(0)] = reader.GetInt64(1);
        }

        return checkpoint;
    }

    private async Task Save(NpgsqlConnection connection, RebuildProgress progress, CancellationToken cancellation)
    {
        await using var command = progress.Save(connection, source.Table, incarnation.Epoch, source.FoldVersion);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
