using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Api.Auth;
using AutoCrm.Actors.Api.Graph;
using AutoCrm.Actors.Api.Live;
using AutoCrm.Actors.Api.Privacy;
using AutoCrm.Actors.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace AutoCrm.Actors.Api.Tests.Graph.Host;

/// <summary>GraphQL on a real server with a real database; the actors' states are set by the test.</summary>
public class GraphHost : IAsyncLifetime
{
    private WebApplication? app;

    public AutoCrmDatabase Database { get; } = new();

    internal StoredStates States { get; } = new();

    internal StoredCommands Commands { get; } = new();

    internal LogWriter Log => new(Database);

    internal RecordedLogs Logs { get; } = new();

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public IServiceProvider Services => app!.Services;

    /// <summary>Settings other than the defaults.</summary>
    protected virtual Dictionary<string, string?> Settings => [];

    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(Settings)
        {
            ["AutoCrm:Auth:SigningKey"] = Convert.ToBase64String(Tokens.Key),
            [TestMasterKey.Setting] = TestMasterKey.Base64,
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.Services.AddKeyedSingleton("reads", NpgsqlDataSource.Create(Database.ConnectionString));
        builder.Services.AddSingleton<ILiveStates>(States);
        builder.Services.AddSingleton<ICommands>(Commands);
        builder.Services.AddAuth(builder.Configuration);
        builder.Services.AddPrivacy(builder.Configuration);
        builder.Services.AddGraph(builder.Configuration);
        WithoutSilos(builder.Services);
        app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGraph();
        await app.StartAsync();
        Address = new Uri(app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await Seed();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await app!.StopAsync();
        await app.DisposeAsync();
        await Database.DisposeAsync();
    }

    public async Task Stop() => await app!.StopAsync();

    public HttpClient Client(string? token)
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<JsonElement> Ask(string token, string query, object? variables = null)
    {
        using var client = Client(token);
        using var body = new StringContent(JsonSerializer.Serialize(new { query, variables }), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/graphql", UriKind.Relative), body);
        return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Asks, and demands that there is no error.</summary>
    public async Task<JsonElement> Data(string token, string query, object? variables = null)
    {
        var answer = await Ask(token, query, variables);
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data");
    }

    /// <summary>Asks, and demands an error.</summary>
    /// <returns>Its code.</returns>
    public async Task<string> Code(string token, string query, object? variables = null)
    {
        var answer = await Ask(token, query, variables);
        Assert.True(answer.TryGetProperty("errors", out var errors), answer.ToString());
        return errors[0].GetProperty("extensions").GetProperty("code").GetString()!;
    }

    protected virtual Task Seed() => Task.CompletedTask;

    // There is nobody to tell of changes; the log's tail is looked at instead.
    private static void WithoutSilos(IServiceCollection services)
    {
        foreach (var observation in services.Where(service => service.ImplementationType == typeof(LogObservation)).ToArray())
        {
            services.Remove(observation);
        }
    }
}

/// <summary>What was logged.</summary>
internal sealed class RecordedLogs : ILoggerProvider
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

    public string All => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => new Recorder(lines);

    public void Dispose()
    {
    }

    private sealed class Recorder(System.Collections.Concurrent.ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");
    }
}
