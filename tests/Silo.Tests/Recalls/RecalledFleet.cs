using AutoCrm.Actors.Events;
using AutoCrm.Actors.Tests.Support;
using AutoCrm.Actors.Vehicles;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Recalls;

/// <summary>Silos on a database of their own, with small steps, and vehicles that are recalled.</summary>
internal sealed class RecalledFleet : IAsyncDisposable
{
    private readonly PostgresFixture postgres = new();
    private NpgsqlDataSource? database;
    private WebApplication? silo;

    public string ConnectionString => postgres.ConnectionString;

    public NpgsqlDataSource Database => database!;

    public IGrainFactory Grains => silo!.Services.GetRequiredService<IGrainFactory>();

    public static async Task<RecalledFleet> Prepare()
    {
        var fleet = new RecalledFleet();
        await fleet.postgres.InitializeAsync();
        fleet.database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(fleet.ConnectionString) { SearchPath = "autocrm", MaxPoolSize = 50 });
        return fleet;
    }

    public static string[] Settings(string pause = "00:00:00.050", int page = 10) =>
        ["--AutoCrm:Log:Partitions=4", $"--AutoCrm:Recalls:Pause={pause}", $"--AutoCrm:Recalls:Page={page}"];

    public async Task Start(params string[] settings) => silo = await SiloFixture.Start(ConnectionString, settings);

    public async Task Stop()
    {
        if (silo is not null)
        {
            await silo.StopAsync();
            await silo.DisposeAsync();
            silo = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await Database.DisposeAsync();
        await postgres.DisposeAsync();
    }

    public static string Vin(int n) => $"WVWZZZ1JZ3W{n:000000}";

    public static NewEvent Built(int n, string members) => SiloFixture.Event("autocrm.vehicle.built.v1", $"{{{members}}}", Vin(n), id: $"B{n}");

    /// <summary>Every other vehicle is a Golf of 2019.</summary>
    public static NewEvent Built(int n) =>
        Built(n, $$"""{{(n % 2 == 0 ? "\"make\":\"Volkswagen\",\"model\":\"Golf\"" : "\"make\":\"Audi\",\"model\":\"A3\"")}},"modelYear":2019""");

    public static NewEvent Golfs(string campaign, string more = "", string time = "2026-11-20T08:00:00Z") => SiloFixture.Event(
        "autocrm.recall.opened.v1",
        $$$"""{"campaign":"{{{campaign}}}","rule":{"make":"VOLKSWAGEN","model":" golf","years":[2018,2019]},"stopSale":true{{{more}}}}""",
        time: time);

    public async Task<AppendReply> Append(params NewEvent[] events)
    {
        var reply = await Grains.GetGrain<IIntakeGrain>(0).Append([.. events]);
        Assert.All(reply.Results, result => Assert.True(result.Status is AppendStatus.Appended or AppendStatus.Duplicate));
        return reply;
    }

    /// <summary>Waits until every campaign is noted, every walk is over, every described vehicle looked at, and all is folded.</summary>
    public async Task Settled()
    {
        await SiloFixture.Carried(Database);
        await SiloFixture.Eventually(
            () => Scalar(
                """
                SELECT (SELECT count(*) FROM recall_opening WHERE walking)
                    + (SELECT count(*) FROM vehicle_described)
                    + (SELECT count(*) FROM event_log e LEFT JOIN recall_noted n USING (partition)
                       WHERE e.type IN ('autocrm.recall.opened.v1', 'autocrm.recall.cancelled.v1') AND e.source <> 'urn:autocrm:derived'
                           AND e.log_offset > coalesce(n.log_offset, 0))
                """),
            left => left == 0);
        await SiloFixture.Carried(Database);
    }

    /// <summary>How many events about vehicles come of campaigns.</summary>
    public Task<long> Derived(string word = "opened") =>
        Scalar($"SELECT count(*) FROM event_log WHERE type = 'autocrm.recall.{word}.v1' AND source = 'urn:autocrm:derived'");

    public async Task<Vehicle?> Vehicle(int n) => (await Grains.GetGrain<IVehicleGrain>(Subject.Vehicle(Vin(n)).Key).Get(null))?.State;

    /// <summary>The state of each campaign that the vehicle has.</summary>
    public async Task<string> Recalls(int n)
    {
        var vehicle = await Vehicle(n);
        return string.Join(' ', (vehicle?.Recalls ?? []).Select(recall => $"{recall.Campaign}:{recall.StateOf(vehicle!, DateTimeOffset.MaxValue)}"));
    }

    public async Task<long> Scalar(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task Execute(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
