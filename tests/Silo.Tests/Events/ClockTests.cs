using AutoCrm.Actors.Events;
using AutoCrm.Actors.Grains;
using AutoCrm.Actors.Tests.Support;
using AutoCrm.Actors.Vehicles;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Events;

/// <summary>
/// Nothing is ordered, deduplicated or folded by the wall clock: it only says when a decision was made. Orleans keeps the
/// clock of the machine, because it takes time partly from there and partly from the provider, and would get two.
/// </summary>
public sealed class ClockTests
{
    private const int Vehicles = 12;
    private const int Rounds = 6;

    [Fact]
    public async Task Silos_whose_clocks_are_hours_apart_and_step_back_make_the_same_log_and_the_same_states()
    {
        var right = new ShiftedClock();
        var (fast, slow) = (new ShiftedClock { Shift = TimeSpan.FromHours(1) }, new ShiftedClock { Shift = TimeSpan.FromHours(-1) });

        var expected = await Run([right, right], _ => { });
        var shifted = await Run([fast, slow], round =>
        {
            if (round == Rounds / 2)
            {
                (fast.Shift, slow.Shift) = (slow.Shift, fast.Shift);
            }
        });

        Assert.Equal(expected, shifted);
    }

    [Fact]
    public async Task A_command_that_is_repeated_after_the_clock_was_set_back_has_one_effect_and_one_answer()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        var clock = new ShiftedClock { Shift = TimeSpan.FromHours(1) };
        await using var silo = await Start(postgres, clock);
        var command = new ReserveVehicle { Dealership = "D0", MutationId = "m", Customer = "C1", Until = clock.GetUtcNow().AddDays(2) };
        var fresh = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IVehicleGrain>(Subject.Vehicle("WVWZZZ1JZ3W000077").Key);
        await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0).Append([SiloFixture.Event(
            "autocrm.vehicle.auctioned.v1", """{"price":{"amount":1,"currency":"USD"}}""", "WVWZZZ1JZ3W000077", dealership: "D0")]);

        var first = await fresh.Reserve(command);
        clock.Shift = TimeSpan.FromHours(-1);
        var repeat = await fresh.Reserve(command);

        Assert.Null(first.Rejection);
        Assert.Equal(first.Position!.ToString(), repeat.Position!.ToString());
        Assert.Single(repeat.Live!.State.Reservations);
        await silo.StopAsync();
    }

    // The clock of all that is the product's own and asks for the time of day.
    private static Task<WebApplication> Start(PostgresFixture postgres, TimeProvider clock) => SiloFixture.Start(
        postgres.ConnectionString,
        services => services.AddSingleton(provider => ActivatorUtilities.CreateInstance<EntityServices>(provider, clock)),
        "--AutoCrm:Log:Partitions=4");

    private static async Task<string> Run(ShiftedClock[] clocks, Action<int> before)
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        await using var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(postgres.ConnectionString) { SearchPath = "autocrm" });
        var silos = new List<WebApplication>();
        foreach (var clock in clocks)
        {
            silos.Add(await Start(postgres, clock));
        }

        for (var round = 0; round < Rounds; round++)
        {
            before(round);
            await Append(silos[round % 2], round);
            // A repeat, at a silo whose clock says something else.
            await Append(silos[(round + 1) % 2], round);
        }

        await SiloFixture.Eventually(() => Scalar<long>(database, "SELECT sum(revision)::bigint FROM vehicle_row"), n => n == Rounds * Vehicles);
        await SiloFixture.Eventually(() => Scalar<long>(database, "SELECT sum(revision)::bigint FROM dealership_row"), n => n == Rounds * Vehicles);
        var states = await Task.WhenAll(Enumerable.Range(0, Vehicles).Select(n => State(silos[n % 2], n)));
        var log = await Scalar<string>(database, "SELECT string_agg((to_jsonb(e) - 'recorded_at')::text, E'\n' ORDER BY partition, log_offset) FROM event_log e");
        var rows = await Scalar<string>(database, $"SELECT string_agg({SiloFixture.RowText("r")}, E'\n' ORDER BY vin) FROM vehicle_row r");
        Assert.Equal(2L, await Scalar<long>(database, "SELECT count(*) FROM orleansmembershiptable WHERE status = 3"));
        foreach (var silo in silos)
        {
            await silo.StopAsync();
            await silo.DisposeAsync();
        }

        return string.Join('\n', [log!, rows!, .. states]);
    }

    private static async Task Append(WebApplication silo, int round)
    {
        var reply = await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0).Append([.. Enumerable.Range(0, Vehicles).Select(n => SiloFixture.Event(
            // One of which an actor has nothing to tell: what it tells depends on how its events come in batches.
            "autocrm.vehicle.odometer-read.v1",
            $$$"""{"odometer":{"value":{{{((round * 7 % 5) + 1) * 100}}},"unit":"km"}}""",
            $"WVWZZZ1JZ3W{n:000000}",
            dealership: $"D{n % 5}",
            id: $"{round}-{n}",
            time: $"2026-11-{(round * 7 % 5) + 1:00}T08:00:00Z"))]);
        Assert.All(reply.Results, result => Assert.True(result.Status is AppendStatus.Appended or AppendStatus.Duplicate));
    }

    private static async Task<string> State(WebApplication silo, int n)
    {
        var live = await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IVehicleGrain>(Subject.Vehicle($"WVWZZZ1JZ3W{n:000000}").Key).Get(null);
        return $"{live!.Revision} {System.Text.Json.JsonSerializer.Serialize(live.State)}";
    }

    private static async Task<T?> Scalar<T>(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>A wall clock that is off, and may be set; what measures durations goes on as it did.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
