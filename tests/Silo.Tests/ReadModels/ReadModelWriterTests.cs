using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains.Events;
using AutoCrm.Actors.Grains.Vehicles;
using AutoCrm.Actors.Vehicles;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.ReadModels;

/// <summary>Rows on their way into their tables; two activations of one actor never hide an event from each other.</summary>
public sealed class ReadModelWriterTests(SiloFixture silo)
{
    private readonly string vin = "LSGJA52U0AH" + Random.Shared.Next(100000, 999999);

    private IReadModelWriter<VehicleRow> Writer => silo.Services.GetRequiredService<IReadModelWriter<VehicleRow>>();

    [Fact]
    public async Task A_row_is_durable_when_it_is_confirmed()
    {
        Assert.Empty(await Write(new RowSlot(), 1, "Saab"));
        Assert.Equal("Saab", await Make());
    }

    // PostgreSQL sends what a statement returns before it commits.
    [Fact]
    public async Task A_row_that_was_not_committed_is_not_confirmed()
    {
        await silo.Execute(
            $"""
            CREATE SEQUENCE refused;
            CREATE FUNCTION refuse_row() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM nextval('autocrm.refused'); RAISE EXCEPTION 'not now' USING ERRCODE = '57P03'; END $$;
            CREATE CONSTRAINT TRIGGER refuse_row AFTER INSERT ON vehicle_row DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.vin = '{vin}') EXECUTE FUNCTION refuse_row();
            """);
        Task<IEnumerable<string>> writing;
        try
        {
            writing = Write(new RowSlot(), 1, "Saab");
            await SiloFixture.Eventually(() => silo.Scalar<bool>("SELECT is_called FROM refused"), wasRefused => wasRefused);
        }
        finally
        {
            await silo.Execute("DROP FUNCTION refuse_row() CASCADE; DROP SEQUENCE refused");
        }

        Assert.Empty(await writing);
        Assert.Equal("Saab", await Make());
    }

    [Fact]
    public async Task A_row_that_another_activation_has_written_meanwhile_is_not_written_over()
    {
        var (one, other) = (new RowSlot(), new RowSlot());
        Assert.Empty(await Write(one, 1, "one"));

        Assert.Equal([vin], await Write(other, 1, "other"));
        Assert.True(other.IsOutdated);
        Assert.Equal([vin], await Write(other, 2, "other"));
        Assert.Equal("one", await Make());
        Assert.False(one.IsOutdated);
    }

    [Fact]
    public async Task An_activation_that_has_folded_its_history_anew_writes_again()
    {
        var (one, other) = (new RowSlot(), new RowSlot());
        await Write(one, 1, "one");
        await Write(other, 1, "other");

        other.Renew(2);
        Assert.Empty(await Write(other, 2, "both"));
        Assert.Equal("both", await Make());
        Assert.Equal([vin], await Write(one, 2, "one"));
        Assert.Equal("both", await Make());
    }

    [Fact]
    public async Task An_older_row_is_never_written_over_a_newer_one()
    {
        var slot = new RowSlot();
        await Write(slot, 3, "newer");
        await Write(slot, 2, "older");
        Assert.Equal("newer", await Make());
    }

    [Fact]
    public async Task Of_a_row_that_nobody_else_has_written_only_what_changes_often_is_written_again()
    {
        var slot = new RowSlot();
        await Write(slot, 1, "Saab");
        await silo.Execute("UPDATE vehicle_row SET make = 'untouched' WHERE vin = $1", vin);

        await Write(slot, 2, "Saab");
        Assert.Equal(("untouched", 2), (await Make(), await Revision()));

        await Write(slot, 3, "Volvo");
        Assert.Equal(("Volvo", 3), (await Make(), await Revision()));
    }

    [Fact]
    public async Task A_row_that_somebody_else_has_written_since_is_written_as_a_whole()
    {
        var (one, other) = (new RowSlot(), new RowSlot());
        await Write(one, 1, "one");

        // As many events, and others: the revision does not tell.
        other.Include(1);
        Assert.Empty(await Write(other, 1, "other"));
        Assert.Equal("other", await Make());

        Assert.Empty(await Write(one, 2, "one"));
        Assert.Equal(("one", 2), (await Make(), await Revision()));
    }

    [Fact]
    public async Task A_row_that_was_repaired_since_is_written_as_a_whole()
    {
        var slot = new RowSlot();
        await Write(slot, 1, "Saab");
        await Writer.Overwrite(Row(1, "repaired"));

        await Write(slot, 2, "Saab");
        Assert.Equal(("Saab", 2), (await Make(), await Revision()));
    }

    [Fact]
    public async Task Of_many_rows_of_one_actor_the_newest_is_written()
    {
        var slot = new RowSlot();
        var tickets = Enumerable.Range(1, 500).Select(n => Writer.Write(slot, Row(n, "make " + n))).ToArray();
        Assert.DoesNotContain(vin, await Writer.Durable(tickets[^1]));
        Assert.Equal("make 500", await Make());
    }

    [Fact]
    public async Task A_row_that_the_table_cannot_hold_does_not_keep_its_neighbours_out()
    {
        var (bad, good) = (new RowSlot(), new RowSlot());
        Writer.Write(bad, Row(1, "no \0 in a text") with { Key = vin + "bad" });
        await Writer.Durable(Writer.Write(good, Row(1, "good")));
        Assert.Equal("good", await Make());
    }

    [Fact]
    public async Task An_actor_whose_row_is_newer_than_it_knows_folds_its_history_anew_and_goes_on()
    {
        await Read(100, day: 1);
        await SiloFixture.Eventually(() => Revision(), revision => revision == 1);
        await silo.Execute("UPDATE vehicle_row SET revision = 2, odometer_km = 7 WHERE vin = $1", vin);

        await Read(200, day: 2);
        await SiloFixture.Eventually(() => silo.Scalar<decimal>("SELECT odometer_km FROM vehicle_row WHERE vin = $1", vin), km => km == 200);
        Assert.Equal(2, await Revision());

        // Newer than the log itself: somebody folds what this version cannot. It stays, and nothing waits for it.
        await silo.Execute("UPDATE vehicle_row SET revision = 9 WHERE vin = $1", vin);
        var position = await Read(300, day: 3);
        await SiloFixture.Eventually(
            () => silo.Scalar<long>("SELECT log_offset FROM partition_checkpoint WHERE partition = $1", (short)position.Partition),
            offset => offset >= position.Offset);
        Assert.Equal(3, (await silo.Grains.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key).Get(null))!.Revision);
    }

    private async Task<Position> Read(int km, int day) => (await silo.Append(SiloFixture.Event(
        "autocrm.vehicle.odometer-read.v1",
        $$$"""{"odometer":{"value":{{{km}}},"unit":"km"}}""",
        vin,
        time: $"2026-11-0{day}T08:00:00Z"))).Results[0].Position;

    private Task<long> Revision() => silo.Scalar<long>("SELECT revision FROM vehicle_row WHERE vin = $1", vin);

    private Task<string?> Make() => silo.Scalar<string>("SELECT make FROM vehicle_row WHERE vin = $1", vin);

    private async Task<IEnumerable<string>> Write(RowSlot slot, long revision, string make) =>
        (await Writer.Durable(Writer.Write(slot, Row(revision, make)))).Where(key => key == vin);

    private static readonly string[] Nowhere = [];

    private VehicleRow Row(long revision, string make) =>
        new(vin, revision, make, null, null, null, 0, 0, Nowhere, DateTimeOffset.UnixEpoch, null, null, null);
}
