using AutoCrm.Actors.Events;
using AutoCrm.Actors.Silo.Hosting;
using AutoCrm.Actors.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Hosting;

/// <summary>Silos tell that they live over connections of their own: an application that holds all of its own kills nobody.</summary>
public sealed class HeartbeatTests
{
    private const int Heartbeats = 2;

    // Of rows, and of recalls.
    private const int Sweeps = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Every five seconds, give or take how busy the machine is.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Silos_go_on_telling_that_they_live_while_all_other_connections_are_held()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        await using var one = await SiloFixture.Start(postgres.ConnectionString);
        await using var two = await SiloFixture.Start(postgres.ConnectionString);
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString + ";Search Path=autocrm");
        var held = new List<NpgsqlConnection>();
        foreach (var silo in (WebApplication[])[one, two])
        {
            var sources = silo.Services.GetRequiredService<DataSources>();
            foreach (var source in (NpgsqlDataSource[])[sources.Append, sources.Read, sources.Write, sources.Storage])
            {
                held.AddRange(await HoldAll(source));
            }
        }

        Assert.InRange(held.Count, (2 * (8 + 12 + 8 + 8)) - Sweeps, 2 * (8 + 12 + 8 + 8));
        var before = await Lives(database);
        var waiting = Append(one, "while held");
        waiting.Ignore();
        await SiloFixture.Eventually(() => Lives(database), now => Heartbeat(before, now, Heartbeats));

        Assert.Equal(0L, await Scalar(database, "SELECT count(*) FROM orleansmembershiptable WHERE status <> 3 OR suspecttimes IS NOT NULL"));
        Assert.False(waiting.IsCompletedSuccessfully, "An append went through although all connections were held.");
        held.ForEach(connection => connection.Dispose());
        await SiloFixture.Eventually(() => Append(one, "after"), reply => reply.Unavailable is null);
        await SiloFixture.Eventually(() => Append(two, "after"), reply => reply.Unavailable is null);
        await two.StopAsync();
        await one.StopAsync();
    }

    private static async Task<List<NpgsqlConnection>> HoldAll(NpgsqlDataSource source)
    {
        var most = new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize;
        var held = new List<NpgsqlConnection>();
        try
        {
            while (held.Count < most)
            {
                using var patience = new CancellationTokenSource(Patience);
                held.Add(await source.OpenConnectionAsync(patience.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // A sweep keeps one, for as long as it has the lock that makes it the only one.
        }

        return held;
    }

    private static bool Heartbeat(Dictionary<int, DateTime> before, Dictionary<int, DateTime> now, int times) =>
        before.All(silo => now[silo.Key] >= silo.Value + (Period * times));

    private static async Task<Dictionary<int, DateTime>> Lives(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT port, iamalivetime FROM orleansmembershiptable");
        await using var reader = await command.ExecuteReaderAsync();
        var lives = new Dictionary<int, DateTime>();
        while (await reader.ReadAsync())
        {
            lives[reader.GetInt32(0)] = reader.GetDateTime(1);
        }

        return lives;
    }

    private static async Task<object?> Scalar(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    private static Task<AppendReply> Append(WebApplication silo, string text) =>
        silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IIntakeGrain>(0).Append([SiloFixture.Event(
            "com.example.note.v1", $$"""{"text":"{{text}}"}""", dealership: "D1")]);
}
