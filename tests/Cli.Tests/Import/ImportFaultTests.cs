using System.Net;
using AutoCrm.Actors.Cli.Import;
using AutoCrm.Actors.Tests.Support;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

public sealed class ImportFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(429), InlineData(503), InlineData(500), InlineData(502)]
    public async Task A_request_is_repeated_while_the_system_is_overloaded_or_away(int status)
    {
        await using var scene = new ImportScene { Sending = new SendingOptions { EventsPerRequest = 10 } };
        scene.Write(ImportScene.Rows(100));
        scene.Intake.Instead = async (number, context) => number % 2 == 1 && number < 8 && await TestIntake.Answer(context, status);
        var summary = await scene.Import(Cancellation);
        Assert.Equal((100, 0, 4), (summary.Accepted, summary.Duplicates, summary.RequestsRepeated));
    }

    [Fact]
    public async Task The_pause_that_the_system_asks_for_is_kept()
    {
        await using var scene = new ImportScene();
        scene.Write(ImportScene.Rows(1));
        var arrivals = new List<long>();
        scene.Intake.Instead = async (number, context) =>
        {
            arrivals.Add(TimeProvider.System.GetTimestamp());
            context.Response.AddHeader("Retry-After", "1");
            return number == 1 && await TestIntake.Answer(context, 429);
        };
        await scene.Import(Cancellation);
        Assert.InRange(TimeProvider.System.GetElapsedTime(arrivals[0], arrivals[1]), TimeSpan.FromMilliseconds(900), TimeSpan.FromSeconds(9));
    }

    [Fact]
    public async Task A_broken_connection_is_no_loss_and_no_double()
    {
        await using var scene = new ImportScene { Sending = new SendingOptions { EventsPerRequest = 10 } };
        await using var relay = new BreakingRelay(scene.Intake.Port, broken: 6);
        scene.Target = scene.Target with { Url = new Uri($"http://127.0.0.1:{relay.Port}") };
        scene.Write(ImportScene.Rows(500));
        var summary = await scene.Import(Cancellation);
        Assert.Null(summary.Reason);
        Assert.Equal((500, 500), (summary.RowsComplete, summary.Accepted + summary.Duplicates));
        Assert.True(summary.Duplicates >= 10);
        Assert.True(summary.RequestsRepeated >= 6);
        Assert.Equal(500, scene.Intake.Count);
    }

    [Fact]
    public async Task An_import_waits_for_a_system_that_is_being_started()
    {
        await using var scene = new ImportScene();
        scene.Write(ImportScene.Rows(10));
        var port = FreePort.Find();
        TestIntake? late = null;
        scene.Target = scene.Target with { Url = new Uri($"http://127.0.0.1:{port}") };
        scene.OnWaiting = reason => late ??= reason is null ? null : new TestIntake(port);
        var summary = await scene.Import(Cancellation);
        await late!.DisposeAsync();
        Assert.Equal(10, summary.Accepted);
        Assert.Equal(10, late.Count);
    }

    [Fact]
    public async Task An_import_gives_up_in_the_end_and_says_why()
    {
        await using var scene = new ImportScene { Sending = new SendingOptions { GiveUpAfter = TimeSpan.FromMilliseconds(500) } };
        scene.Write(ImportScene.Rows(10));
        scene.Intake.Instead = (_, context) => TestIntake.Answer(context, 503);
        var summary = await scene.Import(Cancellation);
        Assert.Equal(ImportOutcome.GaveUp, summary.Outcome);
        Assert.Contains("has not taken events for 0.5 s: it answers 503", summary.Reason, StringComparison.Ordinal);
        Assert.Equal((10, 10), (summary.RowsRead, summary.RowsUnconfirmed));
    }

    [Theory]
    [InlineData(400, "could not read a request")]
    [InlineData(401, "the token is missing, expired or not of this system")]
    [InlineData(403, "no right to send events")]
    [InlineData(404, "there is no POST /events")]
    [InlineData(413, "too large")]
    [InlineData(302, "answered 302")]
    [InlineData(202, "is no answer to events")]
    public async Task A_refusal_stops_the_import_at_once(int status, string expected)
    {
        await using var scene = new ImportScene { Sending = new SendingOptions { EventsPerRequest = 1, Window = 1 } };
        scene.Write(ImportScene.Rows(10));
        scene.Intake.Instead = (_, context) => TestIntake.Answer(context, status);
        var summary = await scene.Import(Cancellation);
        Assert.Equal(ImportOutcome.Refused, summary.Outcome);
        Assert.Contains(expected, summary.Reason, StringComparison.Ordinal);
        Assert.Equal(1, scene.Intake.Requests);
        Assert.Equal(summary.RowsRead, summary.RowsUnconfirmed);
    }

    [Fact]
    public async Task An_answer_that_does_not_account_for_every_event_stops_the_import()
    {
        await using var scene = new ImportScene();
        scene.Write(ImportScene.Rows(10));
        scene.Intake.Instead = (_, context) => TestIntake.Answer(context, 202, """{"accepted":9,"duplicates":0,"rejected":[],"position":"p"}""");
        var summary = await scene.Import(Cancellation);
        Assert.Equal(ImportOutcome.Refused, summary.Outcome);
        Assert.Contains("it answered for 9 of 10 events", summary.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slow_system_holds_the_reading_back()
    {
        await using var scene = new ImportScene { Sending = new SendingOptions { EventsPerRequest = 10, Window = 3 } };
        scene.Write(ImportScene.Rows(1000));
        var full = new TaskCompletionSource();
        var open = new TaskCompletionSource();
        scene.Intake.Instead = async (number, _) =>
        {
            if (number == 3)
            {
                full.SetResult();
            }

            await open.Task;
            return false;
        };
        long read = 0;
        scene.OnProgress = tally => read = read == 0 ? tally.RowsRead : read;
        var import = scene.Import(Cancellation);
        await full.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(3, scene.Intake.Requests);
        open.SetResult();
        Assert.Equal(1000, (await import).Accepted);
        Assert.Equal(40, read);
        Assert.Equal(3, scene.Intake.MostUnderWay);
    }

    [Fact]
    public async Task A_redirect_never_carries_the_token_elsewhere()
    {
        await using var scene = new ImportScene();
        await using var elsewhere = new TestIntake();
        scene.Write(ImportScene.Rows(1));
        scene.Intake.Instead = (_, context) =>
        {
            context.Response.RedirectLocation = $"http://127.0.0.1:{elsewhere.Port}/events";
            return TestIntake.Answer(context, (int)HttpStatusCode.TemporaryRedirect);
        };
        Assert.Equal(ImportOutcome.Refused, (await scene.Import(Cancellation)).Outcome);
        Assert.Equal(0, elsewhere.Requests);
    }
}
