using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Silo.Privacy;
using AutoCrm.Actors.Silo.ReadModels;
using AutoCrm.Actors.Silo.Rebuilding;
using AutoCrm.Actors.Silo.Tests.Events;
using AutoCrm.Actors.Vehicles;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Rebuilding;

/// <summary>A step of the drift sweep costs what its subjects need, however many there are and however much happened to them.</summary>
public sealed class SweepCostTests : IAsyncLifetime
{
    private const int Subjects = 20;

    private readonly WatchedLog log = new();

    public ValueTask InitializeAsync() => log.InitializeAsync();

    public ValueTask DisposeAsync() => log.DisposeAsync();

    [Fact]
    public async Task A_step_reads_the_rows_of_its_subjects_and_no_others()
    {
        await Fill(vehicles: 5_000, events: 1);
        var (scanned, found) = (await Scanned(), await Found());

        await Sweep(steps: 2);

        Assert.InRange(await Found() - found, 2, 10 * 2 * Subjects);
        Assert.Equal(scanned, await Scanned());
    }

    [Fact]
    public async Task Long_histories_are_read_once()
    {
        await Fill(vehicles: 3, events: 500);
        var before = await log.EntriesRead();
        await Sweep(steps: 1);
        var once = await log.EntriesRead() - before;

        before = await log.EntriesRead();
        await Sweep(steps: 3);
        var thrice = await log.EntriesRead() - before;

        Assert.InRange(once, 3 * 500, (3 * 500) + 100);
        Assert.InRange(thrice, once, once + 100);
    }

    private Task<long> Scanned() => log.Counted("SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'vehicle_row'");

    private Task<long> Found() => log.Counted("SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes WHERE relname = 'vehicle_row'");

    private async Task Sweep(int steps)
    {
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(log.ConnectionString) { SearchPath = "autocrm", MaxPoolSize = 2 });
        var reading = new PersonalReading(new CustomerKeys(database, database, SiloFixture.Master));
        var sweep = new TableSweep<Vehicle, VehicleRow>(
            database, RowSources.Vehicles, new(reading, NothingPersonal<VehicleRow>.Instance), Subjects, vin => throw new InvalidOperationException($"{vin} is right."));
        for (var step = 0; step < steps; step++)
        {
            await sweep.Step(TestContext.Current.CancellationToken);
        }
    }

    // Events of an unknown type: they count, and leave a vehicle as it was.
    private async Task Fill(int vehicles, int events)
    {
        await log.Execute(
            $$"""
            INSERT INTO autocrm.event_log (partition, log_offset, recorded_at, occurred_at, offset_minutes, source, id, type, vin, data)
            SELECT 0, (v - 1) * {{events}} + n, now(), '2026-11-20T08:00:00Z', 0, '/tests', v || '-' || n, 'unknown.v1', 'V' || to_char(v, 'FM000000'), '{}'
            FROM generate_series(1, {{vehicles}}) AS v, generate_series(1, {{events}}) AS n
            """);
        await log.Execute(
            $"""
            INSERT INTO autocrm.vehicle_row (vin, revision, sales, conflicts, dealerships, last_event_at)
            SELECT vin, count(*), 0, 0, ARRAY[]::text[], max(occurred_at) FROM autocrm.event_log GROUP BY vin
            """);
        await log.Execute($"UPDATE autocrm.partition_head SET head_offset = {vehicles * events} WHERE partition = 0");
        await log.Execute($"INSERT INTO autocrm.partition_checkpoint SELECT 0, {vehicles * events}, epoch FROM autocrm.log_incarnation ON CONFLICT (partition) DO UPDATE SET log_offset = excluded.log_offset");
    }
}
