using System.Net.Http.Headers;
using System.Text;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Api.Tests.Graph.Host;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Transports;

public sealed class EventStreamTests(HastyShowroom host) : IClassFixture<HastyShowroom>
{
    [Fact]
    public async Task A_query_is_one_next_and_complete()
    {
        await using var stream = await Open("{ vehicle(vin: \"4T1BE32K13U193407\") { vin } }", Tokens.Subscriber);
        Assert.Equal("event: next", await stream.Line());
        Assert.Equal("""data: {"data":{"vehicle":{"vin":"4T1BE32K13U193407"}}}""", await stream.Line());
        Assert.Equal("event: complete", await stream.Line());
        Assert.Equal("data:", await stream.Line());
    }

    [Fact]
    public async Task A_refused_document_is_a_next_with_errors()
    {
        await using var stream = await Open("{ customers { totalCount } }", Tokens.Subscriber);
        Assert.Equal("event: next", await stream.Line());
        Assert.Contains("FORBIDDEN", await stream.Line(), StringComparison.Ordinal);
        Assert.Equal("event: complete", await stream.Line());
    }

    [Fact]
    public async Task A_subscription_gives_the_state_then_changes_then_is_freed_when_the_client_leaves()
    {
        const string vin = "JH4KA8260MC000002";
        await host.Happen(vin, 1);
        var hub = host.Services.GetRequiredService<WatchHub>();
        await using (var stream = await Open($"subscription {{ vehicleChanged(vin: \"{vin}\") {{ revision }} }}", Tokens.Subscriber))
        {
            Assert.Equal("event: next", await stream.Line());
            Assert.Contains("\"revision\":1", await stream.Line(), StringComparison.Ordinal);
            await host.Happen(vin, 2);
            Assert.Equal("event: next", await stream.Line());
            Assert.Contains("\"revision\":2", await stream.Line(), StringComparison.Ordinal);
        }

        for (var i = 0; hub.Count > 0; i++)
        {
            Assert.True(i < 500, "The watch was not freed.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_silent_stream_has_a_heartbeat()
    {
        await using var stream = await Open("subscription { vehicleChanged(vin: \"JH4KA8260MC000003\") { revision } }", Tokens.Subscriber);
        Assert.Equal(":", await stream.RawLine());
        Assert.Equal(string.Empty, await stream.RawLine());
        Assert.Equal(":", await stream.RawLine());
    }

    [Fact]
    public async Task An_expired_token_ends_the_stream()
    {
        var token = Tokens.Of("subscriber", lifetime: TimeSpan.FromSeconds(2));
        await using var stream = await Open("subscription { vehicleChanged(vin: \"JH4KA8260MC000004\") { revision } }", token);
        while (await stream.RawLine() is not null)
        {
        }
    }

    private async Task<EventReader> Open(string query, string token)
    {
        var client = host.Client(token);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new StringContent(System.Text.Json.JsonSerializer.Serialize(new { query }), Encoding.UTF8, "application/json"),
        };
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new EventReader(client, response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    private sealed class EventReader(HttpClient client, HttpResponseMessage response, Stream stream) : IAsyncDisposable
    {
        private readonly StreamReader reader = new(stream);

        /// <summary>The next line that is neither empty nor a comment.</summary>
        public async Task<string?> Line()
        {
            string? line;
            do
            {
                line = await RawLine();
            }
            while (line is "" or ":");
            return line;
        }

        public Task<string?> RawLine() =>
            reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            response.Dispose();
            client.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
