using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import;

namespace AutoCrm.Actors.Cli.Maintenance;

/// <summary><c>autocrm quarantine</c>: shows what no actor could fold, and has it tried again.</summary>
internal static class QuarantineCommand
{
    private const string List =
        "query($kind: SubjectKind, $key: String) { quarantine(kind: $kind, key: $key, first: 100) { totalCount items { kind key position late reason at } } }";

    private const string Retry =
        "mutation($kind: SubjectKind, $key: String, $after: String) { retryQuarantined(kind: $kind, key: $key, after: $after) { subjects remaining last } }";

    private static readonly Option<string?> Kind = new("--kind") { Description = "Of customer, vehicle or dealership alone." };
    private static readonly Option<string?> Key = new("--key") { Description = "Of the subject with this id alone." };

    public static Command Create()
    {
        Kind.AcceptOnlyFromAmong("customer", "vehicle", "dealership");
        var list = new Command("list", "Shows the oldest hundred entries.") { Kind, Key };
        list.SetAction((parsed, cancellation) => Show(parsed, cancellation));
        var retry = new Command("retry", "Folds the histories of the subjects anew; what can be folded now leaves the quarantine.") { Kind, Key };
        retry.SetAction((parsed, cancellation) => TryAgain(parsed, cancellation));
        return new Command("quarantine", "Events that an actor could not fold, and actors that do not answer.") { list, retry };
    }

    private static async Task<int> Show(ParseResult parsed, CancellationToken cancellation)
    {
        var shown = (await Ask(parsed, List, null, cancellation)).GetProperty("quarantine");
        foreach (var entry in shown.GetProperty("items").EnumerateArray())
        {
            var what = entry.GetProperty("late").GetBoolean() ? "late from" : "event at";
            Notices.ToOutput.Plain(
                $"{entry.GetProperty("at")}  {entry.GetProperty("kind").GetString()!.ToLowerInvariant()}:{entry.GetProperty("key")}  {what} {entry.GetProperty("position")}  {entry.GetProperty("reason")}");
        }

        Notices.ToOutput.Plain(string.Create(CultureInfo.InvariantCulture, $"{shown.GetProperty("totalCount").GetInt32():N0} in the quarantine"));
        return 0;
    }

    private static async Task<int> TryAgain(ParseResult parsed, CancellationToken cancellation)
    {
        var subjects = 0;
        string? after = null;
        while (true)
        {
            var retried = (await Ask(parsed, Retry, after, cancellation)).GetProperty("retryQuarantined");
            subjects += retried.GetProperty("subjects").GetInt32();
            after = retried.GetProperty("last").GetString();
            if (after is null)
            {
                var remaining = retried.GetProperty("remaining").GetInt32();
                Notices.ToOutput.Plain(string.Create(CultureInfo.InvariantCulture, $"{subjects:N0} subjects folded anew, {remaining:N0} still in the quarantine"));
                return remaining == 0 ? 0 : 1;
            }
        }
    }

    private static async Task<JsonElement> Ask(ParseResult parsed, string query, string? after, CancellationToken cancellation)
    {
        var target = LocalSystem.Find() ?? throw new OperatorException("No system runs here: start it with ./autocrm up.");
        using var client = new HttpClient { BaseAddress = target.Url };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", target.Token);
        var variables = new { kind = parsed.GetValue(Kind)?.ToUpperInvariant(), key = parsed.GetValue(Key), after };
        try
        {
            using var response = await client.PostAsJsonAsync(new Uri("graphql", UriKind.Relative), new { query, variables }, cancellation);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            return answer.TryGetProperty("errors", out var errors)
                ? throw new OperatorException(errors[0].GetProperty("message").GetString() ?? "The system refused.")
                : answer.GetProperty("data");
        }
        catch (HttpRequestException away)
        {
            throw new OperatorException($"{target.Url} does not answer: {away.Message}");
        }
    }
}
