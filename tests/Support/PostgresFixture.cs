using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Tests.Support;

/// <summary>A database of its own on the PostgreSQL named by AUTOCRM_TEST_POSTGRES, dropped at the end.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private const string Variable = "AUTOCRM_TEST_POSTGRES";
    private readonly string database = "test_" + Guid.NewGuid().ToString("N");
    private readonly string server = Environment.GetEnvironmentVariable(Variable)
        ?? throw new InvalidOperationException($"{Variable} is not set: ./autocrm test starts a PostgreSQL and sets it.");

    /// <summary>The connection string of the fixture's own, empty database.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(server) { Database = database }.ConnectionString;

    public async ValueTask InitializeAsync() => await Execute($"CREATE DATABASE {database}");

    public async ValueTask DisposeAsync() => await Execute($"DROP DATABASE {database} WITH (FORCE)");

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
