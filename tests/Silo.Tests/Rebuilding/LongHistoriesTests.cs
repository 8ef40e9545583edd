using AutoCrm.Actors.Silo.Rebuilding;
using AutoCrm.Actors.Silo.Tests.Events;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Rebuilding;

/// <summary>Long histories are counted, and what was counted is not read again.</summary>
public sealed class LongHistoriesTests : IAsyncLifetime
{
    private const int PerPartition = 4_000;
    private readonly WatchedLog log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => log.InitializeAsync();

    public ValueTask DisposeAsync() => log.DisposeAsync();

    [Fact]
    public async Task They_are_counted_on_from_the_checkpoints_of_the_last_time()
    {
        await using var database = Database();
        var histories = new LongHistories(database, SubjectKind.Dealership, "dealership");
        await Fill(1, 100);
        Assert.Equal(new HistoryLength(60, 200), (await histories.Read(["D0", "D1"], Checkpoints(30), Cancellation))["D0"]);

        await Fill(101, 50);
        await log.Execute($"INSERT INTO autocrm.quarantine (kind, key, partition, log_offset, reason, late) VALUES ({(int)SubjectKind.Dealership}, 'D0', 0, 7, 'test', false), ({(int)SubjectKind.Dealership}, 'D3', 6, 9, 'test', true)");
        var read = await histories.Read(["D0", "D2", "D3", "D99"], Checkpoints(120), Cancellation);

        Assert.Equal(new HistoryLength(239, 299), read["D0"]);
        Assert.Equal(new HistoryLength(240, 300), read["D2"]);
        Assert.DoesNotContain("D3", read.Keys);
        Assert.Equal(default, read["D99"]);
    }

    [Fact]
    public async Task Only_what_came_is_read_though_the_log_was_empty_when_the_statement_was_planned()
    {
        var before = await log.EntriesRead();
        await using (var database = Database())
        {
            var histories = new LongHistories(database, SubjectKind.Dealership, "dealership");
            for (var n = 0; n < WatchedLog.UntilPlanned; n++)
            {
                await histories.Read(["D0"], Checkpoints(0), Cancellation);
            }

            await Fill(1, PerPartition);
            Assert.Equal(2L * PerPartition, (await histories.Read(["D0"], Checkpoints(PerPartition), Cancellation))["D0"].Confirmed);
            await Fill(PerPartition + 1, 2);
            Assert.Equal(2L * (PerPartition + 2), (await histories.Read(["D0"], Checkpoints(PerPartition + 2), Cancellation))["D0"].Confirmed);
        }

        // Each of the dealership's events once, and both of the later ones.
        Assert.InRange(await log.EntriesRead() - before, 2 * (PerPartition + 2), (2 * (PerPartition + 2)) + WatchedLog.Partitions);
    }

    private static Dictionary<int, long> Checkpoints(long offset) => Enumerable.Range(0, WatchedLog.Partitions).ToDictionary(partition => partition, _ => offset);

    private NpgsqlDataSource Database() => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(log.ConnectionString) { SearchPath = "autocrm", MaxPoolSize = 1, MaxAutoPrepare = 10, AutoPrepareMinUsages = 2 });

    // Each dealership has its events in two partitions.
    private Task Fill(int first, int perPartition) => log.Execute(
        $"""
        INSERT INTO autocrm.event_log (partition, log_offset, recorded_at, occurred_at, offset_minutes, source, id, type, dealership, data)
        SELECT p, n, now(), now(), 0, '/tests', p || '-' || n, 'unknown.v1', 'D' || p / 2, '{"{}"}'
        FROM generate_series(0, {WatchedLog.Partitions - 1}) AS p, generate_series({first}, {first + perPartition - 1}) AS n
        """);
}
