using System.Net.WebSockets;
using System.Text.Json;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Api.Tests.Graph.Host;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Transports;

public sealed class SocketTests(HastyShowroom host) : IClassFixture<HastyShowroom>
{
    private const string Car = Showroom.Car;
    private const string Query = "{ vehicle(vin: \"4T1BE32K13U193407\") { vin } }";
    private const string Watch = "subscription { vehicleChanged(vin: \"4T1BE32K13U193407\") { vin revision } }";

    [Fact]
    public async Task A_query_is_answered_and_completed_and_its_id_is_free_again()
    {
        await using var socket = await Socket.Open(host, Tokens.Subscriber);
        for (var i = 0; i < 2; i++)
        {
            await socket.Subscribe("1", Query);
            var next = await socket.Receive("next");
            Assert.Equal("1", next.GetProperty("id").GetString());
            Assert.Equal(Car, next.GetProperty("payload").GetProperty("data").GetProperty("vehicle").GetProperty("vin").GetString());
            await socket.Receive("complete");
        }
    }

    [Fact]
    public async Task A_refused_document_is_an_error_message_and_nothing_more()
    {
        await using var socket = await Socket.Open(host, Tokens.Subscriber);
        await socket.Subscribe("1", "{ customers { totalCount } }");
        var error = await socket.Receive("error");
        Assert.Equal("FORBIDDEN", error.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString());
        await socket.Send(new { type = "ping" });
        await socket.Receive("pong");
    }

    [Fact]
    public async Task Limits_hold_on_sockets_too()
    {
        await using var socket = await Socket.Open(host, Tokens.Headquarters);
        await socket.Subscribe("1", $"{{ {string.Join(' ', Enumerable.Range(0, 16).Select(i => $"a{i}: vehicles {{ totalCount }}"))} }}");
        await socket.Receive("error");
    }

    [Fact]
    public async Task A_token_of_the_upgrade_request_is_enough()
    {
        await using var socket = await Socket.Connect(host, "Bearer " + Tokens.Subscriber);
        await socket.Send(new { type = "connection_init" });
        await socket.Receive("connection_ack");
    }

    [Fact]
    public async Task A_wrong_token_of_the_upgrade_request_is_401() =>
        Assert.Contains("401", (await Assert.ThrowsAsync<WebSocketException>(() => Socket.Connect(host, "Bearer x"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"type":"connection_init"}""", 4403)]
    [InlineData("""{"type":"connection_init","payload":{"authorization":"Bearer x"}}""", 4403)]
    [InlineData("""{"type":"connection_init","payload":"x"}""", 4400)]
    [InlineData("""{"id":"1","type":"subscribe","payload":{"query":"{ __typename }"}}""", 4401)]
    [InlineData("""{"type":"start"}""", 4400)]
    [InlineData("""{"no":"type"}""", 4400)]
    [InlineData("nonsense", 4400)]
    [InlineData("[]", 4400)]
    [InlineData("", 4400)]
    public async Task Before_the_acknowledgement_a_wrong_message_closes(string message, int code)
    {
        await using var socket = await Socket.Connect(host);
        await socket.SendText(message);
        Assert.Equal(code, await socket.ReceiveClose());
    }

    [Theory]
    [InlineData("""{"type":"connection_init"}""", 4429)]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ __typename }"}}""", 4400)]
    [InlineData("""{"id":"","type":"subscribe","payload":{"query":"{ __typename }"}}""", 4400)]
    [InlineData("""{"id":1,"type":"subscribe","payload":{"query":"{ __typename }"}}""", 4400)]
    [InlineData("""{"id":"1","type":"subscribe"}""", 4400)]
    [InlineData("""{"id":"1","type":"subscribe","payload":{}}""", 4400)]
    [InlineData("""{"id":"1","type":"subscribe","payload":{"query":"{ __typename }","variables":1}}""", 4400)]
    public async Task After_the_acknowledgement_a_wrong_message_closes(string message, int code)
    {
        await using var socket = await Socket.Open(host, Tokens.Subscriber);
        await socket.SendText(message);
        Assert.Equal(code, await socket.ReceiveClose());
    }

    [Fact]
    public async Task A_binary_message_closes()
    {
        await using var socket = await Socket.Open(host, Tokens.Subscriber);
        await socket.SendText("""{"type":"ping"}""", type: WebSocketMessageType.Binary);
        Assert.Equal(4400, await socket.ReceiveClose());
    }

    [Fact]
    public async Task An_id_in_use_closes()
    {
        await using var socket = await Socket.Open(host, Tokens.Subscriber);
        await socket.Subscribe("1", Watch);
        await socket.Subscribe("1", Watch);
        Assert.Equal(4409, await socket.ReceiveClose());
    }

    [Fact]
    public async Task A_client_that_does_not_initialise_is_closed()
    {
        await using var socket = await Socket.Connect(host);
        Assert.Equal(4408, await socket.ReceiveClose());
    }

    [Theory]
    [InlineData("graphql-ws")]
    [InlineData("other")]
    public async Task Another_protocol_is_not_spoken(string protocol)
    {
        await Assert.ThrowsAnyAsync<WebSocketException>(async () =>
        {
            await using var socket = await Socket.Connect(host, protocol: protocol);
            Assert.Equal(4406, await socket.ReceiveClose());
            throw new WebSocketException();
        });
    }

    [Fact]
    public async Task A_page_of_another_host_is_refused() => Assert.Contains(
        "403", (await Assert.ThrowsAsync<WebSocketException>(() => Socket.Connect(host, origin: "https://evil.example"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_page_of_the_same_host_is_served()
    {
        await using var socket = await Socket.Connect(host, origin: host.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task A_message_in_many_parts_that_gets_too_big_closes()
    {
        await using var socket = await Socket.Open(host, Tokens.Subscriber);
        for (var i = 0; i < 70; i++)
        {
            await socket.SendText(new string('x', 1000), end: false);
        }

        Assert.Equal(1009, await socket.ReceiveClose());
    }

    [Fact]
    public async Task An_expired_token_closes()
    {
        await using var socket = await Socket.Open(host, Tokens.Of("subscriber", lifetime: TimeSpan.FromSeconds(2)));
        Assert.Equal(4403, await socket.ReceiveClose());
    }

    [Fact]
    public async Task More_operations_than_allowed_are_refused_one_by_one()
    {
        await using var socket = await Socket.Open(host, Tokens.Subscriber);
        for (var i = 0; i < 4; i++)
        {
            await socket.Subscribe($"s{i}", Watch);
        }

        var refused = 0;
        for (var i = 0; i < 4; i++)
        {
            refused += (await socket.Receive())!.Value.GetProperty("type").GetString() == "error" ? 1 : 0;
        }

        Assert.Equal(1, refused);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped()
    {
        await using var socket = await Socket.Open(host, Tokens.Subscriber);
        var dropped = await Record.ExceptionAsync(async () =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                await socket.Subscribe($"q{i}", "{ __schema { types { name description fields { name description type { name } } } } }");
            }
        });
        Assert.True(dropped is WebSocketException, dropped?.ToString() ?? "The client could send without end.");
    }

    [Fact]
    public async Task A_change_arrives_and_leaving_frees_everything()
    {
        var hub = host.Services.GetRequiredService<WatchHub>();
        const string vin = "JH4KA8260MC000001";
        await using (var socket = await Socket.Open(host, Tokens.Subscriber))
        {
            await socket.Subscribe("1", $"subscription {{ vehicleChanged(vin: \"{vin}\") {{ vin revision }} }}");
            for (var i = 0; hub.Count == 0; i++)
            {
                Assert.True(i < 500);
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }

            await host.Happen(vin, 1);
            Assert.Equal(1, Revision(await socket.Receive("next")));
            await host.Happen(vin, 2);
            Assert.Equal(2, Revision(await socket.Receive("next")));
            await socket.Send(new { id = "1", type = "complete" });
            await socket.Send(new { type = "ping" });
            await socket.Receive("pong");
        }

        for (var i = 0; hub.Count > 0; i++)
        {
            Assert.True(i < 500, "The watch was not freed.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static int Revision(JsonElement next) =>
        next.GetProperty("payload").GetProperty("data").GetProperty("vehicleChanged").GetProperty("revision").GetInt32();
}
