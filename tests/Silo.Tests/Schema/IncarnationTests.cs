using AutoCrm.Actors.Silo.Schema;
using AutoCrm.Actors.Silo.Tests.Rebuilding;
using AutoCrm.Actors.Vehicles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Schema;

/// <summary>A database that was set back, or exchanged, under running or stopped silos.</summary>
public sealed class IncarnationTests
{
    private const string SetBack =
        """
        DELETE FROM event_log WHERE log_offset > 100;
        DELETE FROM event_identity WHERE log_offset > 100;
        UPDATE partition_head SET head_offset = least(head_offset, 100)
        """;

    [Fact]
    public async Task A_silo_ends_when_its_log_has_become_shorter_and_gives_it_another_epoch()
    {
        await using var fleet = await Fleet.Start(vehicles: 600);
        var before = Epoch(fleet);

        await fleet.Execute(SetBack);

        await Ends(fleet);
        Assert.Equal(0, await fleet.Count($"log_incarnation WHERE epoch = '{before}'"));
    }

    [Fact]
    public async Task A_silo_ends_when_its_log_has_another_epoch()
    {
        await using var fleet = await Fleet.Start(vehicles: 10);

        await fleet.Execute("UPDATE log_incarnation SET epoch = gen_random_uuid()");

        await Ends(fleet);
    }

    [Theory]
    [InlineData("timeline = timeline - 1")]
    [InlineData("system_identifier = system_identifier - 1")]
    public async Task A_log_that_is_found_elsewhere_gets_another_epoch_once(string change)
    {
        await using var fleet = await Fleet.Start(vehicles: 1);
        var before = Epoch(fleet);
        await fleet.StopSilo();
        await fleet.Execute($"UPDATE log_incarnation SET {change}");

        await fleet.StartSilo();
        var after = Epoch(fleet);
        await fleet.StopSilo();
        await fleet.StartSilo();

        Assert.NotEqual(before, after);
        Assert.Equal(after, Epoch(fleet));
    }

    [Fact]
    public async Task A_log_that_was_set_back_while_no_silo_ran_gets_another_epoch()
    {
        var path = Path.Combine(Path.GetTempPath(), "autocrm-log-heads-" + Guid.NewGuid().ToString("N"));
        var setting = $"--AutoCrm:Log:HeadsFile={path}";
        try
        {
            await using var fleet = await Fleet.Start(vehicles: 600, setting);
            var before = Epoch(fleet);
            await SiloFixture.Eventually(
                async () => File.Exists(path) && (await File.ReadAllTextAsync(path)).Contains($"[{await Heads(fleet)}]", StringComparison.Ordinal),
                noted => noted);
            await fleet.StopSilo();
            await fleet.StartSilo(setting);
            Assert.Equal(before, Epoch(fleet));
            await fleet.StopSilo();
            await fleet.Execute(SetBack);

            await fleet.StartSilo(setting);

            Assert.NotEqual(before, Epoch(fleet));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_silo_ends_when_its_server_has_another_timeline()
    {
        await using var fleet = await Fleet.Start(vehicles: 1);

        await fleet.Execute("UPDATE log_incarnation SET timeline = timeline - 1");

        await Ends(fleet);
    }

    [Fact]
    public async Task Snapshots_and_checkpoints_that_are_ahead_of_the_log_are_thrown_away()
    {
        await using var fleet = await Fleet.Start(vehicles: 10);
        foreach (var n in Enumerable.Range(0, 6))
        {
            await fleet.AppendReadings(100, Fleet.Vin(1), first: n * 100);
        }

        await SiloFixture.Eventually(() => fleet.Count("orleansstorage WHERE grainidextensionstring LIKE 'vehicle:%'"), n => n == 1);
        await fleet.StopSilo();
        await fleet.Execute(SetBack);
        var left = await fleet.Count($"event_log WHERE vin = '{Fleet.Vin(1)}'");
        Assert.InRange(left, 1, 500);

        await fleet.StartSilo("--AutoCrm:Sweep:Pause=00:00:00.050");

        var grain = fleet.Silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IVehicleGrain>(Subject.Vehicle(Fleet.Vin(1)).Key);
        // What the actor told of itself and was cut off it tells again.
        Assert.InRange((await grain.Get(null))!.Revision, left, left + 20);
        await fleet.AppendReadings(1, Fleet.Vin(1), first: 900);
        await SiloFixture.Eventually(() => fleet.Scalar(
            $"SELECT revision - (SELECT count(*) FROM event_log e WHERE e.vin = r.vin) FROM vehicle_row r WHERE vin = '{Fleet.Vin(1)}'"), ahead => ahead == 0);
        Assert.Equal(1, await fleet.Count($"event_log WHERE vin = '{Fleet.Vin(1)}' AND convert_from(data, 'UTF8') LIKE '%1000%'"));
        Assert.Equal(0, await fleet.Count("partition_checkpoint c JOIN partition_head h USING (partition) WHERE c.log_offset > h.head_offset"));
    }

    private static async Task<string> Heads(Fleet fleet)
    {
        await using var command = fleet.Database.CreateCommand("SELECT string_agg(head_offset::text, ',' ORDER BY partition) FROM partition_head");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static string Epoch(Fleet fleet) => fleet.Silo.Services.GetRequiredService<LogIncarnation>().Epoch.ToString();

    private static async Task Ends(Fleet fleet)
    {
        var stopping = fleet.Silo.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await SiloFixture.Eventually(() => Task.FromResult(stopping.IsCancellationRequested), ends => ends);
        Assert.Equal(IncarnationWatch.ExitCode, Environment.ExitCode);
        Environment.ExitCode = 0;
    }
}
