using Npgsql;

namespace AutoCrm.Actors.Silo.Hosting;

/// <summary>
/// One connection pool per purpose, so that a busy one never starves another: a heartbeat must not wait behind an import.
/// </summary>
internal sealed class DataSources(string connectionString) : IAsyncDisposable
{
    /// <summary>The schema that holds every table of the product.</summary>
    public const string Schema = "autocrm";

    public NpgsqlDataSource Clustering { get; } = Create(connectionString, "clustering", 4, autoPrepare: 0);

    public NpgsqlDataSource Storage { get; } = Create(connectionString, "storage", 8, autoPrepare: 20);

    public NpgsqlDataSource Append { get; } = Create(connectionString, "append", 8, autoPrepare: 50, "-c lock_timeout=2000");

    public NpgsqlDataSource Read { get; } = Create(connectionString, "read", 12, autoPrepare: 50);

    public NpgsqlDataSource Write { get; } = Create(connectionString, "write", 8, autoPrepare: 50, "-c enable_hashjoin=off -c enable_mergejoin=off");

    /// <summary>A connection of its own for what is done once, before there are pools.</summary>
    public static async Task<NpgsqlConnection> Open(string connectionString, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Schema, Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in new[] { Append, Write, Read, Storage, Clustering })
        {
            await source.DisposeAsync();
        }
    }

    private static NpgsqlDataSource Create(string connectionString, string purpose, int poolSize, int autoPrepare, string more = "")
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        var settings = builder.ConnectionStringBuilder;
        settings.SearchPath = Schema;
        settings.ApplicationName = $"autocrm-silo-{purpose}";
        settings.MaxPoolSize = poolSize;
        settings.MaxAutoPrepare = autoPrepare;
        settings.AutoPrepareMinUsages = 2;
        settings.NoResetOnClose = true;
        settings.CommandTimeout = 15;
        settings.Timeout = 10;
        // Every statement has an index: without this the plan for a young table, of which the planner knows nothing yet,
        // could be to scan it, and a prepared statement would keep that plan while the table grows. Rows are written over
        // others by their keys, for the same reason. What has no index all the same, because its table is tiny, counts as so
        // dear then that PostgreSQL would compile it each time. For the same reason no plan needs to know the parameters: of
        // short arrays PostgreSQL hopes otherwise that a plan of their own pays, and plans each time.
        settings.Options = $"-c lock_timeout=5000 -c idle_in_transaction_session_timeout=10000 -c statement_timeout=30000 -c enable_seqscan=off -c jit=off -c plan_cache_mode=force_generic_plan {more}";
        return builder.Build();
    }
}
