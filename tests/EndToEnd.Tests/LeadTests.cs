using System.Net.Http.Headers;
using System.Text.Json;
using Xunit;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>Leads by file and by post, through the real log.</summary>
public sealed class LeadTests(RunningSystem system)
{
    private static string Samples => Path.Combine(RunningSystem.Root, "deploy", "samples", "leads");

    [Fact]
    public async Task The_same_lead_is_one_whichever_way_and_however_often_it_comes()
    {
        Assert.Equal((2, 4, 0), await Import());
        Assert.Equal((2, 0, 4), await Import());
        foreach (var file in Directory.GetFiles(Samples))
        {
            // The form's lead has no date: by post it comes at another time than by file.
            Assert.Equal((202, 0, 1), await Post(File.ReadAllBytes(file)));
        }

        var customer = (await system.Query("""{ customerByNumber(dealership: "harbor-volvo", number: "adf:CarPortal:U-9") { name leads { leadId } timeline(first: 50) { edges { node { type } } } } }""")).GetProperty("customerByNumber");
        Assert.Equal("Rosa Kim", customer.GetProperty("name").GetString());
        Assert.Equal(1, customer.GetProperty("leads").GetArrayLength());
        var types = customer.GetProperty("timeline").GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("node").GetProperty("type").GetString());
        Assert.Equal(["autocrm.customer.registered.v1", "autocrm.lead.received.v1"], types.Where(type => type is "autocrm.customer.registered.v1" or "autocrm.lead.received.v1").Order());
    }

    private async Task<(int Leads, int Accepted, int Duplicates)> Import()
    {
        var summary = JsonDocument.Parse(await system.Succeed("import", Samples, "--format", "adf", "--json")).RootElement;
        return (summary.GetProperty("rowsComplete").GetInt32(), summary.GetProperty("accepted").GetInt32(), summary.GetProperty("duplicates").GetInt32());
    }

    private async Task<(int Status, int Accepted, int Duplicates)> Post(byte[] document)
    {
        using var content = new ByteArrayContent(document);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-adf+xml");
        using var response = await system.Http.PostAsync(new Uri(system.Api, "/leads/adf"), content);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return ((int)response.StatusCode, body.GetProperty("accepted").GetInt32(), body.GetProperty("duplicates").GetInt32());
    }
}
