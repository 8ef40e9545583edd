using System.Text;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Privacy;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(AutoCrm.Actors.Silo.Tests.SiloFixture))]

namespace AutoCrm.Actors.Silo.Tests;

/// <summary>The real silo host in this process, on a database of its own.</summary>
public sealed class SiloFixture : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();
    private readonly Action<IServiceCollection> replace;
    private readonly string[] settings;
    private WebApplication? silo;

    public SiloFixture()
        : this(_ => { })
    {
    }

    /// <summary>A silo of its own, with something in the place of its services.</summary>
    internal SiloFixture(Action<IServiceCollection> replace, params string[] settings) =>
        (this.replace, this.settings) = (replace, settings);

    internal static MasterKey Master { get; } = MasterKey.Parse(TestMasterKey.Base64);

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => silo!.Services;

    public string ConnectionString => postgres.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        await Start();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await postgres.DisposeAsync();
    }

    internal async Task Start() => silo = await Start(ConnectionString, replace, settings);

    internal async Task Stop()
    {
        await silo!.StopAsync();
        await silo.DisposeAsync();
    }

    /// <summary>Starts another silo host; the caller stops it.</summary>
    internal static Task<WebApplication> Start(string connectionString, params string[] more) =>
        Start(connectionString, _ => { }, more);

    /// <summary>Starts another silo host with something in the place of its services; the caller stops it.</summary>
    internal static async Task<WebApplication> Start(string connectionString, Action<IServiceCollection> replace, params string[] more)
    {
        var host = await SiloHost.Build(
            [
                $"--ConnectionStrings:AutoCrm={connectionString}",
                $"--AutoCrm:SiloPort={FreePort.Find()}",
                $"--AutoCrm:GatewayPort={FreePort.Find()}",
                $"--AutoCrm:AdminPort={FreePort.Find()}",
                $"--{TestMasterKey.Setting}={TestMasterKey.Base64}",
                "--AutoCrm:Log:AllowUnsafeDatabase=true",
                // Tests write rows that no event stands for; a sweep would take them away.
                "--AutoCrm:Sweep:Pause=01:00:00",
                .. more,
            ],
            CancellationToken.None,
            replace);
        await host.StartAsync();
        return host;
    }

    /// <summary>Appends through the intake, as the Api does.</summary>
    public async Task<AppendReply> Append(params NewEvent[] events) =>
        await Grains.GetGrain<IIntakeGrain>(0).Append([.. events]);

    public static NewEvent Event(string type, string data, string? vin = null, string? customer = null, string? dealership = null, string? id = null, string time = "2026-11-23T08:00:00+08:00")
    {
        Assert.True(EventTime.TryParse(time, out var at));
        return new NewEvent
        {
            Source = "/tests",
            Id = id ?? Guid.NewGuid().ToString("N"),
            Type = type,
            Time = at,
            Dealership = dealership,
            Customer = customer,
            Vin = vin,
            Data = Encoding.UTF8.GetBytes(data),
        };
    }

    public Task Execute(string sql, params object[] parameters) => Scalar<object>(sql, parameters);

    public async Task<T?> Scalar<T>(string sql, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { SearchPath = DataSources.Schema }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>A row's events without those that actors tell of themselves: how many of these there are depends on how the others came in batches.</summary>
    /// <param name="key">The row's key.</param>
    /// <param name="column">The column of the log that holds it.</param>
    public static string Reported(string key, string column) =>
        $"(revision - (SELECT count(*) FROM autocrm.event_log e WHERE e.{column} = {key} AND e.source = '{EventSources.Derived}'))";

    /// <summary>A row as text, without who wrote it: what of it is the same whichever activation it was.</summary>
    /// <param name="row">The row's alias.</param>
    public static string RowText(string row) => $"(to_jsonb({row}) - 'written_by')::text";

    /// <summary>Waits until every partition says that all of its events are folded and their rows durable.</summary>
    public static Task<long> Carried(NpgsqlDataSource database) => Eventually(
        async () =>
        {
            await using var command = database.CreateCommand(
                "SELECT count(*) FROM autocrm.partition_head h LEFT JOIN autocrm.partition_checkpoint c USING (partition) WHERE h.head_offset > coalesce(c.log_offset, 0)");
            return (long)(await command.ExecuteScalarAsync())!;
        },
        behind => behind == 0);

    /// <summary>Polls until the answer satisfies, for at most 20 seconds.</summary>
    public static Task<T> Eventually<T>(Func<Task<T>> ask, Func<T, bool> satisfies) => Poll.Until(ask, satisfies, TimeSpan.FromSeconds(20));
}
