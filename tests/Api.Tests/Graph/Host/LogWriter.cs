using System.Text;
using AutoCrm.Actors.Events;

namespace AutoCrm.Actors.Api.Tests.Graph.Host;

/// <summary>Appends events as the log does: offsets from the locked head, in one transaction.</summary>
internal sealed class LogWriter(AutoCrmDatabase database)
{
    private const string AppendSql = """
        WITH head AS (UPDATE partition_head SET head_offset = head_offset + 1 WHERE partition = $1 RETURNING head_offset),
             logged AS (
                 INSERT INTO event_log (partition, log_offset, recorded_at, occurred_at, offset_minutes, source, id, type, dealership, customer, vin, data)
                 SELECT $1, head_offset, now(), $2, $3, '/tests', coalesce($9, gen_random_uuid()::text), $4, $5, $6, $7, $8 FROM head
                 RETURNING log_offset)
        SELECT log_offset FROM logged
        """;

    public async Task<Position> Append(LogEntry entry)
    {
        await using var command = database.Source.CreateCommand(AppendSql);
        command.Parameters.Add(new() { Value = entry.Partition });
        command.Parameters.Add(new() { Value = entry.At.UtcDateTime });
        command.Parameters.Add(new() { Value = (short)entry.At.Offset.TotalMinutes });
        command.Parameters.Add(new() { Value = entry.Type });
        command.Parameters.Add(new() { Value = (object?)entry.Dealership ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)entry.Customer ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)entry.Vin ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = Encoding.UTF8.GetBytes(entry.Data) });
        command.Parameters.Add(new() { Value = (object?)entry.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return new Position(entry.Partition, (long)(await command.ExecuteScalarAsync())!);
    }
}

internal sealed record LogEntry
{
    public short Partition { get; init; }

    public DateTimeOffset At { get; init; } = new(2026, 1, 1, 8, 0, 0, TimeSpan.FromHours(8));

    public string Type { get; init; } = "autocrm.vehicle.odometer-read.v1";

    public string? Dealership { get; init; }

    public string? Customer { get; init; }

    public string? Vin { get; init; }

    public string Data { get; init; } = "{}";

    /// <summary>The event's id; null for any. Its source is <c>/tests</c>.</summary>
    public string? Id { get; init; }
}
