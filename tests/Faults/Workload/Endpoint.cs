using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using AutoCrm.Actors.Cli.Tokens;
using AutoCrm.Actors.Faults.Fleet;

namespace AutoCrm.Actors.Faults.Workload;

/// <summary>One client's way to the Apis: it keeps to one, and may turn to another when that fails.</summary>
internal sealed class Endpoint : IDisposable
{
    private readonly IReadOnlyList<ApiMember> apis;
    private readonly HttpClient http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    private int current;

    /// <param name="fleet">Where the Apis are.</param>
    /// <param name="client">Which client it is: it begins with the Api of that number.</param>
    /// <param name="dealership">Whose user it is; of headquarters if nothing is said.</param>
    public Endpoint(RunningFleet fleet, int client, string? dealership = null)
    {
        (apis, current) = (fleet.Apis, client % fleet.Apis.Count);
        var token = dealership is null ? fleet.Token : fleet.TokenOf(new TokenSubject(TokenSubject.DealershipRole, dealership));
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Turns to the next Api.</summary>
    public void Turn() => current = (current + 1) % apis.Count;

    /// <summary>Posts a batch of events.</summary>
    /// <returns>The answer, or why there is none that says what became of the events.</returns>
    public async Task<(JsonElement? Answer, string? Failure)> Post(byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
        return await Ask(async () =>
        {
            using var response = await http.PostAsync(new Uri(apis[current].Address, "/events"), content);
            var text = await response.Content.ReadAsStringAsync();
            // 422 is an acknowledgement, too: that all items are refused.
            return (int)response.StatusCode is 202 or 422 ? (Parse(text), null) : ((JsonElement?)null, $"status {(int)response.StatusCode}");
        });
    }

    /// <summary>Asks GraphQL.</summary>
    public Task<(JsonElement? Answer, string? Failure)> Query(string query, object variables) => Ask(async () =>
    {
        using var response = await http.PostAsJsonAsync(new Uri(apis[current].Address, "/graphql"), new { query, variables });
        var answer = Parse(await response.Content.ReadAsStringAsync());
        return answer.TryGetProperty("errors", out var errors)
            ? ((JsonElement?)null, errors[0].GetProperty("extensions").GetProperty("code").GetString())
            : (answer.GetProperty("data"), null);
    });

    /// <summary>Opens a subscription over server-sent events.</summary>
    public async Task<HttpResponseMessage> Subscribe(string query, object variables, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(apis[current].Address, "/graphql"));
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Content = JsonContent.Create(new { query, variables });
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    public void Dispose() => http.Dispose();

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private static async Task<(JsonElement? Answer, string? Failure)> Ask(Func<Task<(JsonElement?, string?)>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception gone) when (gone is HttpRequestException or SocketException or OperationCanceledException or JsonException or IOException or KeyNotFoundException)
        {
            return (null, gone.GetType().Name);
        }
    }
}
