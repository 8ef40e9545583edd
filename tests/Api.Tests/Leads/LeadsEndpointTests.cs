using System.Collections.Immutable;
using System.IO.Compression;
using System.Net;
using System.Text;
using AutoCrm.Actors.Api.Tests.Auth;
using AutoCrm.Actors.Api.Tests.Events;
using AutoCrm.Actors.Customers;
using AutoCrm.Actors.Events;
using AutoCrm.Actors.Leads;
using AutoCrm.Actors.Tests.Support.Leads;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Leads;

/// <summary><c>POST /leads/adf</c> on a real socket. Each test has a log of its own.</summary>
public sealed class LeadsEndpointTests : IAsyncLifetime
{
    private const string Adf = "application/x-adf+xml";
    private readonly Edge edge = new();

    private ImmutableArray<NewEvent> Taken => [.. edge.Log.Calls.SelectMany(call => call)];

    public ValueTask InitializeAsync() => edge.InitializeAsync();

    public ValueTask DisposeAsync() => edge.DisposeAsync();

    [Fact]
    public async Task A_lead_becomes_a_customer_and_a_lead()
    {
        var reply = await Post(LeadSamples.Proper);

        Assert.Equal((HttpStatusCode.Accepted, (1, 0, 0)), (reply.Status, reply.Counts));
        Assert.True(PositionToken.TryParse((string?)reply.Body!["position"], out _));
        Assert.Equal(["autocrm.customer.registered.v1", "autocrm.lead.received.v1"], Taken.Select(e => e.Type));
        Assert.All(Taken, e => Assert.Equal(("harbor-volvo", CustomerIds.Of("harbor-volvo", "adf:CarPortal:U-9")), (e.Dealership, e.Customer)));
        Assert.All(Taken, e => Assert.Equal(new DateTimeOffset(2026, 3, 2, 10, 15, 0, TimeSpan.FromHours(-5)), e.Time));
        var customer = Assert.IsType<CustomerRegistered>(EventCatalogue.Read(Taken[0].Type, Taken[0].Data));
        Assert.Equal(("Rosa Kim", "Boston", ContactChannel.Phone), (customer.Name, customer.Address!.City, customer.PreferredChannel));
        var lead = Assert.IsType<LeadReceived>(EventCatalogue.Read(Taken[1].Type, Taken[1].Data));
        Assert.Equal(
            ("CarPortal:CP-4711", LeadInterest.Buy, "CarPortal Inc", "Volvo", "EX30", 2026, new Money(41500.50m, "USD")),
            (lead.LeadId, lead.Interest, lead.Provider, lead.Make, lead.Model, lead.ModelYear, lead.PriceWish));
        Assert.Equal("YV1LFA2D2E1234567", Taken[1].Vin);
        Assert.Equal(LeadSamples.Proper, Encoding.UTF8.GetString(Convert.FromBase64String(lead.Original!)));
    }

    [Theory]
    [InlineData(LeadSamples.Proper)]
    [InlineData(LeadSamples.Bare)]
    [InlineData(LeadSamples.Several)]
    public async Task Repeating_a_document_adds_nothing(string text)
    {
        var first = await Post(text);
        var again = await Post(text);

        Assert.Equal((HttpStatusCode.Accepted, first.Counts.Accepted), (again.Status, again.Counts.Duplicates));
        Assert.Equal((0, first.Counts.Rejected), (again.Counts.Accepted, again.Counts.Rejected));
        Assert.Equal(2 * first.Counts.Accepted, edge.Log.Count);
        Assert.True(PositionToken.TryParse((string?)again.Body!["position"], out var position));
        Assert.NotEmpty(position.Positions);
    }

    [Fact]
    public async Task What_is_sent_again_with_more_in_it_is_the_same_lead()
    {
        await Post(LeadSamples.Proper);
        var more = await Post(LeadSamples.Proper.Replace("status=\"new\">\n    <id", "status=\"resend\">\n    <id", StringComparison.Ordinal).Replace("Soon", "Now", StringComparison.Ordinal));
        var resent = await Post(LeadSamples.Proper.Replace("<prospect status=\"new\">", "<prospect status=\"resend\">", StringComparison.Ordinal));

        Assert.Equal(((1, 0, 0), (0, 1, 0)), (more.Counts, resent.Counts));
        var leads = Taken.Select(e => EventCatalogue.Read(e.Type, e.Data)).OfType<LeadReceived>().ToArray();
        Assert.Equal("CarPortal:CP-4711", Assert.Single(leads.Select(lead => lead.LeadId).Distinct()));
        Assert.Equal(2, leads.Select(lead => lead.TimeFrame).Distinct().Count());
    }

    [Fact]
    public async Task The_dealership_of_a_token_is_the_leads_whatever_the_lead_says()
    {
        var reply = await Post(LeadSamples.Proper, Tokens.Dealership("D07"));

        Assert.Equal((1, 0, 0), reply.Counts);
        Assert.All(Taken, e => Assert.Equal("D07", e.Dealership));
    }

    [Fact]
    public async Task A_bad_lead_of_a_document_fails_alone()
    {
        var reply = await Post(LeadSamples.Several);

        Assert.Equal((HttpStatusCode.Accepted, (2, 0, 1)), (reply.Status, reply.Counts));
        Assert.Equal(
            (1, "2", "required", "prospect[1].customer.contact"),
            ((int)reply.Rejected(0)["index"]!, (string?)reply.Rejected(0)["id"], (string?)reply.Rejected(0)["code"], (string?)reply.Rejected(0)["path"]));
    }

    [Theory]
    [InlineData(LeadSamples.NobodyToAnswer)]
    [InlineData(LeadSamples.CutTooEarly)]
    public async Task A_lead_that_nobody_could_answer_is_answered_422(string text)
    {
        var reply = await Post(text);

        Assert.Equal((HttpStatusCode.UnprocessableEntity, (0, 0, 1)), (reply.Status, reply.Counts));
        Assert.Contains("no telephone number", (string?)reply.Rejected(0)["message"], StringComparison.Ordinal);
        Assert.DoesNotContain("No Way", reply.Body!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LeadSamples.ExternalEntity, "document type declaration")]
    [InlineData(LeadSamples.EntityBomb, "document type declaration")]
    [InlineData("", "no lead in it")]
    [InlineData("{}", "no lead in it")]
    public async Task An_unreadable_document_is_answered_400_with_the_reason(string text, string reason)
    {
        var reply = await Post(text);

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (reply.Status, reply.Type));
        Assert.Contains(reason, (string?)reply.Body!["detail"], StringComparison.Ordinal);
        Assert.Empty(Taken);
    }

    [Fact]
    public async Task What_is_nested_too_deep_is_answered_400() => Assert.Equal(
        HttpStatusCode.BadRequest,
        (await Post("<adf>" + string.Concat(Enumerable.Repeat("<a>", 50_000)))).Status);

    [Fact]
    public async Task Too_much_is_answered_413()
    {
        var large = new byte[50 * 1024 * 1024];
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Send(Adf, new ByteArrayContent(large, 0, 2 * 1024 * 1024))).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Send(Adf, Gzip(large), change: AsGzip)).Status);
    }

    [Fact]
    public async Task Gzip_is_read() =>
        Assert.Equal((1, 0, 0), (await Send(Adf, Gzip(Encoding.UTF8.GetBytes(LeadSamples.Bare)), change: AsGzip)).Counts);

    [Theory]
    [InlineData("application/x-adf+xml")]
    [InlineData("application/adf+xml; charset=utf-8")]
    [InlineData("application/xml")]
    [InlineData("text/xml; charset=us-ascii")]
    [InlineData("text/plain")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public async Task Every_type_that_could_be_a_lead_is_read(string? type) =>
        Assert.Equal((1, 0, 0), (await Send(type, new ByteArrayContent(Encoding.UTF8.GetBytes(LeadSamples.Capitals)))).Counts);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/cloudevents+json")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("text/html")]
    public async Task Another_type_is_answered_415(string type)
    {
        var reply = await Send(type, new ByteArrayContent(Encoding.UTF8.GetBytes(LeadSamples.Capitals)));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "application/problem+json"), (reply.Status, reply.Type));
    }

    [Fact]
    public async Task The_encoding_of_the_request_counts()
    {
        var gbk = CodePagesEncodingProvider.Instance.GetEncoding("gb18030")!.GetBytes(LeadSamples.Bare.Replace("Al Ito", "王伟", StringComparison.Ordinal));

        await Send("text/xml; charset=\"GBK\"", new ByteArrayContent(gbk));

        Assert.Equal("王伟", ((CustomerRegistered)EventCatalogue.Read(Taken[0].Type, Taken[0].Data)).Name);
    }

    [Fact]
    public async Task Nobody_is_answered_401_and_who_may_not_send_403()
    {
        var anonymous = await Send(Adf, new StringContent(LeadSamples.Proper), change: request => request.Headers.Authorization = null);
        var reader = await Post(LeadSamples.Proper, Tokens.Subscriber);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (anonymous.Status, reader.Status));
        Assert.Empty(Taken);
    }

    [Theory]
    [InlineData(UnavailableReason.Overloaded, HttpStatusCode.TooManyRequests)]
    [InlineData(UnavailableReason.LogDown, HttpStatusCode.ServiceUnavailable)]
    public async Task A_log_that_does_not_take_leads_is_answered_with_when_to_repeat(UnavailableReason reason, HttpStatusCode expected)
    {
        edge.Log.Away = (1, new Unavailable(reason, TimeSpan.FromSeconds(3)));

        var reply = await Post(LeadSamples.Proper);

        Assert.Equal((expected, TimeSpan.FromSeconds(3), (0, 0, 0)), (reply.Status, reply.RetryAfter, reply.Counts));
    }

    [Fact]
    public async Task Many_leads_go_to_the_log_in_bounded_calls()
    {
        var one = "<prospect><id source=\"p\">{0}</id><customer><contact><name>N</name><phone>206-555-0151</phone></contact></customer></prospect>";
        var many = string.Concat(Enumerable.Range(0, 333).Select(n => one.Replace("{0}", $"{n}", StringComparison.Ordinal)));

        var reply = await Post($"<adf>{many}</adf>");

        Assert.Equal((333, 0, 0), reply.Counts);
        Assert.All(edge.Log.Calls, call => Assert.InRange(call.Length, 2, 100));
        Assert.Equal(2 * 333, edge.Log.Count);
    }

    private static ByteArrayContent Gzip(byte[] body)
    {
        var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            zip.Write(body);
        }

        return new ByteArrayContent(zipped.ToArray());
    }

    private static void AsGzip(HttpRequestMessage request) => request.Content!.Headers.ContentEncoding.Add("gzip");

    private Task<Reply> Post(string text, string? token = null) => Send(Adf, new ByteArrayContent(Encoding.UTF8.GetBytes(text)), token);

    private Task<Reply> Send(string? type, HttpContent body, string? token = null, Action<HttpRequestMessage>? change = null) =>
        edge.Post("/leads/adf", type, body, token, change);
}
