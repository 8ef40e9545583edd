using Npgsql;

namespace AutoCrm.Actors.Silo.Rebuilding;

/// <summary>A second table like a read model's, which in the end takes its place. Its work is SQL alone.</summary>
internal sealed class ShadowTable(string table, string key, string column)
{
    /// <summary>The table's name while the old one is in use.</summary>
    public string Name { get; } = table + "_new";

    public async Task Create(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await Execute(
            connection,
            $"""
            DROP TABLE IF EXISTS {Name};
            CREATE TABLE {Name} (LIKE {table} INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING CONSTRAINTS INCLUDING STORAGE INCLUDING COMMENTS);
            CREATE UNIQUE INDEX {table}_pkey_new ON {Name} ({key})
            """,
            cancellation);
        if (await Scalar(connection, $"SELECT array_to_string(reloptions, ',') FROM pg_class WHERE oid = '{table}'::regclass", cancellation) is string settings)
        {
            await Execute(connection, $"ALTER TABLE {Name} SET ({settings})", cancellation);
        }
    }

    /// <summary>Adds the other indexes, which cost less when the rows are there already.</summary>
    public async Task AddIndexes(NpgsqlConnection connection, CancellationToken cancellation)
    {
        foreach (var (index, definition) in await Indexes(connection, cancellation))
        {
            var statement = definition
                .Replace($"INDEX {index} ON", $"INDEX IF NOT EXISTS {index}_new ON", StringComparison.Ordinal)
                .Replace($".{table} USING", $".{Name} USING", StringComparison.Ordinal);
            await Execute(connection, statement, cancellation);
        }

        await Execute(connection, $"ANALYZE {Name}", cancellation);
    }

    /// <summary>Takes over newer rows that actors have written to the old table, for the keys of a part of the log.</summary>
    public async Task TakeOver(NpgsqlConnection connection, long[] after, long[] upTo, CancellationToken cancellation)
    {
        var columns = (string)(await Scalar(
            connection,
            $"""
            SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute
            WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
            """,
            cancellation))!;
        var sets = string.Join(", ", columns.Split(", ").Where(c => c != key).Select(c => $"{c} = excluded.{c}"));
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO {Name} AS row ({columns})
            SELECT {columns} FROM {table} WHERE {key} IN (
                SELECT e.{column} FROM unnest($1, $2, $3) AS moved(partition, low, high)
                JOIN event_log e ON e.partition = moved.partition AND e.log_offset > moved.low AND e.log_offset <= moved.high)
            ON CONFLICT ({key}) DO UPDATE SET {sets} WHERE row.revision < excluded.revision
            """,
            connection);
        command.Parameters.AddWithValue(Enumerable.Range(0, after.Length).Select(p => (short)p).ToArray());
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(upTo);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Puts it in the place of the old table; part of the caller's transaction.</summary>
    public async Task Swap(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var indexes = await Indexes(connection, cancellation);
        var triggers = await Scalar(
            connection,
            $"SELECT string_agg(pg_get_triggerdef(oid) || ';', ' ' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal",
            cancellation);
        await Execute(
            connection,
            $"""
            DROP TABLE {table};
            ALTER TABLE {Name} RENAME TO {table};
            {triggers}
            ALTER TABLE {table} ADD CONSTRAINT {table}_pkey PRIMARY KEY USING INDEX {table}_pkey_new;
            {string.Concat(indexes.Select(index => $"ALTER INDEX {index.Name}_new RENAME TO {index.Name};"))}
            """,
            cancellation);
    }

    private async Task<List<(string Name, string Definition)>> Indexes(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = '{table}' AND indexname <> '{table}_pkey'",
            connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var indexes = new List<(string, string)>();
        while (await reader.ReadAsync(cancellation))
        {
            indexes.Add((reader.GetString(0), reader.GetString(1)));
        }

        return indexes;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<object?> Scalar(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}
