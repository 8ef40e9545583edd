using AutoCrm.Actors.Silo.Rebuilding;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Rebuilding;

/// <summary>Read models are rebuilt beside a working silo, and come out as its actors would have written them.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    private const int Vehicles = 2000;
    private Fleet? started;

    private Fleet Fleet => started!;

    public async ValueTask InitializeAsync() => started = await Fleet.Start(Vehicles, "--AutoCrm:Sweep:Pause=01:00:00");

    public async ValueTask DisposeAsync() => await Fleet.DisposeAsync();

    [Fact]
    public async Task A_rebuild_gives_the_rows_that_were_there_and_repairs_those_that_were_not()
    {
        var before = await Fleet.Contents();
        var shape = await Fleet.Shape();
        await Fleet.Execute("DELETE FROM vehicle_row WHERE vin LIKE '%7'");
        await Fleet.Execute("UPDATE vehicle_row SET make = 'Trabant' WHERE vin LIKE '%3'");
        await Fleet.Execute("UPDATE vehicle_row SET revision = 1000 WHERE vin LIKE '%4'");
        Assert.NotEqual(before, await Fleet.Contents());

        var reports = await RebuildRun.Run(Fleet.ConnectionString, SiloFixture.Master, CancellationToken.None);

        Assert.Equal(before, await Fleet.Contents());
        Assert.Equal(shape, await Fleet.Shape());
        Assert.Equal(((long)Vehicles, await Fleet.Count("event_log WHERE vin IS NOT NULL")), reports.Where(r => r.Table == "vehicle_row").Select(r => (r.Rows, r.Events)).Single());
        await Fleet.Append(1);
        await Fleet.Folded(2);
    }

    [Fact]
    public async Task A_rebuild_under_load_loses_nothing_and_no_query_sees_less_than_before()
    {
        using var done = new CancellationTokenSource();
        var least = long.MaxValue;
        var watching = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                least = Math.Min(least, await Fleet.Count("vehicle_row"));
            }
        });
        var loading = Task.Run(async () =>
        {
            for (var round = 1; round <= 4; round++)
            {
                await Fleet.Append(round);
            }
        });

        await RebuildRun.Run(Fleet.ConnectionString, SiloFixture.Master, CancellationToken.None);
        await loading;
        await Fleet.Folded(5);
        await done.CancelAsync();
        await watching;

        Assert.Equal(Vehicles, least);
        var live = await Fleet.Contents();
        await RebuildRun.Run(Fleet.ConnectionString, SiloFixture.Master, CancellationToken.None);
        Assert.Equal(live, await Fleet.Contents());
    }

    [Fact]
    public async Task A_rebuild_that_was_interrupted_goes_on_where_it_stopped()
    {
        var before = await Fleet.Contents();
        // Somebody holds the table, so that the first rebuild comes as far as the exchange.
        await using var connection = await Fleet.Database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("LOCK TABLE vehicle_row IN ACCESS SHARE MODE", connection);
        await hold.ExecuteNonQueryAsync();
        using var interrupt = new CancellationTokenSource();
        var first = RebuildRun.Run(Fleet.ConnectionString, SiloFixture.Master, interrupt.Token);
        await SiloFixture.Eventually(() => Fleet.Scalar("SELECT count(*) FROM pg_tables WHERE tablename = 'rebuild_progress'"), n => n == 1);
        await SiloFixture.Eventually(() => Fleet.Count("rebuild_progress WHERE table_name = 'vehicle_row' AND scanned"), n => n == 1);
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => first);
        await transaction.RollbackAsync();
        Assert.Equal(before, await Fleet.Contents());

        var reports = await RebuildRun.Run(Fleet.ConnectionString, SiloFixture.Master, CancellationToken.None);

        Assert.Equal(0, reports.Single(r => r.Table == "vehicle_row").Events);
        Assert.Equal(before, await Fleet.Contents());
        Assert.Equal(0, await Fleet.Count("rebuild_progress"));
    }
}
