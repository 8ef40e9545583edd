using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>A person's life comes in over HTTP: no file of the system tells of it, and after an erasure nobody can read it.</summary>
public sealed class PrivacyTests(RunningSystem system)
{
    private static readonly string[] Words = ["Fizzlebottom", "9990147882", "fizzle.b@zyx.example", "Gooseberry Row", "quibblefrost", "vexomatic", "oompahtree", "zorbulence", "tracklement"];

    [Fact]
    public async Task No_file_tells_of_a_person_and_after_an_erasure_nobody_can()
    {
        var position = await Send(
            ("autocrm.customer.registered.v1", """{"name":"Fizzlebottom","phones":["+9990147882"],"emails":["fizzle.b@zyx.example"],"address":{"street":"Gooseberry Row"}}"""),
            ("autocrm.lead.received.v1", """{"leadId":"L-1","channel":"web","interest":"buy","comments":"quibblefrost"}"""),
            ("autocrm.case.opened.v1", """{"caseId":"K-1","kind":"complaint","severity":"high","channel":"phone","text":"vexomatic"}"""),
            ("autocrm.survey.answered.v1", """{"score":3,"kind":"nps","comment":"oompahtree"}"""),
            ("com.example.odd.v1", """{"zorbulence":"zorbulence"}"""),
            // Refused: its text must not come into a log by that.
            ("autocrm.customer.identified.v1", """{"kind":"tracklement","value":["tracklement"]}"""));
        var known = await Ask("{ customer(id: \"P-1\", atLeast: \"" + position + "\") { name timeline(first: 50) { edges { node { data } } } } }");
        Assert.All(Words[..^1], word => Assert.Contains(word, known, StringComparison.Ordinal));
        foreach (var filter in (string[])["nameStartsWith: \"fizz\"", "phone: \"00 999 014 7882\"", "email: \"FIZZLE.B@zyx.example\""])
        {
            Assert.Contains("P-1", await Ask($"{{ customers(filter: {{ {filter} }}, atLeast: \"{position}\") {{ edges {{ node {{ id name }} }} }} }}"), StringComparison.Ordinal);
        }

        Assert.Empty(system.FilesWith(Words));

        var erased = await Ask("mutation { eraseCustomer(input: { clientMutationId: \"e-1\", customer: \"P-1\", reason: REQUEST }) { customer { party name } rejection { code } } }");
        Assert.Equal("""{"eraseCustomer":{"customer":{"party":"ERASED","name":null},"rejection":null}}""", erased);
        await NobodyKnows();
        await system.Succeed("rebuild");
        await NobodyKnows();
        Assert.Empty(system.FilesWith(Words));
    }

    private async Task NobodyKnows()
    {
        var left = await Ask("{ customer(id: \"P-1\") { party name phones emails address { street } timeline(first: 50) { edges { node { type data } } } } }");
        Assert.Contains("autocrm.case.opened.v1", left, StringComparison.Ordinal);
        Assert.All(Words, word => Assert.DoesNotContain(word, left, StringComparison.Ordinal));
        foreach (var filter in (string[])["nameStartsWith: \"fizz\"", "phone: \"+9990147882\"", "email: \"fizzle.b@zyx.example\""])
        {
            Assert.DoesNotContain("P-1", await Ask($"{{ customers(filter: {{ {filter} }}) {{ edges {{ node {{ id }} }} }} }}"), StringComparison.Ordinal);
        }
    }

    private async Task<string> Send(params (string Type, string Data)[] events)
    {
        var batch = events.Select((e, n) => new
        {
            specversion = "1.0", id = $"privacy-{n}", source = "/dms/privacy", type = e.Type, time = "2026-11-20T16:30:00Z", customer = "P-1", data = JsonElement.Parse(e.Data),
        });
        using var body = new StringContent(JsonSerializer.Serialize(batch), Encoding.UTF8);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
        using var response = await system.Http.PostAsync(new Uri(system.Api, "/events"), body);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((5, 1), (answer.GetProperty("accepted").GetInt32(), answer.GetProperty("rejected").GetArrayLength()));
        Assert.DoesNotContain("tracklement", answer.ToString(), StringComparison.Ordinal);
        return answer.GetProperty("position").GetString()!;
    }

    private async Task<string> Ask(string query)
    {
        using var response = await system.Http.PostAsJsonAsync(new Uri(system.Api, "/graphql"), new { query });
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetRawText();
    }
}
