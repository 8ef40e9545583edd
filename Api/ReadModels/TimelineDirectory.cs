using System.Globalization;
using AutoCrm.Actors.Events;
using Npgsql;

namespace AutoCrm.Actors.Api.ReadModels;

internal sealed record TimelineRow(
    Position Position,
    DateTime OccurredAt,
    short OffsetMinutes,
    DateTime RecordedAt,
    string Type,
    string? Dealership,
    byte[] Data)
{
    public const int CursorParts = 3;

    public string Cursor => ReadModels.Cursor.Of(
        OccurredAt.Ticks.ToString(CultureInfo.InvariantCulture),
        Position.Partition.ToString(CultureInfo.InvariantCulture),
        Position.Offset.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Where a page of a timeline starts.</summary>
internal sealed record TimelineKey(DateTime OccurredAt, Position Position)
{
    public static bool TryRead(string cursor, out TimelineKey key)
    {
        key = new TimelineKey(default, default);
        if (!Cursor.TryRead(cursor, TimelineRow.CursorParts, out var parts)
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || ticks > DateTime.MaxValue.Ticks
            || !Position.TryParse($"{parts[1]}.{parts[2]}", out var position))
        {
            return false;
        }

        key = new TimelineKey(new DateTime(ticks, DateTimeKind.Utc), position);
        return true;
    }
}

/// <summary>What happened to one subject, in order of occurrence, then of position in the log.</summary>
internal sealed class TimelineDirectory([FromKeyedServices("reads")] NpgsqlDataSource reads)
{
    private const string PageSql = """
        SELECT s.partition, s.log_offset, s.occurred_at, l.offset_minutes, l.recorded_at, l.type, l.dealership, l.data
        FROM event_subject s
        JOIN event_log l ON l.partition = s.partition AND l.log_offset = s.log_offset
        WHERE s.kind = $1 AND s.key = $2
          AND ($3::timestamptz IS NULL OR (s.occurred_at, s.partition, s.log_offset) > ($3, $4::smallint, $5::bigint))
        ORDER BY s.occurred_at, s.partition, s.log_offset
        LIMIT $6
        """;

    private const string CountSql = "SELECT count(*) FROM event_subject WHERE kind = $1 AND key = $2";

    public async Task<Page<TimelineRow>> Of(Subject subject, TimelineKey? after, int first, CancellationToken cancellation)
    {
        NpgsqlParameter[] parameters =
        [
            .. Parameters(subject),
            Rows.Of(NpgsqlTypes.NpgsqlDbType.TimestampTz, after?.OccurredAt),
            Rows.Of(NpgsqlTypes.NpgsqlDbType.Smallint, (short?)after?.Position.Partition),
            Rows.Of(NpgsqlTypes.NpgsqlDbType.Bigint, after?.Position.Offset),
            Rows.Integer(first + 1),
        ];
        return Page<TimelineRow>.Of(await reads.Query(PageSql, parameters, Read, cancellation), first);
    }

    public Task<long> Count(Subject subject, CancellationToken cancellation) => reads.Count(CountSql, Parameters(subject), cancellation);

    private static NpgsqlParameter[] Parameters(Subject subject) => [Rows.Smallint((short)subject.Kind), Rows.Text(subject.Id)];

    private static TimelineRow Read(NpgsqlDataReader row) => new(
        new Position(row.GetInt16(0), row.GetInt64(1)),
        row.GetDateTime(2),
        row.GetInt16(3),
        row.GetDateTime(4),
        row.GetString(5),
        row.TextOrNull(6),
        row.GetFieldValue<byte[]>(7));
}
