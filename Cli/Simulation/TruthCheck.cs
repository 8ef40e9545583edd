using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import;

namespace AutoCrm.Actors.Cli.Simulation;

/// <summary>A field in which the truth and an actor differ.</summary>
internal sealed record Difference(string Subject, string Field, string Expected, string Actual);

/// <summary>Asks the system for everybody in a truth file, and compares. Whoever differs is asked again until the system has caught up.</summary>
internal sealed class TruthCheck(ImportTarget target, TimeProvider time) : IDisposable
{
    private const int SubjectsPerRequest = 8;
    private const int Window = 4;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(100) };
    private readonly ConcurrentDictionary<string, int> compared = new(StringComparer.Ordinal);

    /// <summary>How many subjects were compared in each field.</summary>
    public IReadOnlyDictionary<string, int> Compared => compared;

    /// <summary>Compares everybody.</summary>
    /// <param name="path">The truth file.</param>
    /// <param name="patience">How long the system may take to catch up.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What differs for good.</returns>
    public async Task<IReadOnlyCollection<Difference>> Run(string path, TimeSpan patience, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var differences = new ConcurrentQueue<Difference>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Window, CancellationToken = cancellation };
        await Parallel.ForEachAsync(File.ReadLines(path).Select(TrueSubject.Read).Chunk(SubjectsPerRequest), parallel, async (batch, token) =>
        {
            IReadOnlyList<(TrueSubject Subject, Difference[] Found)> left = await Compare(batch, token);
            while (left.Any(one => one.Found.Length > 0) && time.GetElapsedTime(began) < patience)
            {
                await Task.Delay(Pause, time, token);
                left = await Compare([.. left.Where(one => one.Found.Length > 0).Select(one => one.Subject)], token);
            }

            foreach (var difference in left.SelectMany(one => one.Found))
            {
                differences.Enqueue(difference);
            }

            foreach (var field in batch.SelectMany(subject => subject.Fields))
            {
                compared.AddOrUpdate(field, 1, static (_, count) => count + 1);
            }
        });
        return differences;
    }

    public void Dispose() => http.Dispose();

    private async Task<IReadOnlyList<(TrueSubject Subject, Difference[] Found)>> Compare(TrueSubject[] batch, CancellationToken cancellation)
    {
        var query = $"{{{string.Concat(batch.Select((subject, n) => $" s{n}: {subject.Query}"))} }}";
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(target.Url, "/graphql"))
        {
            Content = JsonContent.Create(new GraphQuery(query), QueryJson.Default.GraphQuery),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", target.Token);
        using var response = await http.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        using var answer = JsonDocument.Parse(text);
        if (answer.RootElement.TryGetProperty("errors", out var errors) || !answer.RootElement.TryGetProperty("data", out _))
        {
            throw new OperatorException($"{target.Url} does not answer the query: {(errors.ValueKind == JsonValueKind.Undefined ? text : errors.ToString())}");
        }

        var (data, now) = (answer.RootElement.GetProperty("data"), time.GetUtcNow());
        return [.. batch.Select((subject, n) => (subject, subject.Compare(data.GetProperty($"s{n}"), now).ToArray()))];
    }
}
