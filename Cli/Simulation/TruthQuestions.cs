using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>Asks for several subjects in one GraphQL request: what is asked of each kind is said once, as a fragment.</summary>
internal sealed class TruthQuestions(ImportTarget target, TimeProvider time) : IDisposable
{
    /// <summary>As many fields as the system admits at the root of an operation.</summary>
    public const int SubjectsPerRequest = 10;

    private const int MostAttempts = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(100) };

    /// <exception cref="OperatorException">It refuses the question, or is away for too long.</exception>
    public async Task<IReadOnlyList<(TrueSubject Subject, Difference[] Found)>> Ask(TrueSubject[] batch, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var answer = await Post(QueryOf(batch), cancellation);
            if (DataOf(answer?.RootElement, isLast: attempt == MostAttempts) is { } data)
            {
                var now = time.GetUtcNow();
                return [.. batch.Select((subject, n) => (subject, subject.Compare(data.GetProperty($"s{n}"), now).ToArray()))];
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    public void Dispose() => http.Dispose();

    private static string QueryOf(TrueSubject[] batch) =>
        $"{{{string.Concat(batch.Select((subject, n) => $" s{n}: {subject.Query}"))} }} {string.Join(' ', batch.Select(subject => subject.Fragment).Distinct())}";

    // Null if the connection broke.
    private async Task<JsonDocument?> Post(string query, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(target.Url, "/graphql"))
        {
            Content = JsonContent.Create(new GraphQuery(query), QueryJson.Default.GraphQuery),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", target.Token);
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            return JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellation));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException)
        {
            return null;
        }
    }

    // Null if it asks to come again.
    private JsonElement? DataOf(JsonElement? answer, bool isLast)
    {
        if (answer is { } whole && !whole.TryGetProperty("errors", out _) && whole.TryGetProperty("data", out var data))
        {
            return data;
        }

        var mayComeAgain = answer is not { } refused || refused.ToString().Contains("\"UNAVAILABLE\"", StringComparison.Ordinal);
        return mayComeAgain && !isLast ? null : throw new OperatorException($"{target.Url} does not answer the query: {answer}");
    }
}
