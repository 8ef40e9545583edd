using System.Diagnostics;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Tests.Support;
using AutoCrm.Actors.Vehicles;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Hosting;

/// <summary>Two silos share the partitions and the actors; one leaves, and nothing is lost.</summary>
public sealed class TwoSilosTests
{
    private const int Vehicles = 40;

    [Fact]
    public async Task Events_that_enter_at_either_silo_reach_their_actors_also_when_one_leaves()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        await using var one = await SiloFixture.Start(postgres.ConnectionString);
        await using var two = await SiloFixture.Start(postgres.ConnectionString);

        await Task.WhenAll(Append(one, 0), Append(two, 1));
        await Folded(postgres, 2);
        Assert.All(await Task.WhenAll(Read(one), Read(two)), revisions => Assert.All(revisions, r => Assert.Equal(2, r)));

        var appending = Append(two, 2);
        await one.StopAsync();
        await appending;
        await Append(two, 3);
        await Folded(postgres, 4);
        Assert.All(await Read(two), revision => Assert.Equal(4, revision));
        await two.StopAsync();
    }

    [Fact]
    public async Task The_row_of_a_killed_silo_at_another_address_does_not_hold_up_a_start()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        await using var first = await SiloFixture.Start(postgres.ConnectionString);
        await first.StopAsync();
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var killed = source.CreateCommand(
            $"""
            INSERT INTO autocrm.OrleansMembershipTable
            SELECT deploymentid, address, {FreePort.Find()}, generation + 1, siloname, hostname, 3, {FreePort.Find()}, NULL, now(), now()
            FROM autocrm.OrleansMembershipTable LIMIT 1
            """);
        Assert.Equal(1, await killed.ExecuteNonQueryAsync());

        // It had said that it lives a moment before: it counts as alive for three of its periods of 5 s.
        await using var next = await SiloFixture.Start(postgres.ConnectionString).WaitAsync(TimeSpan.FromSeconds(40));

        await Append(next, 0);
        await Folded(postgres, 1);
        await next.StopAsync();
    }

    [Fact]
    public async Task A_silo_does_not_stop_later_because_somebody_waits_for_news_of_the_observers()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        await using var silo = await SiloFixture.Start(postgres.ConnectionString);
        var observers = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<ILogObserversGrain>(ILogObserversGrain.Key);
        var known = await observers.Next(Guid.Empty);
        var waiting = observers.Next(known.Version);
        waiting.Ignore();

        var stopping = Stopwatch.StartNew();
        await silo.StopAsync();

        // Who waits is answered after ten seconds if nothing changes.
        Assert.InRange(stopping.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
    }

    private static string Vin(int n) => $"WVWZZZ1JZ3W{n:000000}";

    private static async Task Append(WebApplication silo, int round)
    {
        var intake = silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0);
        var reply = await intake.Append([.. Enumerable.Range(0, Vehicles).Select(n => SiloFixture.Event(
            "autocrm.service.completed.v1",
            $$"""{"repairOrder":"R{{round}}","lines":[{"operation":"oil"}]}""",
            Vin(n),
            customer: $"C{n}",
            dealership: $"D{n}"))]);
        Assert.All(reply.Results, result => Assert.Equal(AppendStatus.Appended, result.Status));
    }

    private static Task<long[]> Read(WebApplication silo)
    {
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        return Task.WhenAll(Enumerable.Range(0, Vehicles).Select(async n =>
            (await grains.GetGrain<IVehicleGrain>(Subject.Vehicle(Vin(n)).Key).Get(null))!.Revision));
    }

    private static async Task Folded(PostgresFixture postgres, int revision)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await SiloFixture.Eventually(
            async () =>
            {
                await using var command = source.CreateCommand(
                    $"SELECT (SELECT count(*) FROM autocrm.vehicle_row r WHERE {SiloFixture.Reported("r.vin", "vin")} = {revision})"
                    + $" + (SELECT count(*) FROM autocrm.customer_row r WHERE {SiloFixture.Reported("r.id", "customer")} = {revision})"
                    + $" + (SELECT count(*) FROM autocrm.dealership_row r WHERE {SiloFixture.Reported("r.code", "dealership")} = {revision})");
                return (long)(await command.ExecuteScalarAsync())!;
            },
            rows => rows == 3 * Vehicles);
    }
}
