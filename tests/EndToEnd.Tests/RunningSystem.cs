using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(AutoCrm.Actors.EndToEnd.Tests.RunningSystem))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>The product as a stranger has it: the launcher, a private PostgreSQL, a silo and an Api, all real processes.</summary>
public sealed class RunningSystem : IAsyncLifetime
{
    private readonly string home = Path.Combine(Root, "artifacts", "system-tests", Guid.NewGuid().ToString("N")[..8]);

    public static string Root { get; } = Environment.GetEnvironmentVariable("AUTOCRM_ROOT")
        ?? throw new InvalidOperationException("AUTOCRM_ROOT is not set: run ./autocrm test.");

    /// <summary>The folder of real data, or null where there is none.</summary>
    public static string? Data { get; } = Environment.GetEnvironmentVariable("AUTOCRM_DATA") is { } folder && Directory.Exists(folder) ? folder : null;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    public Uri Api { get; private set; } = new("http://127.0.0.1");

    public string HqToken { get; private set; } = string.Empty;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(home);
        await Start();
        HqToken = (await Succeed("token", "--role", "hq")).Trim();
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", HqToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Autocrm(["down"]);
        Http.Dispose();
        if (Directory.Exists(home))
        {
            Directory.Delete(home, recursive: true);
        }
    }

    public async Task Start()
    {
        await Succeed("up", "--detach");
        Api = new Uri((await Status()).GetProperty("api").GetString()!);
    }

    /// <summary>The files of the system that hold a word, with the word.</summary>
    public IReadOnlyList<string> FilesWith(IReadOnlyList<string> words) => SystemFiles.With(home, words);

    public async Task<JsonElement> Status()
    {
        var (_, output) = await Autocrm(["status", "--json"]);
        return JsonDocument.Parse(output).RootElement;
    }

    public async Task<int> PidOf(string service) =>
        (await Status()).GetProperty("pids").GetProperty(service).EnumerateArray().Single().GetInt32();

    /// <summary>Runs the launcher and demands success.</summary>
    public async Task<string> Succeed(params string[] arguments)
    {
        var (exitCode, output) = await Autocrm(arguments);
        Assert.True(exitCode == 0, $"autocrm {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    public Task<(int ExitCode, string Output)> Autocrm(string[] arguments) => Bash($"\"$AUTOCRM_ROOT/autocrm\" {string.Join(' ', arguments.Select(Quote))}");

    /// <summary>Runs a line in a shell, as a person would; the answer holds what it printed.</summary>
    public async Task<(int ExitCode, string Output)> Bash(string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", line]) { WorkingDirectory = Root, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["AUTOCRM_HOME"] = home;
        start.Environment.Remove("ConnectionStrings__AutoCrm");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output);
    }

    public async Task<JsonElement> Import(string file, string map)
    {
        var (exitCode, output) = await Autocrm(["import", file, "--map", map, "--json"]);
        Assert.True(exitCode == 0, $"The import ended with {exitCode}: {output}");
        return JsonDocument.Parse(output).RootElement;
    }

    public async Task<JsonElement> Query(string query, object? variables = null)
    {
        using var response = await Http.PostAsJsonAsync(new Uri(Api, "/graphql"), new { query, variables });
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data");
    }

    public async Task<(int Status, JsonElement Body)> Post(string body, string contentType = "application/x-ndjson")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var response = await Http.PostAsync(new Uri(Api, "/events"), content);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }

    /// <summary>The nodes of every page of a list.</summary>
    public async Task<List<JsonElement>> All(string list, string field)
    {
        var nodes = new List<JsonElement>();
        string? after = null;
        do
        {
            var page = (await Query($"query($after: String) {{ {field} }}", new { after })).GetProperty(list);
            nodes.AddRange(page.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node")));
            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;
        }
        while (after is not null);
        return nodes;
    }

    /// <summary>Polls until the answer satisfies, for at most a minute.</summary>
    public static Task<T> Eventually<T>(Func<Task<T>> ask, Func<T, bool> satisfies) => Poll.Until(ask, satisfies, TimeSpan.FromMinutes(1));

    private static string Quote(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
