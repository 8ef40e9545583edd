using System.Reflection;
using AutoCrm.Actors.Silo.Hosting;
using DbUp;
using DbUp.Engine;
using Npgsql;

namespace AutoCrm.Actors.Silo.Schema;

/// <summary>Brings the database to this version's schema: the scripts of <c>deploy/sql</c>, each once, in order of name.</summary>
internal static class SchemaMigration
{
    /// <summary>The advisory lock that lets one silo at a time migrate; the others wait and find nothing left to do.</summary>
    private const long LockKey = 0x6175746F63726D;

    /// <summary>Applies what is missing, and creates the partitions of a new log.</summary>
    /// <param name="connectionString">A role that may create tables.</param>
    /// <param name="partitions">The number of partitions of a new log.</param>
    /// <param name="cancellation">Ends the wait for another silo's migration.</param>
    /// <exception cref="InvalidOperationException">The server is a standby, a script failed, or the log has another number of partitions.</exception>
    public static async Task Apply(string connectionString, int partitions, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = DataSources.Schema, Pooling = false, CommandTimeout = 300 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        await LogIncarnation.RefuseStandby(connection, cancellation);
        await Execute(connection, $"SELECT pg_advisory_lock({LockKey})", cancellation);
        await Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {DataSources.Schema}", cancellation);
        RunScripts(settings.ConnectionString);
        await CreatePartitions(connection, partitions, cancellation);
    }

    private static void RunScripts(string connectionString)
    {
        var result = DeployChanges.To
            .PostgresqlDatabase(connectionString, DataSources.Schema)
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.StartsWith("sql.", StringComparison.Ordinal))
            .JournalToPostgresqlTable(DataSources.Schema, "schema_version")
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (result is { Successful: false, ErrorScript: var script })
        {
            throw new InvalidOperationException($"The migration {NameOf(script)} failed: {result.Error.Message}", result.Error);
        }
    }

    private static string NameOf(SqlScript? script) => script?.Name ?? "of the schema";

    private static async Task CreatePartitions(NpgsqlConnection connection, int partitions, CancellationToken cancellation)
    {
        await using var insert = new NpgsqlCommand(
            """
            WITH created AS (
                INSERT INTO log_incarnation (epoch, partitions) VALUES (gen_random_uuid(), $1)
                ON CONFLICT DO NOTHING RETURNING partitions),
            heads AS (
                INSERT INTO partition_head (partition) SELECT generate_series(0, partitions - 1) FROM created)
            SELECT partitions FROM created UNION ALL SELECT partitions FROM log_incarnation
            """,
            connection);
        insert.Parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)partitions });
        var existing = Convert.ToInt32(await insert.ExecuteScalarAsync(cancellation), System.Globalization.CultureInfo.InvariantCulture);
        if (existing != partitions)
        {
            throw new InvalidOperationException(
                $"The database has a log of {existing} partitions, and AutoCrm:Log:Partitions is {partitions}. "
                + "The number is fixed when the database is created: set it back.");
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
