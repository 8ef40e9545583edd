using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Api.Tests.Auth;
using AutoCrm.Actors.Events;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Events;

public sealed class EventsEndpointTests(Edge edge) : IClassFixture<Edge>
{
    private const string Structured = "application/cloudevents+json; charset=utf-8";
    private const string Batch = "application/cloudevents-batch+json";

    private static string Fresh(string? id = null) => Event(id).ToJsonString();

    private static JsonObject Event(string? id = null) => Sample.Reading(id ?? Guid.NewGuid().ToString("N")).With("time", "2024-01-01T00:00:00Z");

    [Fact]
    public async Task An_event_is_accepted_and_its_repeat_is_a_duplicate()
    {
        var json = Fresh();

        var first = await edge.Send(Structured, json);
        var again = await edge.Send(Structured, json);

        Assert.Equal((HttpStatusCode.Accepted, "application/json", (1, 0, 0)), (first.Status, first.Type, first.Counts));
        Assert.Equal((HttpStatusCode.Accepted, (0, 1, 0)), (again.Status, again.Counts));
        Assert.True(PositionToken.TryParse((string?)first.Body!["position"], out var position));
        Assert.Equal(MemoryLog.Epoch, position.Epoch);
    }

    [Fact]
    public async Task The_same_id_with_another_body_is_a_conflict()
    {
        var sample = Event();
        await edge.Send(Structured, sample.ToJsonString());

        var other = await edge.Send(Structured, sample.With("data.odometer.value", 99).ToJsonString());

        Assert.Equal((HttpStatusCode.Conflict, (0, 0, 1)), (other.Status, other.Counts));
        Assert.Equal("conflict", (string?)other.Rejected(0)["code"]);
    }

    [Fact]
    public async Task A_rejected_event_is_answered_422_with_field_and_reason()
    {
        var reply = await edge.Send(Structured, Event("bad").With("vin", "LSGJA52UOAH000123").ToJsonString());

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/json", (0, 0, 1)), (reply.Status, reply.Type, reply.Counts));
        Assert.Equal((0, "bad", "format", "vin"), ((int)reply.Rejected(0)["index"]!, (string?)reply.Rejected(0)["id"], (string?)reply.Rejected(0)["code"], (string?)reply.Rejected(0)["path"]));
        Assert.Contains("letter O at position 9", (string?)reply.Rejected(0)["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_item_of_a_batch_fails_alone()
    {
        var reply = await edge.Send(Batch, $"[{Fresh()},{{\"id\":\"x\",\"id\":\"y\"}},{new string('[', 60)}{new string(']', 60)},17,{Fresh()}]");

        Assert.Equal((HttpStatusCode.Accepted, (2, 0, 3)), (reply.Status, reply.Counts));
        Assert.Equal([1, 2, 3], reply.Body!["rejected"]!.AsArray().Select(item => (int)item!["index"]!));
    }

    [Fact]
    public async Task An_empty_batch_is_right() => Assert.Equal((0, 0, 0), (await edge.Send(Batch, "[]")).Counts);

    [Theory]
    [InlineData(Structured, "")]
    [InlineData(Structured, "{")]
    [InlineData(Batch, "")]
    [InlineData(Batch, "{}")]
    [InlineData(Batch, "[1,]")]
    [InlineData(Batch, "[{}")]
    [InlineData(Batch, "[] []")]
    public async Task An_unreadable_body_is_answered_400(string type, string body)
    {
        var reply = await edge.Send(type, body);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (reply.Status, reply.Type));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/cloudevents+xml")]
    [InlineData("application/cloudevents-batch+avro")]
    [InlineData("application/cloudevents+json; charset=utf-16")]
    public async Task Another_content_type_is_answered_415(string type) =>
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "application/problem+json"), ((await edge.Send(type, Fresh())).Status, (await edge.Send(type, Fresh())).Type));

    [Fact]
    public async Task Another_content_encoding_is_answered_415() => Assert.Equal(
        HttpStatusCode.UnsupportedMediaType,
        (await edge.Send(Structured, Fresh(), change: request => request.Content!.Headers.ContentEncoding.Add("br"))).Status);

    [Fact]
    public async Task Too_much_is_answered_413()
    {
        var large = Encoding.UTF8.GetBytes(Event().With("padding", new string(' ', 2 * 1024 * 1024)).ToJsonString());

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await edge.Send(Structured, new ByteArrayContent(large))).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await edge.Send(Structured, Gzip(large), change: AsGzip)).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await edge.Send(Batch, $"[{string.Join(',', Enumerable.Repeat("0", 101))}]")).Status);
    }

    [Fact]
    public async Task Gzip_is_read_and_what_only_says_so_is_answered_400()
    {
        Assert.Equal((1, 0, 0), (await edge.Send(Structured, Gzip(Encoding.UTF8.GetBytes(Fresh())), change: AsGzip)).Counts);
        Assert.Equal(HttpStatusCode.BadRequest, (await edge.Send(Structured, new StringContent(Fresh()), change: AsGzip)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await edge.Send("application/x-ndjson", new StringContent(Fresh()), change: AsGzip)).Status);
    }

    [Fact]
    public async Task Nobody_is_answered_401_and_who_may_not_send_403()
    {
        var anonymous = await edge.Send(Structured, new StringContent(Fresh()), change: request => request.Headers.Authorization = null);
        var forged = await edge.Send(Structured, Fresh(), Tokens.Of(new() { ["role"] = "hq", ["scope"] = "events:write" }, key: Tokens.OtherKey));
        var odd = await edge.Send(Structured, Fresh(), Tokens.Of(new() { ["role"] = "king", ["scope"] = "events:write" }));
        var reader = await edge.Send(Structured, Fresh(), Tokens.Subscriber);

        Assert.All([anonymous, forged, odd], reply =>
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "application/problem+json"), (reply.Status, reply.Type));
            Assert.StartsWith("Bearer", reply.Challenge, StringComparison.Ordinal);
        });
        Assert.Equal((HttpStatusCode.Forbidden, "application/problem+json"), (reader.Status, reader.Type));
    }

    [Fact]
    public async Task The_dealership_is_the_tokens_whatever_headers_and_query_say()
    {
        var reply = await edge.Send(Structured, Fresh(), Tokens.Dealership("D08"), request =>
        {
            request.Headers.Add("ce-dealership", "D07");
            request.Headers.Add("X-Dealership", "D07");
            request.RequestUri = new Uri("/events?dealership=D07&access_token=x", UriKind.Relative);
        });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
        Assert.Equal("forbidden-dealership", (string?)reply.Rejected(0)["code"]);
    }

    [Fact]
    public async Task A_binary_event_is_read_from_headers_and_body()
    {
        var id = Guid.NewGuid().ToString("N");
        var reply = await edge.Send("application/json", """{"odometer":{"value":1,"unit":"km"}}""", change: request =>
        {
            Binary(request, id);
            request.Headers.Add("ce-note", "100%25%20Z%C3%BCrich");
        });

        Assert.Equal((1, 0, 0), reply.Counts);
        var taken = edge.Log.Calls.SelectMany(call => call).Single(taken => taken.Id == id);
        Assert.Equal("""{"note":"100% Zürich"}""", Encoding.UTF8.GetString(taken.Attributes!));
    }

    [Fact]
    public async Task A_binary_event_with_bad_headers_is_rejected_by_name()
    {
        var utf8 = await edge.Send("application/json", "{}", change: request => With(request, "ce-note", "%FF"));
        var twice = await edge.Send("application/json", "{}", change: request => With(request, "ce-vin", "LSGJA52U0AH000123"));
        var type = await edge.Send("text/csv", "a,b", change: request => Binary(request, "1"));
        var body = await edge.Send("application/json", "{", change: request => Binary(request, "1"));

        Assert.Equal(["note", "vin", "datacontenttype", "data"], new[] { utf8, twice, type, body }.Select(reply => (string?)reply.Rejected(0)["path"]));

        static void With(HttpRequestMessage request, string name, string value)
        {
            Binary(request, "1");
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    [Fact]
    public async Task An_unknown_path_is_answered_404() =>
        Assert.Equal(HttpStatusCode.NotFound, (await edge.Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode);

    private static void Binary(HttpRequestMessage request, string id)
    {
        request.Headers.Add("ce-specversion", "1.0");
        request.Headers.Add("ce-id", id);
        request.Headers.Add("ce-source", "\"/dealers/D07/dms\"");
        request.Headers.Add("ce-type", "autocrm.vehicle.odometer-read.v1");
        request.Headers.Add("ce-time", "2024-01-01T00:00:00Z");
        request.Headers.Add("ce-vin", "LSGJA52U0AH000123");
    }

    private static void AsGzip(HttpRequestMessage request) => request.Content!.Headers.ContentEncoding.Add("gzip");

    private static ByteArrayContent Gzip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return new ByteArrayContent(zipped.ToArray());
    }
}
