using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Api.Tests.Graph.Host;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Tests.Support;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Live;

/// <summary>A step costs what is new, however long the log is.</summary>
public sealed class LogReaderTests(AutoCrmDatabase database) : IClassFixture<AutoCrmDatabase>
{
    private const int Partitions = 32;
    private const int Old = 12_000;
    private const int New = 20;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_step_does_not_read_the_whole_log()
    {
        await Fill();
        var before = await RowsRead();

        await using (var reads = NpgsqlDataSource.Create(database.ConnectionString + ";Application Name=step"))
        {
            var reader = new LogReader(reads);
            var heads = await reader.Heads(Cancellation);
            var seen = PositionToken.Of(heads.Epoch, heads.Positions.Select(head => head with { Offset = head.Offset - New }));
            var (upTo, changes) = await reader.Changes(seen, heads, Cancellation);
            Assert.Equal(heads.ToString(), upTo.ToString());
            Assert.Equal(Partitions * New, changes.Count);
            Assert.All(heads.Positions, head => Assert.Equal(
                Enumerable.Range(0, New).Select(back => head.Offset - back).Order(), changes.Select(c => c.Position).Where(p => p.Partition == head.Partition).Select(p => p.Offset).Order()));
        }

        var after = await SessionStatistics.Complete(database.Source, RowsRead);
        Assert.Equal(0, after.BySequence - before.BySequence);
        Assert.Equal(Partitions * New, after.ByIndex - before.ByIndex);
    }

    private Task Fill() => database.Execute(
        $"""
        INSERT INTO event_log (partition, log_offset, recorded_at, occurred_at, offset_minutes, source, id, type, vin, data)
        SELECT p, n, now(), now(), 0, '/tests', p || '-' || n, 't', 'WVWZZZ1JZ3W' || n, repeat('x', 300)::bytea FROM generate_series(0, {Partitions - 1}) AS p, generate_series(1, {Old}) AS n;
        INSERT INTO partition_head (partition, head_offset) SELECT p, {Old} FROM generate_series(0, {Partitions - 1}) AS p
        ON CONFLICT (partition) DO UPDATE SET head_offset = excluded.head_offset;
        ANALYZE event_log
        """);

    private async Task<(long BySequence, long ByIndex)> RowsRead()
    {
        await using var command = database.Source.CreateCommand("SELECT seq_tup_read, idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'event_log'");
        await using var row = await command.ExecuteReaderAsync(Cancellation);
        await row.ReadAsync(Cancellation);
        return (row.GetInt64(0), row.GetInt64(1));
    }
}
