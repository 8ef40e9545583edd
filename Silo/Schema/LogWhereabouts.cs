using AutoCrm.Actors.Silo.Hosting;
using Npgsql;

namespace AutoCrm.Actors.Silo.Schema;

/// <summary>
/// Gives the log another epoch when it is found on another server, or on another timeline, than before: it comes from a
/// backup, or a standby was promoted, and what it lacks may have been given out to readers. Their positions would
/// otherwise stand for other events. A crash does not change the timeline.
/// </summary>
internal static class LogWhereabouts
{
    /// <summary>The server's current timeline, as a number; null on a standby.</summary>
    public const string Timeline =
        "CASE WHEN NOT pg_is_in_recovery() THEN ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::bigint END";

    // Whoever comes second waits for the first one's row and finds nothing left to do.
    private const string Note =
        $"""
        UPDATE log_incarnation i
        SET epoch = CASE WHEN i.system_identifier IS NULL THEN i.epoch ELSE gen_random_uuid() END,
            system_identifier = here.system_identifier, timeline = here.timeline
        FROM (SELECT system_identifier, {Timeline} AS timeline FROM pg_control_system()) AS here
        WHERE (i.system_identifier, i.timeline) IS DISTINCT FROM (here.system_identifier, here.timeline)
        """;

    /// <summary>Notes where the log is.</summary>
    public static async Task Apply(string connectionString, CancellationToken cancellation)
    {
        await using var connection = await DataSources.Open(connectionString, cancellation);
        await using var command = new NpgsqlCommand(Note, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
