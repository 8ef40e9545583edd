using AutoCrm.Actors.Silo.Schema;
using AutoCrm.Actors.Tests.Support;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Schema;

public sealed class SchemaTests
{
    [Fact]
    public async Task Silos_that_start_at_once_migrate_an_empty_database_once()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => SchemaMigration.Apply(postgres.ConnectionString, 8, CancellationToken.None)));

        Assert.Equal(8, await Count(postgres, "partition_head"));
        Assert.Equal(1, await Count(postgres, "log_incarnation"));
        var scripts = typeof(SchemaMigration).Assembly.GetManifestResourceNames().Count(name => name.StartsWith("sql.", StringComparison.Ordinal));
        Assert.Equal(scripts, await Count(postgres, "schema_version"));
    }

    // A new version of a row is told to no index if nothing that one speaks of has changed.
    [Fact]
    public async Task No_index_of_a_read_model_speaks_of_what_nearly_every_event_changes()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        await SchemaMigration.Apply(postgres.ConnectionString, 8, CancellationToken.None);

        var spokenOf = await IndexedColumns(postgres);

        Assert.Contains("vehicle_row.in_conflict", spokenOf);
        Assert.Contains("customer_row.id", spokenOf);
        string[] everChanging = ["revision", "last_event_at", "conflicts", "sales", "orders", "deliveries", "odometer_km", "stage", "defects_at"];
        Assert.DoesNotContain(spokenOf, column => everChanging.Contains(column.Split('.')[1]));
    }

    [Fact]
    public async Task Another_number_of_partitions_is_refused()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        await SchemaMigration.Apply(postgres.ConnectionString, 8, CancellationToken.None);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SchemaMigration.Apply(postgres.ConnectionString, 16, CancellationToken.None));

        Assert.Contains("a log of 8 partitions", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(8, await Count(postgres, "partition_head"));
    }

    [Fact]
    public async Task A_log_keeps_its_epoch_when_silos_start_again()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        await SchemaMigration.Apply(postgres.ConnectionString, 8, CancellationToken.None);
        var first = await LogIncarnation.Read(postgres.ConnectionString, allowUnsafe: true, CancellationToken.None);
        await SchemaMigration.Apply(postgres.ConnectionString, 8, CancellationToken.None);

        Assert.Equal(first, await LogIncarnation.Read(postgres.ConnectionString, allowUnsafe: true, CancellationToken.None));
    }

    [Fact]
    public async Task A_server_that_may_lose_what_it_acknowledged_is_refused()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        await SchemaMigration.Apply(postgres.ConnectionString, 8, CancellationToken.None);
        var unsafely = new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { Options = "-c synchronous_commit=off" }.ConnectionString;

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => LogIncarnation.Read(unsafely, allowUnsafe: false, CancellationToken.None));

        Assert.Contains("= off", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> IndexedColumns(PostgresFixture postgres)
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = database.CreateCommand(
            """
            SELECT DISTINCT t.relname || '.' || a.attname
            FROM pg_class t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0
            WHERE t.relname IN ('vehicle_row', 'customer_row') AND (
                a.attnum = ANY(i.indkey) OR EXISTS (
                    SELECT FROM pg_depend d
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refobjid = t.oid AND d.refobjsubid = a.attnum))
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var columns = new List<string>();
        while (await reader.ReadAsync())
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }

    private static async Task<long> Count(PostgresFixture postgres, string table)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM autocrm.{table}", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
