using Npgsql;

namespace AutoCrm.Actors.Tests.Support;

/// <summary>PostgreSQL's numbers of what was read: a session adds its own at the latest when it ends, and parts of them at any time before.</summary>
public static class SessionStatistics
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The numbers once every session of the database has ended but those under the watcher's application name.</summary>
    public static async Task<T> Complete<T>(NpgsqlDataSource watching, Func<Task<T>> read)
    {
        await Poll.Until(() => Others(watching), others => others == 0, Patience);
        return await read();
    }

    // A session gives its place in this view back after it has added its numbers.
    private static async Task<long> Others(NpgsqlDataSource watching)
    {
        await using var command = watching.CreateCommand(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend' AND application_name <> current_setting('application_name')
            """);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
