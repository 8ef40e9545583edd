using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Silo.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>
/// What an actor reads of its history costs what it has, not what the log has; also by a plan that was made when the log
/// was empty, which a session keeps until the table is analysed.
/// </summary>
public sealed class HistoryCostTests : IAsyncLifetime
{
    private const int PerPartition = 5_000;
    private const int Own = 3;
    private const string LinkType = "autocrm.customer.merged.v1";

    private static readonly LogIncarnation Incarnation = new(Guid.NewGuid(), WatchedLog.Partitions);

    private readonly WatchedLog log = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => log.InitializeAsync();

    public ValueTask DisposeAsync() => log.DisposeAsync();

    [Fact]
    public async Task Several_ids_are_read_by_the_index_of_each()
    {
        var page = await Reading(histories => histories.ReadAfter(SubjectKind.Customer, ["own-0", "own-1", "own-2"], new AppliedOffsets()));

        Assert.True(page.Complete);
        Assert.Equal([new(0, 1), new(0, 2), new(0, 3), new(1, 1), new(1, 2), new(1, 3)], page.Events.Select(e => e.Position));
    }

    [Theory, InlineData(1), InlineData(1_000)]
    public async Task News_of_several_ids_are_read_by_the_index_of_each(long known)
    {
        var page = await Reading(histories => histories.ReadNews(SubjectKind.Customer, ["own-0", "own-1", "own-2"], new AppliedOffsets([new(1, 1)]), known));

        Assert.Equal([new(0, 1), new(0, 2), new(0, 3), new(1, 2), new(1, 3)], page.Events.Select(e => e.Position));
    }

    [Fact]
    public async Task One_id_is_read_by_its_index()
    {
        var page = await Reading(histories => histories.ReadAfter(Subject.Customer("own-1"), new AppliedOffsets([new(1, 1)])));

        Assert.Equal([new(1, 2), new(1, 3)], page.Events.Select(e => e.Position));
    }

    [Theory, InlineData(1), InlineData(1_000)]
    public async Task News_are_read_by_the_index_of_the_subject(long known)
    {
        var page = await Reading(histories => histories.ReadNews(Subject.Customer("own-1"), new AppliedOffsets([new(1, 1)]), known));

        Assert.Equal([new(1, 2), new(1, 3)], page.Events.Select(e => e.Position));
    }

    [Fact]
    public async Task The_first_events_are_read_by_the_index_of_the_subject()
    {
        var page = await Reading(histories => histories.ReadFirst(Subject.Customer("own-1")));

        Assert.Equal([new(1, 1), new(1, 2), new(1, 3)], page.Events.Select(e => e.Position));
    }

    [Fact]
    public async Task Links_are_read_by_the_index_of_each_id()
    {
        var page = await Reading(async histories => new HistoryPage(await histories.ReadLinks(["own-0", "own-1", "own-0"]), Complete: true));

        Assert.Equal([new(0, 1), new(1, 1)], page.Events.Select(e => e.Position));
    }

    private async Task<HistoryPage> Reading(Func<SubjectHistory, Task<HistoryPage>> read)
    {
        HistoryPage page;
        var before = await log.EntriesRead();
        await using (var databases = new DataSources(log.ConnectionString))
        {
            using var histories = Histories(databases);
            await histories.StartAsync(Cancellation);
            for (var n = 0; n < WatchedLog.UntilPlanned; n++)
            {
                Assert.Empty((await read(histories)).Events);
            }

            await NoneIsPlannedAnew(databases);
            await Fill();
            page = await read(histories);
            await histories.StopAsync(Cancellation);
        }

        Assert.InRange(await log.EntriesRead() - before, page.Events.Length, WatchedLog.Partitions + (2 * page.Events.Length));
        return page;
    }

    // Planning a probe of an index costs more than the probe.
    private static async Task NoneIsPlannedAnew(DataSources databases)
    {
        await using var command = databases.Read.CreateCommand(
            "SELECT sum(generic_plans), sum(custom_plans) FROM pg_prepared_statements WHERE statement LIKE '%event_log%'");
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        Assert.True(await reader.ReadAsync(Cancellation));
        Assert.True(reader.GetDecimal(0) > 0);
        Assert.Equal(0, reader.GetDecimal(1));
    }

    private static SubjectHistory Histories(DataSources databases) => new(
        databases,
        Incarnation,
        new PersonalReading(new CustomerKeys(databases.Read, databases.Write, SiloFixture.Master)),
        new CommittedTail(Incarnation),
        new GroupedWork.Options(TimeProvider.System, NullLogger.Instance));

    private Task Fill() => log.Execute(
        $"""
        INSERT INTO autocrm.event_log (partition, log_offset, recorded_at, occurred_at, offset_minutes, source, id, type, customer, vin, data)
        SELECT p, n, now(), now(), 0, '/tests', p || '-' || n, CASE n WHEN 1 THEN '{LinkType}' ELSE 'unknown.v1' END, CASE WHEN p < 2 AND n <= {Own} THEN 'own-' || p ELSE 'C' || n END, 'V' || n, '{"{}"}'
        FROM generate_series(0, {WatchedLog.Partitions - 1}) AS p, generate_series(1, {PerPartition}) AS n
        """);
}
