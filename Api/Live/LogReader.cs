using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Api.ReadModels;
using AutoCrm.Actors.Events;
using Npgsql;
using NpgsqlTypes;

namespace AutoCrm.Actors.Api.Live;

/// <summary>Reads where the log ends and whom its newest events are about.</summary>
internal sealed class LogReader([FromKeyedServices(Database.Reads)] NpgsqlDataSource reads)
{
    /// <summary>The most events that one step reads per partition.</summary>
    public const int StepPerPartition = 1000;

    private const string HeadsSql =
        "SELECT i.epoch, h.partition, h.head_offset FROM log_incarnation i JOIN partition_head h ON true ORDER BY h.partition";

    // One index probe per partition. As a plain join PostgreSQL guesses that a step is a ninth of each partition, and reads the whole log.
    private const string ChangesSql = """
        SELECT l.partition, l.log_offset, l.vin, l.customer, l.dealership
        FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS step (partition, seen, upto)
        CROSS JOIN LATERAL (
            SELECT * FROM event_log own
            WHERE own.partition = step.partition AND own.log_offset > step.seen AND own.log_offset <= step.upto
            ORDER BY own.log_offset LIMIT $4) l
        """;

    public async Task<PositionToken> Heads(CancellationToken cancellation)
    {
        var rows = await reads.Query(
            HeadsSql, [], row => (Epoch: row.GetGuid(0), Position: new Position(row.GetInt16(1), row.GetInt64(2))), cancellation);
        return rows.Count == 0
            ? throw new InvalidOperationException("The database has no event log yet.")
            : PositionToken.Of(rows[0].Epoch, rows.Select(row => row.Position));
    }

    /// <summary>Reads the next step towards the heads.</summary>
    /// <returns>How far the step goes, and whom its events are about.</returns>
    public async Task<(PositionToken UpTo, IReadOnlyList<Change> Changes)> Changes(
        PositionToken seen, PositionToken heads, CancellationToken cancellation)
    {
        var offsets = seen.Positions.ToDictionary(p => p.Partition, p => p.Offset);
        var steps = heads.Positions
            .Select(head => (head.Partition, Seen: offsets.GetValueOrDefault(head.Partition), Head: head.Offset))
            .Where(step => step.Head > step.Seen)
            .Select(step => (step.Partition, step.Seen, UpTo: Math.Min(step.Head, step.Seen + StepPerPartition)))
            .ToArray();
        NpgsqlParameter[] parameters =
        [
            Rows.Of(NpgsqlDbType.Array | NpgsqlDbType.Smallint, steps.Select(step => (short)step.Partition).ToArray()),
            Rows.Of(NpgsqlDbType.Array | NpgsqlDbType.Bigint, steps.Select(step => step.Seen).ToArray()),
            Rows.Of(NpgsqlDbType.Array | NpgsqlDbType.Bigint, steps.Select(step => step.UpTo).ToArray()),
            Rows.Integer(StepPerPartition),
        ];
        var changes = await reads.Query(ChangesSql, parameters, SubjectsOf, cancellation);
        var upTo = PositionToken.Of(heads.Epoch, seen.Positions.Concat(steps.Select(step => new Position(step.Partition, step.UpTo))));
        return (upTo, [.. changes.SelectMany(change => change)]);
    }

    private static List<Change> SubjectsOf(NpgsqlDataReader row)
    {
        var position = new Position(row.GetInt16(0), row.GetInt64(1));
        var changes = new List<Change>(3);
        Add(row.TextOrNull(2), Subject.Vehicle);
        Add(row.TextOrNull(3), Subject.Customer);
        Add(row.TextOrNull(4), Subject.Dealership);
        return changes;

        void Add(string? id, Func<string, Subject> subject)
        {
            if (id is not null)
            {
                changes.Add(new Change(subject(id), position));
            }
        }
    }
}
