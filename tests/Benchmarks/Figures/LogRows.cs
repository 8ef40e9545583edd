using Npgsql;

namespace AutoCrm.Actors.Benchmarks.Figures;

/// <summary>Rows of the log and of the identity table, one array per column, as a statement takes them.</summary>
internal sealed class LogRows
{
    private static readonly string[] EventColumns =
        ["partition", "log_offset", "recorded_at", "occurred_at", "offset_minutes", "source", "id", "type", "dealership", "customer", "vin", "data", "attributes"];

    private static readonly string[] IdentityColumns = ["identity", "body_hash", "partition", "log_offset"];

    private readonly Array[] events;
    private readonly Array[] identities;

    private LogRows(Array[] events, Array[] identities) => (this.events, this.identities) = (events, identities);

    public int Count => events[0].Length;

    /// <summary>When the first of them was recorded.</summary>
    public DateTime Earliest => ((DateTime[])events[Array.IndexOf(EventColumns, "recorded_at")])[0];

    /// <summary>Reads the latest rows, in the order in which they were recorded.</summary>
    public static async Task<LogRows> Read(NpgsqlDataSource database, int most, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            SELECT e.partition, e.log_offset, e.recorded_at, e.occurred_at, e.offset_minutes, e.source, e.id, e.type, e.dealership, e.customer, e.vin, e.data, e.attributes,
                   i.identity, i.body_hash, i.partition, i.log_offset
            FROM autocrm.event_log e JOIN autocrm.event_identity i USING (partition, log_offset)
            ORDER BY e.recorded_at DESC LIMIT $1
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var columns = Enumerable.Range(0, EventColumns.Length + IdentityColumns.Length).Select(_ => new List<object?>()).ToArray();
        while (await reader.ReadAsync(cancellation))
        {
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i].Add(reader.IsDBNull(i) ? null : reader.GetValue(i));
            }
        }

        var typed = columns.Select((column, i) => Typed(column, reader.GetFieldType(i))).ToArray();
        Array.ForEach(typed, Array.Reverse);
        return new LogRows(typed[..EventColumns.Length], typed[EventColumns.Length..]);
    }

    /// <summary>The same rows in parts.</summary>
    public List<LogRows> Cut(int size)
    {
        var parts = new List<LogRows>();
        for (var from = 0; from < Count; from += size)
        {
            var length = Math.Min(size, Count - from);
            parts.Add(new LogRows(Part(events, from, length), Part(identities, from, length)));
        }

        return parts;
    }

    /// <summary>Copy into another schema all that was recorded before a time, in the order in which it stands.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Copies(string schema, DateTime before)
    {
        var (events, identities) = (string.Join(", ", EventColumns), string.Join(", ", IdentityColumns));
        yield return Copy($"INSERT INTO {schema}.event_log ({events}) SELECT {events} FROM autocrm.event_log WHERE recorded_at < $1");
        yield return Copy(
            $"""
            INSERT INTO {schema}.event_identity ({identities}) SELECT {identities} FROM autocrm.event_identity
            WHERE NOT EXISTS (SELECT FROM autocrm.event_log e
                WHERE e.partition = event_identity.partition AND e.log_offset = event_identity.log_offset AND e.recorded_at >= $1)
            """);

        NpgsqlBatchCommand Copy(string sql)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = before });
            return command;
        }
    }

    public NpgsqlBatchCommand InsertEvents(string schema) => Insert($"{schema}.event_log", EventColumns, events);

    public NpgsqlBatchCommand InsertIdentities(string schema) => Insert($"{schema}.event_identity", IdentityColumns, identities);

    private static NpgsqlBatchCommand Insert(string table, string[] columns, Array[] values)
    {
        var command = new NpgsqlBatchCommand(
            $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT * FROM unnest({string.Join(", ", columns.Select((_, i) => $"${i + 1}"))})");
        foreach (var column in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = column });
        }

        return command;
    }

    private static Array Typed(List<object?> column, Type type)
    {
        var array = Array.CreateInstance(type, column.Count);
        for (var i = 0; i < column.Count; i++)
        {
            array.SetValue(column[i], i);
        }

        return array;
    }

    private static Array[] Part(Array[] columns, int from, int length) => Array.ConvertAll(columns, column =>
    {
        var part = Array.CreateInstance(column.GetType().GetElementType()!, length);
        Array.Copy(column, from, part, 0, length);
        return part;
    });
}
