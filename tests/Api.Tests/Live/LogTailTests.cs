using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Api.Tests.Graph.Host;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Vehicles;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Live;

public sealed class LogTailTests(AutoCrmDatabase database) : IClassFixture<AutoCrmDatabase>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly WatchHub hub = new();
    private readonly LogSteps steps = new();
    private readonly LogWriter log = new(database);
    private NpgsqlDataSource? reads;
    private LogTail? tail;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        reads = NpgsqlDataSource.Create(database.ConnectionString + ";Application Name=tail");
        tail = new LogTail(hub, new LogReader(reads), steps, TimeProvider.System, NullLogger<LogTail>.Instance);
        await tail.StartAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await tail!.StopAsync(CancellationToken.None);
        tail.Dispose();
        await reads!.DisposeAsync();
    }

    [Fact]
    public async Task A_watch_starts_behind_what_is_there_and_is_told_of_what_follows()
    {
        var before = await log.Append(new LogEntry { Vin = "VIN01", Partition = 1 });
        var (watch, from) = await hub.Enter(Subject.Vehicle("VIN01"), Cancellation);
        using (watch)
        {
            Assert.Equal(AutoCrmDatabase.Epoch, from.Epoch);
            Assert.Contains(from.Positions, p => p.Partition == before.Partition && p.Offset >= before.Offset);
            var after = await log.Append(new LogEntry { Vin = "VIN01", Partition = 1 });
            Assert.Equal([after], (await Next(watch)).Positions);
        }
    }

    [Theory]
    [InlineData(SubjectKind.Vehicle)]
    [InlineData(SubjectKind.Customer)]
    [InlineData(SubjectKind.Dealership)]
    public async Task An_event_is_told_to_each_of_its_subjects_and_to_no_other(SubjectKind kind)
    {
        var (watch, _) = await hub.Enter(new Subject(kind, "S-1"), Cancellation);
        var (other, _) = await hub.Enter(new Subject(kind, "S-2"), Cancellation);
        using (watch)
        using (other)
        {
            var position = await log.Append(new LogEntry { Vin = "S-1", Customer = "S-1", Dealership = "S-1" });
            Assert.Equal([position], (await Next(watch)).Positions);
            using var brief = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other.Next(brief.Token));
        }
    }

    [Fact]
    public async Task What_the_silos_tell_is_told_without_reading_the_log()
    {
        var (watch, from) = await hub.Enter(Subject.Vehicle("VIN06"), Cancellation);
        using (watch)
        {
            var told = new Position(2, OffsetOf(from, 2) + 1);
            await steps.Carried(Step(from.Epoch, told.Offset - 1, told));
            Assert.Equal([told], (await Next(watch)).Positions);
        }
    }

    [Fact]
    public async Task A_step_that_does_not_follow_on_sends_the_tail_to_the_log()
    {
        var (watch, from) = await hub.Enter(Subject.Vehicle("VIN07"), Cancellation);
        using (watch)
        {
            var unknown = new Position(2, OffsetOf(from, 2) + 9);
            await steps.Carried(Step(from.Epoch, unknown.Offset - 1, unknown));
            await steps.Carried(Step(Guid.NewGuid(), 0, new Position(2, 1)));
            var position = await log.Append(new LogEntry { Vin = "VIN07", Partition = 1 });
            Assert.Equal([position], (await Next(watch)).Positions);
        }
    }

    [Fact]
    public async Task Changes_that_are_not_read_are_merged_into_the_latest_position()
    {
        var (watch, _) = await hub.Enter(Subject.Vehicle("VIN02"), Cancellation);
        var (witness, _) = await hub.Enter(Subject.Vehicle("VIN03"), Cancellation);
        using (watch)
        using (witness)
        {
            for (var i = 0; i < 20; i++)
            {
                await log.Append(new LogEntry { Vin = "VIN02" });
            }

            var last = await log.Append(new LogEntry { Vin = "VIN02" });
            await log.Append(new LogEntry { Vin = "VIN03" });
            await Next(witness);
            Assert.Equal([last], (await Next(watch)).Positions);
            using var brief = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch.Next(brief.Token));
        }
    }

    [Fact]
    public async Task More_events_than_one_step_reads_are_all_seen()
    {
        var (watch, from) = await hub.Enter(Subject.Vehicle("VIN04"), Cancellation);
        using (watch)
        {
            const int many = LogReader.StepPerPartition * 2;
            await database.Execute(
                """
                WITH head AS (UPDATE partition_head SET head_offset = head_offset + $1 WHERE partition = 3 RETURNING head_offset)
                INSERT INTO event_log (partition, log_offset, recorded_at, occurred_at, offset_minutes, source, id, type, vin, data)
                SELECT 3, head_offset - n, now(), now(), 0, '/tests', n::text, 't', CASE WHEN n = 0 THEN 'VIN04' ELSE 'OTHER' END, ''
                FROM head, generate_series(0, $1 - 1) AS n
                """,
                many);
            Assert.Equal(OffsetOf(from, 3) + many, OffsetOf(await Next(watch), 3));
        }
    }

    [Fact]
    public async Task While_the_database_is_away_nothing_is_skipped()
    {
        var (watch, _) = await hub.Enter(Subject.Vehicle("VIN05"), Cancellation);
        using (watch)
        {
            await database.Execute("ALTER TABLE partition_head RENAME TO partition_head_away");
            await database.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tail' AND datname = current_database()");
            await database.Execute("ALTER TABLE partition_head_away RENAME TO partition_head");
            var position = await log.Append(new LogEntry { Vin = "VIN05" });
            await database.Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tail' AND datname = current_database()");
            Assert.Equal([position], (await Next(watch)).Positions);
        }
    }

    [Fact]
    public async Task Another_incarnation_of_the_log_makes_everybody_look_again()
    {
        var (watch, _) = await hub.Enter(Subject.Vehicle("VIN06"), Cancellation);
        using (watch)
        {
            var epoch = Guid.NewGuid();
            await database.Execute("UPDATE log_incarnation SET epoch = $1", epoch);
            Assert.Equal(epoch, (await Next(watch)).Epoch);
        }

        await database.Execute("UPDATE log_incarnation SET epoch = $1", AutoCrmDatabase.Epoch);
    }

    [Fact]
    public async Task Without_watchers_the_database_is_left_alone_and_a_new_watch_starts_again()
    {
        for (var i = 0; i < 3; i++)
        {
            var (watch, _) = await hub.Enter(Subject.Vehicle("VIN07"), Cancellation);
            watch.Dispose();
            Assert.Equal(0, hub.Count);
        }

        var missed = await log.Append(new LogEntry { Vin = "VIN07", Partition = 2 });
        var (again, from) = await hub.Enter(Subject.Vehicle("VIN07"), Cancellation);
        using (again)
        {
            Assert.True(OffsetOf(from, 2) >= missed.Offset || (await Next(again)).Positions.Contains(missed));
        }
    }

    [Fact]
    public async Task A_watch_that_gives_up_waiting_is_freed()
    {
        var idle = new WatchHub();
        using var brief = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => idle.Enter(Subject.Vehicle("VIN08"), brief.Token));
        Assert.Equal(0, idle.Count);
    }

    [Fact]
    public async Task A_vehicles_states_are_never_older_than_the_last_one()
    {
        var states = new StoredStates();
        var changes = new VehicleChanges(hub, states, TimeProvider.System, NullLogger<VehicleChanges>.Instance);
        states.Set(State(5));
        await using var seen = changes.Of("VIN09", Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await seen.MoveNextAsync());
        Assert.Equal(5, seen.Current.Revision);
        Assert.Equal(AutoCrmDatabase.Epoch, states.AtLeasts.First()!.Epoch);

        var next = seen.MoveNextAsync().AsTask();
        states.Set(State(4));
        await log.Append(new LogEntry { Vin = "VIN09" });
        for (var i = 0; states.Asked < 2; i++)
        {
            Assert.True(i < 500);
            await Task.Delay(10, Cancellation);
        }

        Assert.False(next.IsCompleted);
        states.Set(State(6));
        await log.Append(new LogEntry { Vin = "VIN09" });
        Assert.True(await next.WaitAsync(Patience, Cancellation));
        Assert.Equal(6, seen.Current.Revision);
    }

    private static Live<Vehicle> State(long revision) =>
        new(new Vehicle { Vin = "VIN09" }, revision, PositionToken.Of(AutoCrmDatabase.Epoch, [new Position(0, revision)]));

    private static long OffsetOf(PositionToken token, int partition) => token.Positions.FirstOrDefault(p => p.Partition == partition).Offset;

    private static Task<PositionToken> Next(Watch watch) => watch.Next(Cancellation).WaitAsync(Patience, Cancellation);

    private static LogStep Step(Guid epoch, long after, Position position) => new(
        epoch,
        position.Partition,
        after,
        position.Offset,
        [new(Subject.Vehicle("VIN06"), position.Offset), new(Subject.Vehicle("VIN07"), position.Offset)]);
}
