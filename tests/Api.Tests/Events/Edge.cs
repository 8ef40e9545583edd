using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Events;
using AutoCrm.Actors.Api.Hosting;
using AutoCrm.Actors.Api.Leads;
using AutoCrm.Actors.Api.Tests.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Events;

/// <summary>The edge on a real socket, with the log in memory.</summary>
public sealed class Edge : IAsyncLifetime
{
    private readonly WebApplication app;

    public Edge()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AutoCrm:Auth:SigningKey"] = Tokens.Key,
            ["AutoCrm:Events:MaxBodyBytes"] = "1048576",
            ["AutoCrm:Events:MaxBatchEvents"] = "100",
            ["AutoCrm:Events:ChunkEvents"] = "100",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddProblems();
        builder.Services.AddAuth(builder.Configuration);
        builder.Services.AddEvents(builder.Configuration);
        builder.Services.AddLeads(builder.Configuration);
        builder.Services.Replace(ServiceDescriptor.Singleton<IEventLog>(Log));
        app = builder.Build();
        app.UseProblems();
        app.UseRouting();
        app.UseListeners();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapEvents();
        app.MapLeads();
        app.MapSchemas();
    }

    internal MemoryLog Log { get; } = new();

    public HttpClient Client { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        Client.BaseAddress = new Uri(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
    }

    internal Task<Reply> Send(string type, string body, string? token = null, Action<HttpRequestMessage>? change = null) =>
        Send(type, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), token, change);

    internal Task<Reply> Send(string? type, HttpContent body, string? token = null, Action<HttpRequestMessage>? change = null) =>
        Post("/events", type, body, token, change);

    internal async Task<Reply> Post(string path, string? type, HttpContent body, string? token = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Tokens.Hq);
        change?.Invoke(request);
        using var response = await Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Reply(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            text.Length == 0 ? null : JsonNode.Parse(text),
            response.Headers.RetryAfter?.Delta,
            response.Headers.WwwAuthenticate.ToString());
    }
}

internal sealed record Reply(HttpStatusCode Status, string? Type, JsonNode? Body, TimeSpan? RetryAfter, string Challenge)
{
    public (int Accepted, int Duplicates, int Rejected) Counts =>
        ((int)Body!["accepted"]!, (int)Body["duplicates"]!, (int)(Body["rejectedCount"] ?? Body["rejected"]!.AsArray().Count));

    public JsonNode Rejected(int at) => Body!["rejected"]![at]!;
}
