using AutoCrm.Actors.Silo.Schema;
using AutoCrm.Actors.Tests.Support;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>A database with an empty log, beside which it is watched how much of the log's indexes is read.</summary>
internal sealed class WatchedLog : IAsyncLifetime
{
    public const int Partitions = 32;

    /// <summary>Npgsql prepares a statement at its second use, and PostgreSQL, left alone, keeps the plan of the sixth at the earliest.</summary>
    public const int UntilPlanned = 10;

    private readonly PostgresFixture postgres = new();
    private NpgsqlDataSource? watching;

    public string ConnectionString => postgres.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        await SchemaMigration.Apply(postgres.ConnectionString, Partitions, CancellationToken.None);
        watching = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { ApplicationName = nameof(WatchedLog) });
    }

    public async ValueTask DisposeAsync()
    {
        await watching!.DisposeAsync();
        await postgres.DisposeAsync();
    }

    /// <summary>Executes a statement of the watching session, whose reads are counted at once.</summary>
    public async Task Execute(string sql)
    {
        await using var command = watching!.CreateCommand(sql + "; SELECT pg_stat_force_next_flush()");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>How many entries of the log's indexes were read, once all sessions but the watching one have ended.</summary>
    public Task<long> EntriesRead() => Counted("SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes WHERE relname = 'event_log'");

    /// <summary>One of PostgreSQL's counts of what was read, once all sessions but the watching one have ended.</summary>
    public Task<long> Counted(string sql) => SessionStatistics.Complete(watching!, () => Read(sql));

    private async Task<long> Read(string sql)
    {
        await using var command = watching!.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
