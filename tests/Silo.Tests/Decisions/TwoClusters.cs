using AutoCrm.Actors.Events;
using AutoCrm.Actors.Tests.Support;
using AutoCrm.Actors.Vehicles;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Decisions;

/// <summary>
/// Two clusters with one service id on one database: every actor has two activations, which is what a cluster never has
/// for long, and never on demand.
/// </summary>
internal sealed class TwoClusters : IAsyncDisposable
{
    private const int Partitions = 8;
    private readonly PostgresFixture postgres = new();
    private readonly List<WebApplication> silos = [];

    public IGrainFactory One => silos[0].Services.GetRequiredService<IGrainFactory>();

    public IGrainFactory Two => silos[1].Services.GetRequiredService<IGrainFactory>();

    public static async Task<TwoClusters> Start(params string[] settings)
    {
        var clusters = new TwoClusters();
        await clusters.postgres.InitializeAsync();
        foreach (var name in (string[])["one", "two"])
        {
            clusters.silos.Add(await SiloFixture.Start(
                clusters.postgres.ConnectionString, [$"--AutoCrm:ClusterId={name}", $"--AutoCrm:Log:Partitions={Partitions}", .. settings]));
        }

        return clusters;
    }

    public static async Task<PositionToken> Append(IGrainFactory at, params NewEvent[] events)
    {
        var reply = await at.GetGrain<IIntakeGrain>(0).Append([.. events]);
        Assert.All(reply.Results, result => Assert.Equal(AppendStatus.Appended, result.Status));
        return PositionToken.Of(reply.Epoch, reply.Results.Select(result => result.Position));
    }

    public async Task<long> Count(string from)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = source.CreateCommand("SELECT count(*) FROM autocrm." + from);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public static IVehicleGrain Vehicle(IGrainFactory at, string vin) => at.GetGrain<IVehicleGrain>(Subject.Vehicle(vin).Key);

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in silos)
        {
            await silo.StopAsync();
            await silo.DisposeAsync();
        }

        await postgres.DisposeAsync();
    }
}
