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

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(100) };

    /// <exception cref="OperatorException">It does not answer.</exception>
    public async Task<IReadOnlyList<(TrueSubject Subject, Difference[] Found)>> Ask(TrueSubject[] batch, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(target.Url, "/graphql"))
        {
            Content = JsonContent.Create(new GraphQuery(QueryOf(batch)), QueryJson.Default.GraphQuery),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", target.Token);
        using var response = await http.SendAsync(request, cancellation);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellation));
        var data = DataOf(answer.RootElement);
        var now = time.GetUtcNow();
        return [.. batch.Select((subject, n) => (subject, subject.Compare(data.GetProperty($"s{n}"), now).ToArray()))];
    }

    public void Dispose() => http.Dispose();

    private static string QueryOf(TrueSubject[] batch) =>
        $"{{{string.Concat(batch.Select((subject, n) => $" s{n}: {subject.Query}"))} }} {string.Join(' ', batch.Select(subject => subject.Fragment).Distinct())}";

    private JsonElement DataOf(JsonElement answer) =>
        answer.TryGetProperty("errors", out var errors) || !answer.TryGetProperty("data", out var data)
            ? throw new OperatorException($"{target.Url} does not answer the query: {(errors.ValueKind == JsonValueKind.Undefined ? answer : errors)}")
            : data;
}
