using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using AutoCrm.Actors.Api.Events;
using AutoCrm.Actors.Events;
using Microsoft.Extensions.Options;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Events;

public sealed class EventStreamTests : IAsyncLifetime
{
    private const string Lines = "application/x-ndjson";
    private readonly Edge edge = new();

    public ValueTask InitializeAsync() => edge.InitializeAsync();

    public ValueTask DisposeAsync() => edge.DisposeAsync();

    [Fact]
    public async Task Every_line_has_its_own_answer()
    {
        var reply = await edge.Send(Lines, string.Join('\n', Line("a"), "not json", "", " \r", Line("a"), Line("b", "vin", "NO VIN!"), Line("c") + "\r"));

        Assert.Equal((HttpStatusCode.Accepted, (2, 1, 2)), (reply.Status, reply.Counts));
        Assert.Equal([(1, "unreadable"), (5, "format")], reply.Body!["rejected"]!.AsArray().Select(item => ((int)item!["index"]!, (string)item["code"]!)));
    }

    [Fact]
    public async Task A_long_stream_goes_in_bounded_calls_over_a_bounded_window()
    {
        using var body = new StreamOfLines(5_000);
        var reply = await edge.Send(Lines, body);

        Assert.Equal((HttpStatusCode.Accepted, (5_000, 0, 0)), (reply.Status, reply.Counts));
        Assert.All(edge.Log.Calls, call => Assert.InRange(call.Length, 1, 100));
        Assert.InRange(edge.Log.MostRunning, 1, 4);
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_rejected_and_its_neighbours_are_accepted()
    {
        var reply = await edge.Send(Lines, $"{Line("a")}\n{{\"id\":\"{new string('x', 5_000_000)}\"}}\n{Line("b")}\n{Line("n", "padding", new string('x', 1_000_000))}\n{Line("c")}");

        Assert.Equal((HttpStatusCode.Accepted, (3, 0, 2)), (reply.Status, reply.Counts));
        Assert.Equal((1, "too-long"), ((int)reply.Rejected(0)["index"]!, (string?)reply.Rejected(0)["code"]));
        Assert.Equal(3, (int)reply.Rejected(1)["index"]!);
    }

    [Fact]
    public async Task A_thousand_rejected_lines_are_listed_and_the_others_counted()
    {
        var reply = await edge.Send(Lines, string.Concat(Enumerable.Repeat("x\n", 1500)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
        Assert.Equal((1000, 1500, true), (reply.Body!["rejected"]!.AsArray().Count, (int)reply.Body["rejectedCount"]!, (bool)reply.Body["rejectedTruncated"]!));
    }

    [Theory]
    [InlineData(UnavailableReason.Overloaded, HttpStatusCode.TooManyRequests)]
    [InlineData(UnavailableReason.LogDown, HttpStatusCode.ServiceUnavailable)]
    public async Task What_is_durable_is_told_when_the_log_goes_away(UnavailableReason reason, HttpStatusCode status)
    {
        edge.Log.Away = (3, new Unavailable(reason, TimeSpan.FromSeconds(7)));

        var reply = await edge.Send(Lines, string.Join('\n', Enumerable.Range(0, 1000).Select(i => Line($"e{i}"))));

        Assert.Equal((status, "application/problem+json", TimeSpan.FromSeconds(7)), (reply.Status, reply.Type, reply.RetryAfter));
        Assert.Equal(edge.Log.Count, reply.Counts.Accepted);
        Assert.True(PositionToken.TryParse((string?)reply.Body!["position"], out _));
        Assert.InRange(edge.Log.Calls.Count, 3, 6);
    }

    [Fact]
    public async Task A_gzip_bomb_is_answered_413()
    {
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true))
        {
            var blank = new byte[1024 * 1024];
            blank.AsSpan().Fill((byte)'\n');
            for (var i = 0; i < 64; i++)
            {
                gzip.Write(blank);
            }
        }

        var reply = await edge.Send(Lines, new ByteArrayContent(zipped.ToArray()), change: request => request.Content!.Headers.ContentEncoding.Add("gzip"));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, reply.Status);
    }

    [Fact]
    public async Task A_stream_ends_early_when_the_process_stops_and_says_what_is_durable()
    {
        using var stop = new CancellationTokenSource();
        var pipe = new Pipe();
        var intake = new EventIntake(edge.Log, TimeProvider.System, Options.Create(new EventsOptions()));
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(Line("a") + "\n"));

        var taking = intake.TakeStream(Sample.Hq, pipe.Reader, stop.Token, CancellationToken.None);
        await stop.CancelAsync();
        var receipt = await taking;

        Assert.Equal((1, 503), (receipt.Accepted, receipt.Failure!.Status));
    }

    [Fact]
    public async Task A_sender_that_pauses_sees_its_events_taken_at_once()
    {
        var pipe = new Pipe();
        var intake = new EventIntake(edge.Log, TimeProvider.System, Options.Create(new EventsOptions()));
        var taking = intake.TakeStream(Sample.Hq, pipe.Reader, CancellationToken.None, CancellationToken.None);

        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(Line("a") + "\n" + Line("b")[..10]));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (edge.Log.Count == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(Line("b")[10..]));
        await pipe.Writer.CompleteAsync();
        Assert.Equal(2, (await taking).Accepted);
    }

    private static string Line(string id, string? member = null, string? value = null)
    {
        var sample = Sample.Reading(id).With("time", "2024-01-01T00:00:00Z");
        return (member is null ? sample : sample.With(member, value)).ToJsonString();
    }

    private sealed class StreamOfLines(int count) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var i = 0; i < count; i++)
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(Line($"s{i}") + "\n"));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
