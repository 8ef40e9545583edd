using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Events;
using Npgsql;
using NpgsqlTypes;

namespace AutoCrm.Actors.Api.ReadModels;

/// <summary>What is kept aside for a subject: one event, or everything of a partition from a position on.</summary>
internal sealed record QuarantineRow(Subject Subject, Position Position, bool Late, string Reason, DateTimeOffset At);

/// <summary>What actors could not fold, and who is late, the oldest first.</summary>
internal sealed class QuarantineDirectory([FromKeyedServices(Database.Reads)] NpgsqlDataSource reads)
{
    private const string Matching = "FROM quarantine WHERE ($1::smallint IS NULL OR kind = $1) AND ($2::text IS NULL OR key = $2)";

    private const string SelectFirst =
        "SELECT kind, key, partition, log_offset, late, reason, quarantined_at " + Matching
        + " ORDER BY quarantined_at, kind, key, partition, log_offset LIMIT $3";

    // Who is late is followed up all the time; a rebuild is for events that could not be folded.
    private const string SelectSubjects =
        "SELECT DISTINCT kind, key " + Matching + " AND NOT late AND (kind, key) > ($3, $4) ORDER BY kind, key LIMIT $5";

    public Task<List<QuarantineRow>> First(SubjectKind? kind, string? key, int most, CancellationToken cancellation) =>
        reads.Query(SelectFirst, [Kind(kind), Rows.Text(key), Rows.Integer(most)], Read, cancellation);

    public Task<long> Count(SubjectKind? kind, string? key, CancellationToken cancellation) =>
        reads.Count("SELECT count(*) " + Matching, [Kind(kind), Rows.Text(key)], cancellation);

    /// <summary>Subjects with events that could not be folded, in order, after one.</summary>
    public Task<List<Subject>> Subjects(SubjectKind? kind, string? key, Subject? after, int most, CancellationToken cancellation) => reads.Query(
        SelectSubjects,
        [Kind(kind), Rows.Text(key), Rows.Of(NpgsqlDbType.Smallint, (short)(after?.Kind ?? 0)), Rows.Text(after?.Id ?? string.Empty), Rows.Integer(most)],
        row => new Subject((SubjectKind)row.GetInt16(0), row.GetString(1)),
        cancellation);

    private static NpgsqlParameter Kind(SubjectKind? kind) => Rows.Of(NpgsqlDbType.Smallint, (short?)kind);

    private static QuarantineRow Read(NpgsqlDataReader row) => new(
        new Subject((SubjectKind)row.GetInt16(0), row.GetString(1)),
        new Position(row.GetInt16(2), row.GetInt64(3)),
        row.GetBoolean(4),
        row.GetString(5),
        row.GetFieldValue<DateTimeOffset>(6));
}
