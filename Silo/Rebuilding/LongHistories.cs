using Npgsql;

namespace AutoCrm.Actors.Silo.Rebuilding;

/// <summary>How many events a subject has that could be folded.</summary>
/// <param name="Confirmed">Those up to the checkpoints: its row reflects them.</param>
/// <param name="All">All that are in the log: its row reflects no more.</param>
internal readonly record struct HistoryLength(long Confirmed, long All);

/// <summary>
/// Counts the events of subjects that have too many to be folded in a sweep. What was counted once is not counted again:
/// a dealership has millions.
/// </summary>
internal sealed class LongHistories(NpgsqlDataSource database, SubjectKind kind, string column)
{
    /// <summary>The most subjects whose counts are kept.</summary>
    private const int MostKept = 10_000;

    // The bound keeps the index of the subject in use, whatever the planner guesses of the log.
    private readonly string select =
        $"""
        SELECT asked.key, count(*) FILTER (WHERE e.log_offset <= asked.confirmed), count(*)
        FROM unnest($1, $2, $3, $4) AS asked(key, partition, after, confirmed)
        CROSS JOIN LATERAL (
            SELECT log_offset FROM event_log
            WHERE {column} = asked.key AND partition = asked.partition AND log_offset > asked.after
            ORDER BY log_offset LIMIT 2147483647) e
        GROUP BY asked.key
        """;

    private const string SelectAside = "SELECT key, count(*), bool_or(late) FROM quarantine WHERE kind = $1 AND key = ANY($2) GROUP BY key";

    private readonly Dictionary<string, Counted> known = new(StringComparer.Ordinal);

    /// <summary>Counts. Who is late, and so has less than the checkpoints say, is left out: the partition sees to it.</summary>
    /// <param name="keys">The subjects.</param>
    /// <param name="checkpoints">The checkpoint of each partition, read before the subjects' rows were.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Dictionary<string, HistoryLength>> Read(string[] keys, IReadOnlyDictionary<int, long> checkpoints, CancellationToken cancellation)
    {
        var lengths = new Dictionary<string, HistoryLength>(StringComparer.Ordinal);
        if (keys.Length == 0)
        {
            return lengths;
        }

        var aside = await Aside(keys, cancellation);
        var came = await News(keys, checkpoints, cancellation);
        if (known.Count + keys.Length > MostKept)
        {
            known.Clear();
        }

        foreach (var key in keys)
        {
            var (confirmed, all) = came.GetValueOrDefault(key);
            var before = known.GetValueOrDefault(key)?.Events ?? 0;
            known[key] = new Counted(new(checkpoints), before + confirmed);
            var (unfolded, isLate) = aside.GetValueOrDefault(key);
            if (!isLate)
            {
                lengths[key] = new HistoryLength(before + confirmed - unfolded, before + all - unfolded);
            }
        }

        return lengths;
    }

    private async Task<Dictionary<string, (long Confirmed, long All)>> News(
        string[] keys, IReadOnlyDictionary<int, long> checkpoints, CancellationToken cancellation)
    {
        var asked = keys.SelectMany(key => checkpoints.Select(checkpoint => (
            Key: key,
            Partition: checkpoint.Key,
            After: known.GetValueOrDefault(key)?.UpTo.GetValueOrDefault(checkpoint.Key) ?? 0,
            Confirmed: checkpoint.Value))).ToArray();
        await using var command = database.CreateCommand(select);
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(asked, a => a.Key) });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(asked, a => (short)a.Partition) });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(asked, a => a.After) });
        command.Parameters.Add(new NpgsqlParameter { Value = Array.ConvertAll(asked, a => a.Confirmed) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var came = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            came[reader.GetString(0)] = (reader.GetInt64(1), reader.GetInt64(2));
        }

        return came;
    }

    private async Task<Dictionary<string, (long Events, bool IsLate)>> Aside(string[] keys, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(SelectAside);
        command.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)kind });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = keys });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var aside = new Dictionary<string, (long, bool)>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            aside[reader.GetString(0)] = (reader.GetInt64(1), reader.GetBoolean(2));
        }

        return aside;
    }

    private sealed record Counted(Dictionary<int, long> UpTo, long Events);
}
