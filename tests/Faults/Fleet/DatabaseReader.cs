using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Faults.Checking;
using Npgsql;

namespace AutoCrm.Actors.Faults.Fleet;

/// <summary>Reads what the database holds, with statements of its own: the checker must not share the product's mistakes.</summary>
internal sealed class DatabaseReader(NpgsqlDataSource database, string masterKey)
{
    private readonly PersonalDataReader personal = new(masterKey);

    private const string Log =
        """
        SELECT e.partition, e.log_offset, e.occurred_at, e.offset_minutes, e.source, e.id, e.type, e.dealership, e.customer, e.vin, e.data, e.attributes
        FROM unnest($1, $2) AS known(partition, last)
        JOIN event_log e ON e.partition = known.partition AND e.log_offset > known.last
        ORDER BY e.partition, e.log_offset
        """;

    private const string Mismatches =
        """
        SELECT count(*) FROM event_log e FULL JOIN event_identity i USING (partition, log_offset)
        WHERE e.source IS NULL OR i.identity IS NULL
        """;

    private const string Behind =
        """
        SELECT partition, coalesce(log_offset, 0) FROM partition_head LEFT JOIN partition_checkpoint USING (partition)
        WHERE head_offset > coalesce(log_offset, 0)
        """;

    private const string Quiet = $"SELECT NOT EXISTS (SELECT FROM quarantine) AND NOT EXISTS ({Behind})";

    public async Task<LogDump> ReadEpoch() => new()
    {
        Epoch = (await Rows("SELECT epoch FROM log_incarnation", row => row.GetGuid(0))).Single(),
    };

    /// <summary>Adds to a dump what was appended since.</summary>
    public async Task Continue(LogDump log)
    {
        var heads = await Rows("SELECT partition, head_offset FROM partition_head", row => (Partition: row.GetInt16(0), Offset: row.GetInt64(1)));
        await ReadKeys();
        var partitions = heads.ConvertAll(h => h.Partition).ToArray();
        var fresh = await Rows(
            Log, Stored, new NpgsqlParameter { Value = partitions }, new NpgsqlParameter { Value = Array.ConvertAll(partitions, p => log.LastOffset(p)) });
        fresh.ForEach(log.Add);
        foreach (var (partition, offset) in await Rows("SELECT partition, head_offset FROM partition_head", row => (row.GetInt16(0), row.GetInt64(1))))
        {
            log.Heads[partition] = offset;
        }
    }

    /// <summary>Whether the checkpoints are at the heads and nothing is put aside: cheap to ask, and true before it is worth to read every row.</summary>
    public async Task<bool> IsQuiet() => (await Rows(Quiet, row => row.GetBoolean(0))).Single();

    /// <summary>The partitions that are not folded up to their heads, and their checkpoints.</summary>
    public async Task<Dictionary<short, long>> ReadBehind() =>
        (await Rows(Behind, row => (Partition: row.GetInt16(0), Offset: row.GetInt64(1)))).ToDictionary(c => c.Partition, c => c.Offset);

    /// <summary>How many identities are without their event, and events without their identity: this reads all of both.</summary>
    public async Task<long> CountMismatches() => (await Rows(Mismatches, row => row.GetInt64(0))).Single();

    private async Task ReadKeys() => personal.Take(await Rows(
        "SELECT customer, wrapped FROM customer_key WHERE wrapped IS NOT NULL", row => (row.GetString(0), row.GetFieldValue<byte[]>(1))));

    /// <summary>Reads checkpoints, quarantine and every row of the read models.</summary>
    public async Task<FinalState> ReadRest()
    {
        await ReadKeys();
        var rows = new Dictionary<string, RowState>();
        foreach (var (key, row) in (await Vehicles()).Concat(await Customers()).Concat(await Dealerships()))
        {
            rows.Add(key, row);
        }

        return new FinalState
        {
            Checkpoints = (await Rows(
                "SELECT partition, log_offset FROM partition_checkpoint JOIN log_incarnation USING (epoch)",
                row => (Partition: (int)row.GetInt16(0), Offset: row.GetInt64(1)))).ToDictionary(c => c.Partition, c => c.Offset),
            Rows = rows,
            Quarantined = await Rows(
                "SELECT kind, key, partition, log_offset, reason FROM quarantine",
                row => $"kind {row.GetInt16(0)} {row.GetString(1)} at {row.GetInt16(2)}.{row.GetInt64(3)}: {row.GetString(4)}"),
        };
    }

    private Task<List<(string, RowState)>> Vehicles() => Rows(
        "SELECT vin, revision, make, model, model_year, odometer_km, sales, conflicts, dealerships, last_event_at FROM vehicle_row",
        row => (Subject.Vehicle(row.GetString(0)).Key, new RowState(row.GetInt64(1), RowText.Vehicle(
            Text(row, 2),
            Text(row, 3),
            row.IsDBNull(4) ? null : row.GetInt32(4),
            row.IsDBNull(5) ? null : row.GetDecimal(5),
            row.GetInt32(6),
            row.GetInt32(7),
            row.GetFieldValue<string[]>(8),
            row.GetFieldValue<DateTimeOffset>(9)))));

    private Task<List<(string, RowState)>> Customers() => Rows(
        "SELECT id, revision, name, stage, orders, deliveries, dealerships, last_event_at FROM customer_row",
        row => (Subject.Customer(row.GetString(0)).Key, new RowState(row.GetInt64(1), RowText.Customer(
            personal.Name(row.GetString(0), Text(row, 2)), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.GetFieldValue<string[]>(6), row.GetFieldValue<DateTimeOffset>(7)))));

    private Task<List<(string, RowState)>> Dealerships() => Rows(
        "SELECT code, revision, registrations, orders, deliveries, auctions, service_visits, last_event_at FROM dealership_row",
        row => (Subject.Dealership(row.GetString(0)).Key, new RowState(row.GetInt64(1), RowText.Dealership(
            row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetFieldValue<DateTimeOffset>(7)))));

    private StoredEvent Stored(NpgsqlDataReader row)
    {
        var type = row.GetString(6);
        var data = personal.Open(type, row.GetFieldValue<byte[]>(10), Text(row, 8), row.GetString(4), row.GetString(5));
        var occurred = new DateTimeOffset(row.GetDateTime(2)).ToOffset(TimeSpan.FromMinutes(row.GetInt16(3)));
        return new StoredEvent(
            new LoggedEvent
            {
                Position = new Position(row.GetInt16(0), row.GetInt64(1)),
                Stamp = new EventStamp(occurred, row.GetString(5), row.GetString(4)),
                Type = type,
                Dealership = Text(row, 7),
                Customer = Text(row, 8),
                Vin = Text(row, 9),
                Payload = EventCatalogue.Read(type, data),
                CustomerNumber = row.IsDBNull(11) ? null : CustomerNumberAttribute.In(row.GetFieldValue<byte[]>(11)),
            },
            System.Text.Encoding.UTF8.GetString(data));
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private async Task<List<T>> Rows<T>(string sql, Func<NpgsqlDataReader, T> read, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
