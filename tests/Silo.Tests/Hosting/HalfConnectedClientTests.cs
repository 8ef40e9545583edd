using System.Net;
using System.Net.Sockets;
using AutoCrm.Actors.Tests.Support;
using AutoCrm.Actors.Vehicles;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Xunit;

namespace AutoCrm.Actors.Silo.Tests.Hosting;

/// <summary>
/// A client that began to connect to a silo, heard nothing of it and went to another one, as happens while a silo that is
/// starting stands still: the first silo takes it for its own, and keeps the answers of its actors for it.
/// </summary>
public sealed class HalfConnectedClientTests
{
    private const int Vehicles = 20;
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task It_is_answered_by_the_other_silo_soon()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        await using var one = await SiloFixture.Start(postgres.ConnectionString);
        await using var two = await SiloFixture.Start(postgres.ConnectionString);
        using var mute = new MuteGateway(GatewayOf(two));
        using var client = Client(one, GatewayOf(one), mute.Address);
        await client.StartAsync();
        var grains = client.Services.GetRequiredService<IGrainFactory>();
        await Poll.Until(
            async () =>
            {
                await Ask(grains);
                return mute.WasLeft;
            },
            left => left,
            Bound);

        await Poll.Until(() => Ask(grains), answers => answers == Vehicles, Bound);

        await client.StopAsync();
        await one.StopAsync();
        await two.StopAsync();
    }

    private static IPEndPoint GatewayOf(WebApplication silo) =>
        silo.Services.GetRequiredService<ILocalSiloDetails>().GatewayAddress.Endpoint;

    private static IHost Client(WebApplication silo, params IPEndPoint[] gateways)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("Logging:LogLevel:Default", "None")]);
        builder.UseOrleansClient(client => client.UseStaticClustering(gateways));
        var cluster = silo.Services.GetRequiredService<IOptions<ClusterOptions>>().Value;
        builder.Services.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
        builder.Services.Configure<ConnectionOptions>(options => options.OpenConnectionTimeout = TimeSpan.FromSeconds(1));
        builder.Services.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(2));
        return builder.Build();
    }

    private static async Task<int> Ask(IGrainFactory grains)
    {
        var answered = await Task.WhenAll(Enumerable.Range(0, Vehicles).Select(async n =>
        {
            try
            {
                await grains.GetGrain<IVehicleGrain>(Subject.Vehicle($"WVWZZZ1JZ3W{n:000000}").Key).Get(null);
                return true;
            }
            catch (Exception lost) when (lost is TimeoutException or OrleansException)
            {
                return false;
            }
        }));
        return answered.Count(isAnswered => isAnswered);
    }

    /// <summary>Passes on to a silo what a client says, and nothing back.</summary>
    private sealed class MuteGateway : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly IPEndPoint silo;

        public MuteGateway(IPEndPoint silo)
        {
            this.silo = silo;
            listener.Start();
            Accept().Ignore();
        }

        public IPEndPoint Address => (IPEndPoint)listener.LocalEndpoint;

        /// <summary>Whether a client has spoken to the silo and given up.</summary>
        public bool WasLeft { get; private set; }

        public void Dispose() => listener.Dispose();

        private async Task Accept()
        {
            while (true)
            {
                Pass(await listener.AcceptTcpClientAsync()).Ignore();
            }
        }

        private async Task Pass(TcpClient client)
        {
            using var from = client;
            using var to = new TcpClient();
            await to.ConnectAsync(silo);
            try
            {
                await from.GetStream().CopyToAsync(to.GetStream());
            }
            finally
            {
                WasLeft = true;
            }
        }
    }
}
