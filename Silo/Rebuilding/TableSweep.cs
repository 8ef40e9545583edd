using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Events;
using Npgsql;

namespace AutoCrm.Actors.Silo.Rebuilding;

/// <summary>
/// Compares the rows of one read model with what the log says, some subjects at a time in order of key. Subjects with
/// events beyond the checkpoints are left for another pass: their rows may be on their way.
/// </summary>
internal sealed class TableSweep<TState, TRow>(
    NpgsqlDataSource database, RowSource<TState, TRow> source, PersonalRows<TRow> personal, int subjects, Func<string, Task<long>> rebuild)
    where TState : class
    where TRow : Grains.Events.IReadModelRow
{
    /// <summary>A longer history is not folded in a sweep but counted, and its row is written by its actor if it is not there or counts differently.</summary>
    private const int LongestHistory = 100;

    // The index is walked from key to key; the rows have keys of their own that the log may not know.
    private readonly string selectKeys =
        $"""
        WITH RECURSIVE logged(key) AS (
            (SELECT {source.Column} FROM event_log WHERE {source.Column} > $1 ORDER BY {source.Column} LIMIT 1)
            UNION ALL
            SELECT (SELECT e.{source.Column} FROM event_log e WHERE e.{source.Column} > logged.key ORDER BY e.{source.Column} LIMIT 1)
            FROM logged WHERE logged.key IS NOT NULL)
        SELECT key FROM logged WHERE key IS NOT NULL LIMIT $2
        """;

    private readonly string selectRows =
        $"SELECT {source.Key}, revision FROM {source.Table} WHERE {source.Key} > $1 AND {source.Key} <= $2";

    private readonly string selectHistories =
        $"""
        SELECT asked.key, {LoggedEventReader.Columns} FROM unnest($1) AS asked(key)
        CROSS JOIN LATERAL (
            SELECT * FROM event_log WHERE {source.Column} = asked.key ORDER BY partition, log_offset LIMIT $2) e
        ORDER BY asked.key COLLATE "C", e.partition, e.log_offset
        """;

    private readonly string repair = source.Rows.Upsert.Replace(
        "WHERE row.revision < excluded.revision",
        $"WHERE row.revision <= excluded.revision AND {source.Rows.Differs} RETURNING row.{source.Key}",
        StringComparison.Ordinal);

    private readonly LongHistories histories = new(database, source.Kind, source.Column);
    private readonly Dictionary<string, (long Revision, long Confirmed)> tried = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> checkpoints = [];
    private readonly HashSet<string> moving = new(StringComparer.Ordinal);
    private readonly List<string> linked = [];
    private readonly List<string> tooLong = [];
    private string after = string.Empty;

    /// <summary>Compares the next subjects, from the first again after the last.</summary>
    /// <returns>How many rows were repaired.</returns>
    public async Task<int> Step(CancellationToken cancellation)
    {
        var keys = await Keys(cancellation);
        var last = keys.Count == subjects ? keys[^1] : "\U0010FFFF";

        await ReadCheckpoints(cancellation);

        // The rows are read before the log: a row that has more events than the log then has them from nowhere.
        var stored = await Rows(after, last, cancellation);
        moving.Clear();
        linked.Clear();
        tooLong.Clear();
        tooLong.AddRange(stored.Where(row => SaysThatItIsLong(row.Value)).Select(row => row.Key));
        var folds = await Fold([.. keys.Union(stored.Keys).Except(tooLong)], cancellation);
        tooLong.ForEach(key => folds[key] = default);
        after = keys.Count == subjects ? last : string.Empty;
        var repaired = 0;
        foreach (var (key, revision) in stored)
        {
            if (!folds.TryGetValue(key, out var row) || (row is not null && revision > row.Revision))
            {
                repaired += await Delete(key, revision, cancellation);
            }
        }

        foreach (var key in folds.Where(fold => fold.Value is null && !moving.Contains(fold.Key) && !stored.ContainsKey(fold.Key)).Select(fold => fold.Key))
        {
            repaired += await rebuild(key) > 0 ? 1 : 0;
        }

        repaired += await PutRightLong(stored, cancellation);
        return repaired + await Write([.. folds.Values.OfType<TRow>().OrderBy(row => row.Key, StringComparer.Ordinal)], cancellation);
    }

    // Then its history need not be read to find that out: what counts differently is put right all the same. Whoever was ever
    // linked may have few events of its own.
    private static bool SaysThatItIsLong(long revision) => revision is > LongestHistory and <= RowRevision.EventBits;

    private async Task<int> PutRightLong(Dictionary<string, long> stored, CancellationToken cancellation)
    {
        var repaired = 0;
        foreach (var (key, length) in await histories.Read([.. tooLong.Where(stored.ContainsKey)], checkpoints, cancellation))
        {
            var revision = stored[key];
            if ((revision >= length.Confirmed && revision <= length.All) || tried.GetValueOrDefault(key) == (revision, length.Confirmed)
                || await IsOfOthers(key, revision, cancellation))
            {
                continue;
            }

            if (revision > length.All)
            {
                await Delete(key, revision, cancellation);
            }

            repaired += await rebuild(key) > 0 ? 1 : 0;
            tried[key] = (revision, length.Confirmed);
        }

        return repaired;
    }

    // Whose link comes late in a long history has events of others in its row, and more than its own count.
    private async Task<bool> IsOfOthers(string key, long revision, CancellationToken cancellation)
    {
        if (personal.Linked is null)
        {
            return false;
        }

        var (row, events) = await personal.Linked.Read(key, cancellation);
        return row is null || row.Revision == revision || events.Any(IsMoving);
    }

    private async Task ReadCheckpoints(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("SELECT partition, coalesce(log_offset, 0) FROM partition_head LEFT JOIN partition_checkpoint USING (partition)");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            checkpoints[reader.GetInt16(0)] = reader.GetInt64(1);
        }
    }

    private async Task<List<string>> Keys(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(selectKeys);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(subjects);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var keys = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }

    private async Task<Dictionary<string, long>> Rows(string from, string to, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(selectRows);
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(to);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            rows[reader.GetString(0)] = reader.GetInt64(1);
        }

        return rows;
    }

    // A key without a fold is none of the log's; a null is one that is too long to be folded here, or moving.
    private async Task<Dictionary<string, TRow?>> Fold(string[] keys, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(selectHistories);
        command.Parameters.AddWithValue(keys);
        command.Parameters.AddWithValue(LongestHistory + 1);
        var (owners, events) = (new List<string>(), new List<LoggedEvent>());
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                owners.Add(reader.GetString(0));
                events.Add(LoggedEventReader.Read(reader, 1, personal.Reading));
            }
        }

        await personal.Reading.Open(events, cancellation);
        var rows = Fold(owners, events);
        foreach (var key in linked)
        {
            var (row, all) = await personal.Linked!.Read(key, cancellation);
            all.Where(IsMoving).Take(1).ToList().ForEach(_ => moving.Add(key));
            rows[key] = moving.Contains(key) ? default : row;
        }

        return rows;
    }

    private bool IsMoving(LoggedEvent happened) => happened.Position.Offset > checkpoints.GetValueOrDefault(happened.Position.Partition);

    private Dictionary<string, TRow?> Fold(List<string> owners, List<LoggedEvent> events)
    {
        var rows = new Dictionary<string, TRow?>(StringComparer.Ordinal);
        RowFold<TState, TRow>? current = null;
        foreach (var (key, happened) in owners.Zip(events))
        {
            if (current?.Key != key)
            {
                Finish(current, rows);
                current = new RowFold<TState, TRow>(source, key);
            }

            current.Add(happened);
            if (IsMoving(happened))
            {
                moving.Add(key);
            }
        }

        Finish(current, rows);
        return rows;
    }

    private void Finish(RowFold<TState, TRow>? fold, Dictionary<string, TRow?> rows)
    {
        if (fold is not null)
        {
            if (fold.IsLinked && personal.Linked is not null)
            {
                linked.Add(fold.Key);
            }
            else if (fold.Events > LongestHistory)
            {
                tooLong.Add(fold.Key);
            }

            rows[fold.Key] = fold.Events > LongestHistory || moving.Contains(fold.Key) ? default : fold.Row;
        }
    }

    private async Task<int> Delete(string key, long revision, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"DELETE FROM {source.Table} WHERE {source.Key} = $1 AND revision = $2");
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(revision);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<int> Write(TRow[] rows, CancellationToken cancellation)
    {
        if (rows.Length == 0)
        {
            return 0;
        }

        var stored = await personal.Sealing.Seal(rows, cancellation);

        await using var command = database.CreateCommand(repair);
        foreach (var column in source.Rows.Columns)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = column(stored) });
        }

        var repaired = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            repaired++;
        }

        return repaired;
    }
}
