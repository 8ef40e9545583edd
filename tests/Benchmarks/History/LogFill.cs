using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using AutoCrm.Actors.Benchmarks.Load;
using AutoCrm.Actors.Benchmarks.Running;
using Npgsql;

namespace AutoCrm.Actors.Benchmarks.History;

/// <summary>
/// Writes events straight into the log of a system that does not run: log, identities, heads, checkpoints and rows, as
/// the product would have left them, without its work. About <see cref="EventsPerActor"/> events for each customer and vehicle.
/// </summary>
/// <remarks>
/// The dealerships of the past are others than those that send in the measurement: an actor with a long history
/// would have a snapshot, and this writes none.
/// </remarks>
internal sealed class LogFill(NpgsqlDataSource database, DateTimeOffset before)
{
    public const int EventsPerActor = 5;
    private const int Chunk = 250_000;
    private const int Dealerships = 2_000;

    // Identity: SHA-256 over source and id, each behind its length in little endian.
    private const string InsertChunk =
        """
        WITH made AS MATERIALIZED (
            SELECT n, v, d.partition, d.code,
                   h.head_offset + row_number() OVER (PARTITION BY d.partition ORDER BY n) AS log_offset,
                   '/dealers/' || d.code || '/dms' AS source, $4 || '-' || n AS id,
                   (100 + 7 * (n / $3)) AS km
            FROM (SELECT n, n % $3 AS v FROM generate_series($1, $2) AS n) AS numbered
            JOIN bench_dealership d ON d.number = v % (SELECT count(*) FROM bench_dealership)
            JOIN autocrm.partition_head h ON h.partition = d.partition),
        logged AS (
            INSERT INTO autocrm.event_log (partition, log_offset, recorded_at, occurred_at, offset_minutes, source, id, type, dealership, customer, vin, data)
            SELECT partition, log_offset, now(), $5 + n * interval '10 milliseconds', 0, source, id,
                   CASE WHEN n % 3 = 0 THEN 'autocrm.service.completed.v1' ELSE 'autocrm.vehicle.odometer-read.v1' END,
                   code, (SELECT id FROM bench_customer WHERE number = v), 'WVWZZZ' || $4 || lpad(v::text, 9, '0'),
                   convert_to(CASE WHEN n % 3 = 0
                       THEN '{"repairOrder":"RO-' || n || '","odometer":{"value":' || km || ',"unit":"km"},"amount":{"amount":249.90,"currency":"EUR"},"lines":[{"operation":"oil and filter change","payType":"customer","amount":{"amount":249.90,"currency":"EUR"}}]}'
                       ELSE '{"odometer":{"value":' || km || ',"unit":"km"}}' END, 'UTF8')
            FROM made ORDER BY n),
        known AS (
            INSERT INTO autocrm.event_identity (identity, body_hash, log_offset, partition)
            SELECT encode(substring(sha256(
                       set_byte('\x00000000', 0, octet_length(source)) || source::bytea || set_byte('\x00000000', 0, octet_length(id)) || id::bytea) FOR 16), 'hex')::uuid,
                   md5(id)::uuid, log_offset, partition
            FROM made)
        UPDATE autocrm.partition_head h SET head_offset = top.log_offset
        FROM (SELECT partition, max(log_offset) AS log_offset FROM made GROUP BY partition) AS top
        WHERE h.partition = top.partition
        """;

    private const string InsertRows =
        """
        INSERT INTO autocrm.vehicle_row (vin, revision, odometer_km, sales, conflicts, dealerships, last_event_at)
        SELECT vin, count(*), max(100 + 7 * (substring(id FROM 4)::bigint / $2)), 0, 0, array_agg(DISTINCT dealership), max(occurred_at)
        FROM autocrm.event_log WHERE starts_with(id, $1 || '-') GROUP BY vin;
        INSERT INTO autocrm.customer_row (id, revision, stage, orders, deliveries, dealerships, last_event_at)
        SELECT customer, count(*), 'OwnerInService', 0, 0, array_agg(DISTINCT dealership), max(occurred_at)
        FROM autocrm.event_log WHERE starts_with(id, $1 || '-') AND $2 > 0 GROUP BY customer;
        INSERT INTO autocrm.dealership_row (code, revision, registrations, orders, deliveries, auctions, service_visits, last_event_at)
        SELECT dealership, count(*), 0, 0, 0, 0, count(*) FILTER (WHERE type LIKE '%.service.%'), max(occurred_at)
        FROM autocrm.event_log WHERE starts_with(id, $1 || '-') AND $2 > 0 GROUP BY dealership
        """;

    private const string SaveCheckpoints =
        """
        INSERT INTO autocrm.partition_checkpoint AS saved (partition, log_offset, epoch)
        SELECT partition, head_offset, epoch FROM autocrm.partition_head, autocrm.log_incarnation
        ON CONFLICT (partition) DO UPDATE SET log_offset = excluded.log_offset, epoch = excluded.epoch
        """;

    /// <summary>Adds events about a population of their own.</summary>
    /// <param name="population">The population; it gets as many customers and vehicles as the events need.</param>
    /// <param name="events">How many.</param>
    /// <param name="cancellation">Ends it; what is complete stays.</param>
    public async Task Add(Population population, long events, CancellationToken cancellation)
    {
        var code = population.Code;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await Execute(connection, "SET synchronous_commit = off", cancellation);
        await MakeDealerships(connection, code, cancellation);
        var actors = (int)Vehicles(events);
        await MakeCustomers(connection, new Population(code, population.Dealerships, actors, actors), cancellation);
        var began = Stopwatch.GetTimestamp();
        for (var from = 0L; from < events; from += Chunk)
        {
            var to = Math.Min(from + Chunk, events) - 1;
            await Execute(connection, InsertChunk, cancellation, from, to, Vehicles(events), code, before.AddDays(-30).UtcDateTime);
            Bench.Notices.Step(string.Create(CultureInfo.InvariantCulture, $"{to + 1:#,0} of {events:#,0} events, {(to + 1) / Stopwatch.GetElapsedTime(began).TotalSeconds:#,0}/s"));
        }

        foreach (var statement in InsertRows.Split(';'))
        {
            await Execute(connection, statement, cancellation, code, Vehicles(events));
        }

        await Execute(connection, SaveCheckpoints, cancellation);
        await Execute(connection, "DROP TABLE bench_dealership, bench_customer", cancellation);
        await Execute(connection, "VACUUM ANALYZE autocrm.event_log, autocrm.event_identity, autocrm.vehicle_row, autocrm.customer_row", cancellation);
        await Execute(connection, "CHECKPOINT", cancellation);
    }

    private static long Vehicles(long events) => Math.Max(1, events / EventsPerActor);

    // The partition of a dealership is the product's own stable hash of its code.
    private static async Task MakeDealerships(NpgsqlConnection connection, string population, CancellationToken cancellation)
    {
        await using var ask = new NpgsqlCommand("SELECT partitions FROM autocrm.log_incarnation", connection);
        var partitions = (ulong)(short)(await ask.ExecuteScalarAsync(cancellation))!;
        var codes = Enumerable.Range(0, Dealerships).Select(number => $"{population}{number:D4}").ToArray();
        var places = Array.ConvertAll(codes, code => (short)(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes("d:" + code)) % partitions));
        await Execute(connection, "CREATE TEMP TABLE bench_dealership (number bigint PRIMARY KEY, code text, partition smallint)", cancellation);
        await Execute(
            connection,
            "INSERT INTO bench_dealership SELECT i - 1, code, partition FROM unnest($1, $2) WITH ORDINALITY AS d(code, partition, i)",
            cancellation,
            codes,
            places);
        await Execute(connection, "ANALYZE bench_dealership", cancellation);
    }

    private static async Task MakeCustomers(NpgsqlConnection connection, Population population, CancellationToken cancellation)
    {
        await Execute(connection, "CREATE TEMP TABLE bench_customer (number bigint PRIMARY KEY, id text)", cancellation);
        await using (var rows = await connection.BeginBinaryImportAsync("COPY bench_customer FROM STDIN (FORMAT BINARY)", cancellation))
        {
            for (var customer = 0; customer < population.Customers; customer++)
            {
                await rows.StartRowAsync(cancellation);
                await rows.WriteAsync((long)customer, cancellation);
                await rows.WriteAsync(population.IdOf(customer), cancellation);
            }

            await rows.CompleteAsync(cancellation);
        }

        await Execute(connection, "ANALYZE bench_customer", cancellation);
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 3600 };
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellation);
    }
}
