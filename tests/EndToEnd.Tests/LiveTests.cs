using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>The live path, end to end: an event goes in and the change arrives at who watches.</summary>
public sealed class LiveTests(RunningSystem system)
{
    private const string Subscription = "subscription($vin: ID!) { vehicleChanged(vin: $vin) { vin revision odometer { km } } }";

    [Fact]
    public async Task A_change_arrives_over_graphql_transport_ws()
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await socket.ConnectAsync(new UriBuilder(system.Api) { Scheme = "ws", Path = "/graphql" }.Uri, limit.Token);
        await Send(new { type = "connection_init", payload = new { authorization = $"Bearer {system.HqToken}" } });
        Assert.Equal("connection_ack", (await Receive()).GetProperty("type").GetString());
        await Send(new { id = "1", type = "subscribe", payload = new { query = Subscription, variables = new { vin = "LSGJA52U0AH000200" } } });
        await Post("LSGJA52U0AH000200", 100);

        var first = await Receive();
        await Post("LSGJA52U0AH000200", 250);
        var second = await Until(message => Km(message) == 250);

        Assert.Equal("next", first.GetProperty("type").GetString());
        Assert.Equal("1", second.GetProperty("id").GetString());

        async Task Send(object message) =>
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, limit.Token);

        async Task<JsonElement> Receive()
        {
            var buffer = new byte[65536];
            var received = await socket.ReceiveAsync(buffer, limit.Token);
            Assert.Equal(WebSocketMessageType.Text, received.MessageType);
            var message = JsonDocument.Parse(buffer.AsMemory(0, received.Count)).RootElement;
            return message.GetProperty("type").GetString() == "ping" ? await Receive() : message;
        }

        async Task<JsonElement> Until(Func<JsonElement, bool> satisfies)
        {
            var message = await Receive();
            return satisfies(message) ? message : await Until(satisfies);
        }
    }

    [Fact]
    public async Task A_change_arrives_over_server_sent_events()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Post("LSGJA52U0AH000300", 100);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(system.Api, "/graphql"));
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Content = new StringContent(
            JsonSerializer.Serialize(new { query = Subscription, variables = new { vin = "LSGJA52U0AH000300" } }), Encoding.UTF8, "application/json");
        using var response = await system.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(limit.Token));

        await Until(100);
        await Post("LSGJA52U0AH000300", 250);
        await Until(250);

        async Task Until(double km)
        {
            while (true)
            {
                var line = await reader.ReadLineAsync(limit.Token);
                Assert.NotNull(line);
                if (line.StartsWith("data:", StringComparison.Ordinal) && line.Length > 6
                    && Math.Abs(Km(JsonDocument.Parse("{\"payload\":" + line[5..] + "}").RootElement) - km) < 0.1)
                {
                    return;
                }
            }
        }
    }

    private static double Km(JsonElement message) => message.GetProperty("payload").GetProperty("data").GetProperty("vehicleChanged")
        .GetProperty("odometer").GetProperty("km").GetDouble();

    private async Task Post(string vin, int km)
    {
        var reading = new
        {
            specversion = "1.0",
            id = Guid.NewGuid().ToString("N"),
            source = "/dealers/D07/dms",
            type = "autocrm.vehicle.odometer-read.v1",
            time = $"2026-11-22T{km / 60:00}:{km % 60:00}:00+08:00",
            dealership = "D07",
            vin,
            data = new { odometer = new { value = km, unit = "km" } },
        };
        var (status, body) = await system.Post(JsonSerializer.Serialize(reading), "application/cloudevents+json");
        Assert.True(status == 202, body.ToString());
    }
}
