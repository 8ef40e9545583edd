using AutoCrm.Actors.Tests.Support;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Graph.Host;

/// <summary>A database with the product's own schema files applied.</summary>
public sealed class AutoCrmDatabase : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private NpgsqlDataSource? source;

    public NpgsqlDataSource Source => source ?? throw new InvalidOperationException("The database is not ready yet.");

    public string ConnectionString => new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { SearchPath = "autocrm" }.ConnectionString;

    public static Guid Epoch { get; } = Guid.Parse("0190aaaa-0000-7000-8000-000000000001");

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        source = NpgsqlDataSource.Create(ConnectionString);
        await Execute("CREATE SCHEMA autocrm");
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "deploy", "sql"), "*.sql").Order(StringComparer.Ordinal))
        {
            await Execute(await File.ReadAllTextAsync(file));
        }

        await Execute($"INSERT INTO log_incarnation (epoch, partitions) VALUES ('{Epoch}', 4) ON CONFLICT DO NOTHING");
        await Execute("INSERT INTO partition_head (partition) SELECT generate_series(0, 3) ON CONFLICT DO NOTHING");
        await Execute($"INSERT INTO partition_checkpoint (partition, epoch) SELECT generate_series(0, 3), '{Epoch}' ON CONFLICT DO NOTHING");
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await postgres.DisposeAsync();
    }

    public async Task Execute(string sql, params object[] parameters)
    {
        await using var command = Source.CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}

internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string from) => File.Exists(Path.Combine(from, "AutoCrm.Actors.sln"))
        ? from
        : Find(Path.GetDirectoryName(from) ?? throw new InvalidOperationException("The repository's root was not found."));
}
