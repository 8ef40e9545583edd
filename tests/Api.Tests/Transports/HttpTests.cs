using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Api.Tests.Graph.Host;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Transports;

public sealed class HttpTests(Showroom host) : IClassFixture<Showroom>
{
    private const string Query = """{"query":"{ vehicles { totalCount } }"}""";
    private const string GraphResponse = "application/graphql-response+json";

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json", "application/json")]
    [InlineData(GraphResponse, GraphResponse)]
    [InlineData("application/graphql-response+json, application/json;q=0.9", GraphResponse)]
    [InlineData("application/graphql-response+json;q=0.5, application/json;q=0.9", "application/json")]
    public async Task The_answer_has_the_media_type_that_the_client_prefers(string? accept, string expected)
    {
        using var response = await Post(Query, accept);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("utf-8", response.Content.Headers.ContentType.CharSet);
    }

    [Fact]
    public async Task A_media_type_that_cannot_be_given_is_406()
    {
        using var response = await Post(Query, "image/png");
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    [Theory]
    [InlineData("{ vehicles {", GraphResponse, 400)]
    [InlineData("{ vehicles {", "application/json", 200)]
    [InlineData("{ nothing }", GraphResponse, 400)]
    [InlineData("{ nothing }", "application/json", 200)]
    [InlineData("query($a: Int!) { vehicles(first: $a) { totalCount } }", GraphResponse, 400)]
    [InlineData("query A { vehicles { totalCount } } query B { vehicles { totalCount } }", GraphResponse, 400)]
    [InlineData("{ vehicle(vin: \\\"4T1BE32K13U19340O\\\") { vin } }", GraphResponse, 200)]
    [InlineData("subscription { vehicleChanged(vin: \\\"4T1BE32K13U193407\\\") { vin } }", GraphResponse, 400)]
    public async Task A_refused_document_has_the_status_of_its_media_type(string query, string accept, int status)
    {
        using var response = await Post($$"""{"query":"{{query}}"}""", accept);
        Assert.Equal(status, (int)response.StatusCode);
        var answer = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.NotEqual(0, answer.GetProperty("errors").GetArrayLength());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("nothing")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{"query":""}""")]
    [InlineData("""{"query":null}""")]
    [InlineData("""{"query":1}""")]
    [InlineData("""{"query":"{ __typename }","operationName":1}""")]
    [InlineData("""{"query":"{ __typename }","variables":"x"}""")]
    [InlineData("""{"query":"{ __typename }","extensions":[]}""")]
    [InlineData("""{"query":"\ud800"}""")]
    [InlineData("""{"query":"{ __typename }","query":"{ __typename }"}""")]
    [InlineData("""[{"query":"{ __typename }"}]""")]
    public async Task A_body_that_is_no_request_is_400(string body)
    {
        using var response = await Post(body, GraphResponse);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task Another_content_type_is_415(string? contentType)
    {
        using var response = await Post(Query, GraphResponse, contentType);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task A_long_body_is_413()
    {
        using var response = await Post($$"""{"query":"{ __typename }","x":"{{new string('x', 70_000)}}"}""", GraphResponse);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        using var response = await Post("""{"query":"{ __typename }","other":{},"variables":null,"operationName":"","extensions":{}}""", GraphResponse);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_query_can_be_sent_by_GET()
    {
        using var client = host.Client(Tokens.Headquarters);
        var uri = "/graphql?query=" + Uri.EscapeDataString("query($n: Int) { vehicles(first: $n) { edges { cursor } } }") + "&variables=" + Uri.EscapeDataString("{\"n\":1}");
        var answer = JsonElement.Parse(await client.GetByteArrayAsync(new Uri(uri, UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Equal(1, answer.GetProperty("data").GetProperty("vehicles").GetProperty("edges").GetArrayLength());
    }

    [Theory]
    [InlineData("mutation { x }", 405)]
    [InlineData("subscription { vehicleChanged(vin: \"4T1BE32K13U193407\") { vin } }", 405)]
    [InlineData("", 400)]
    public async Task Nothing_but_a_query_can_be_sent_by_GET(string query, int status)
    {
        using var client = host.Client(Tokens.Headquarters);
        using var response = await client.GetAsync(new Uri("/graphql?query=" + Uri.EscapeDataString(query), UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Another_method_is_405(string method)
    {
        using var client = host.Client(Tokens.Headquarters);
        using var request = new HttpRequestMessage(new HttpMethod(method), "/graphql");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("POST", response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task Without_a_valid_token_it_is_401(string? token)
    {
        using var client = host.Client(token);
        using var body = new StringContent(Query, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/graphql", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_refused_role_is_403_under_the_new_media_type()
    {
        using var client = host.Client(Tokens.Subscriber);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(GraphResponse));
        using var body = new StringContent("""{"query":"{ customers { totalCount } }"}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/graphql", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private async Task<HttpResponseMessage> Post(string body, string? accept, string? contentType = "application/json")
    {
        using var client = host.Client(Tokens.Headquarters);
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
