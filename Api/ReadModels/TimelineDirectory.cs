using AutoCrm.Actors.Api.Hosting;
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
    byte[] Data,
    string? Customer = null,
    string Source = "",
    string Id = "")
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

/// <summary>What happened to one subject, under all its ids, in order of occurrence, then of position in the log.</summary>
internal sealed class TimelineDirectory([FromKeyedServices(Database.Reads)] NpgsqlDataSource reads)
{
    private static readonly Dictionary<SubjectKind, string> PageSql = ByColumn(column => $"""
        SELECT partition, log_offset, occurred_at, offset_minutes, recorded_at, type, dealership, data, customer, source, id
        FROM event_log
        WHERE {column} = ANY($1)
          AND ($2::timestamptz IS NULL OR (occurred_at, partition, log_offset) > ($2, $3::smallint, $4::bigint))
        ORDER BY occurred_at, partition, log_offset
        LIMIT $5
        """);

    private static readonly Dictionary<SubjectKind, string> CountSql = ByColumn(column =>
        $"SELECT count(*) FROM event_log WHERE {column} = ANY($1)");

    public async Task<Page<TimelineRow>> Of(SubjectKind kind, string[] ids, TimelineKey? after, int first, CancellationToken cancellation)
    {
        NpgsqlParameter[] parameters =
        [
            Ids(ids),
            Rows.Of(NpgsqlTypes.NpgsqlDbType.TimestampTz, after?.OccurredAt),
            Rows.Of(NpgsqlTypes.NpgsqlDbType.Smallint, (short?)after?.Position.Partition),
            Rows.Of(NpgsqlTypes.NpgsqlDbType.Bigint, after?.Position.Offset),
            Rows.Integer(first + 1),
        ];
        return Page<TimelineRow>.Of(await reads.Query(PageSql[kind], parameters, Read, cancellation), first);
    }

    public Task<long> Count(SubjectKind kind, string[] ids, CancellationToken cancellation) => reads.Count(CountSql[kind], [Ids(ids)], cancellation);

    private static NpgsqlParameter Ids(string[] ids) => Rows.Of(NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text, ids);

    private static Dictionary<SubjectKind, string> ByColumn(Func<string, string> statement) => new()
    {
        [SubjectKind.Customer] = statement("customer"),
        [SubjectKind.Vehicle] = statement("vin"),
        [SubjectKind.Dealership] = statement("dealership"),
    };

    private static TimelineRow Read(NpgsqlDataReader row) => new(
        new Position(row.GetInt16(0), row.GetInt64(1)),
        row.GetDateTime(2),
        row.GetInt16(3),
        row.GetDateTime(4),
        row.GetString(5),
        row.TextOrNull(6),
        row.GetFieldValue<byte[]>(7),
        row.TextOrNull(8),
        row.GetString(9),
        row.GetString(10));
}
