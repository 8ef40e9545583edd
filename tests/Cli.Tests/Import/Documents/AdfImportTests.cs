using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import;
using AutoCrm.Actors.Tests.Support.Leads;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import.Documents;

/// <summary><c>import --format adf</c>: a folder of leads becomes events, once, and what cannot be read is handed back with the reason.</summary>
public sealed class AdfImportTests
{
    [Fact]
    public async Task Every_lead_of_a_folder_is_taken_in_once()
    {
        await using var scene = Leads();

        var (exitCode, first) = await scene.Import("--format", "adf");
        var (_, again) = await scene.Import("--format", "adf");

        Assert.Equal(ImportExitCodes.SomeRejected, exitCode);
        Assert.Equal((10, 6, 4, 0), Rows(first));
        Assert.Equal((12, 0, 0), Events(first));
        Assert.Equal((10, 6, 4, 0), Rows(again));
        Assert.Equal((0, 12, 0), Events(again));
        Assert.Equal(12, scene.Intake.Count);
        Assert.Equal(("adf", "leads"), (first.GetProperty("map").GetString(), first.GetProperty("items").GetString()));
    }

    [Fact]
    public async Task What_cannot_be_read_is_handed_back_with_file_place_and_reason()
    {
        await using var scene = Leads();

        var (_, summary) = await scene.Import("--format", "adf");

        Assert.Equal(scene.RejectedFile, summary.GetProperty("rejectedFile").GetString());
        var lines = (await File.ReadAllTextAsync(scene.RejectedFile, TestContext.Current.CancellationToken)).Split('\n');
        Assert.Equal("file,item,code,path,message", lines[0]);
        Assert.StartsWith("bomb.xml,,document-type,,has a document type declaration", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("deep/nobody.xml,prospect[0],required,prospect[0].customer.contact,", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("large.xml,,too-long,,", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("several.xml,prospect[1],required,", lines[4], StringComparison.Ordinal);
        Assert.Equal(6, lines.Length);
        Assert.DoesNotContain("No Way", string.Concat(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_document_can_be_imported_alone()
    {
        await using var scene = Leads();

        var (exitCode, output, _) = await scene.Run(Path.Combine(scene.Folder, "proper.xml"), ["--format", "adf"]);

        Assert.Equal(ImportExitCodes.Complete, exitCode);
        Assert.Contains("as adf to", output, StringComparison.Ordinal);
        Assert.Contains("1 leads read: 1 taken in, 0 with a fault", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_events_say_whose_lead_it_is_and_keep_its_bytes()
    {
        await using var scene = Leads();
        await scene.Run(Path.Combine(scene.Folder, "proper.xml"), ["--format", "adf", "--dealership", "D07"]);

        Assert.Equal(["autocrm.customer.registered.v1", "autocrm.lead.received.v1"], scene.Taken.Select(e => e.GetProperty("type").GetString()));
        Assert.All(scene.Taken, e => Assert.Equal("D07", e.GetProperty("dealership").GetString()));
        Assert.All(scene.Taken, e => Assert.Equal("2026-03-02T10:15:00-05:00", e.GetProperty("time").GetString()));
        Assert.Equal(LeadSamples.Proper, Encoding.UTF8.GetString(scene.Taken[1].GetProperty("data").GetProperty("original").GetBytesFromBase64()));
    }

    [Fact]
    public async Task A_date_without_an_offset_gets_the_given_one()
    {
        await using var scene = new DocumentScene();
        scene.Write("lead.adf", LeadSamples.Broken);

        await scene.Import("--format", "adf", "--offset", "-08:00");

        Assert.Equal("2026-03-02T10:15:30-08:00", scene.Taken[0].GetProperty("time").GetString());
    }

    [Fact]
    public async Task A_lead_that_the_system_has_at_another_time_is_a_duplicate()
    {
        await using var scene = new DocumentScene { Reject = _ => "conflict" };
        scene.Write("lead.xml", LeadSamples.Bare);

        var (exitCode, summary) = await scene.Import("--format", "adf");

        Assert.Equal(ImportExitCodes.Complete, exitCode);
        Assert.Equal((0, 2, 0), Events(summary));
        Assert.Equal((1, 1, 0, 0), Rows(summary));
    }

    [Fact]
    public async Task What_the_system_rejects_is_handed_back_too()
    {
        await using var scene = new DocumentScene { Reject = made => made.TryGetProperty("vin", out _) ? "range" : null };
        scene.Write("a.xml", LeadSamples.Proper);
        scene.Write("b.xml", LeadSamples.Bare);

        var (_, summary) = await scene.Import("--format", "adf");

        Assert.Equal((2, 1, 1, 0), Rows(summary));
        Assert.Contains("a.xml,prospect[0],range,data.price,data.price is wrong.\n", await File.ReadAllTextAsync(scene.RejectedFile, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-folder", "there is no file or folder")]
    [InlineData("", "has no files that end in")]
    public async Task What_is_not_there_sends_nothing(string name, string expected)
    {
        await using var scene = new DocumentScene();
        scene.Write("notes.md", "none");

        var (exitCode, _, error) = await scene.Run(Path.Combine(scene.Folder, name), ["--format", "adf"]);

        Assert.Equal(ImportExitCodes.Unusable, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("in.csv")]
    [InlineData("in.csv", "--format", "csv")]
    [InlineData("in", "--format", "adf", "--map", "car-sales")]
    [InlineData("in", "--format", "star", "--map", "car-sales")]
    [InlineData("in", "--format", "pdf")]
    [InlineData("in", "--format", "adf", "--offset", "5 hours")]
    [InlineData("in.csv", "--map", "car-sales", "--dealership", "D07")]
    public void Options_that_do_not_go_together_are_refused(params string[] arguments) =>
        Assert.NotEmpty(ImportCommand.Create().Parse(arguments).Errors);

    [Theory]
    [InlineData("in.csv", "--map", "car-sales")]
    [InlineData("in", "--format", "adf", "--offset", "+08:00", "--dealership", "D07")]
    [InlineData("in", "--format", "star")]
    public void Options_that_go_together_are_taken(params string[] arguments) =>
        Assert.Empty(ImportCommand.Create().Parse(arguments).Errors);

    private static DocumentScene Leads()
    {
        var scene = new DocumentScene();
        scene.Write("proper.xml", LeadSamples.Proper);
        scene.Write("utf16.ADF", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(LeadSamples.Capitals)]);
        scene.Write("several.xml", LeadSamples.Several);
        scene.Write("printed.txt", LeadSamples.MisprintedProlog);
        scene.Write("deep/broken.xml", LeadSamples.Broken);
        scene.Write("deep/nobody.xml", LeadSamples.NobodyToAnswer);
        scene.Write("bomb.xml", LeadSamples.EntityBomb);
        scene.Write("large.xml", new byte[3 * 1024 * 1024]);
        scene.Write("labels.json", "{}");
        scene.Write("adf.dtd", "<!ELEMENT adf ANY>");
        return scene;
    }

    private static (long Read, long Complete, long Rejected, long WithoutEvents) Rows(JsonElement summary) => (
        summary.GetProperty("rowsRead").GetInt64(),
        summary.GetProperty("rowsComplete").GetInt64(),
        summary.GetProperty("rowsRejected").GetInt64(),
        summary.GetProperty("rowsWithoutEvents").GetInt64());

    private static (long Accepted, long Duplicates, long Rejected) Events(JsonElement summary) => (
        summary.GetProperty("accepted").GetInt64(),
        summary.GetProperty("duplicates").GetInt64(),
        summary.GetProperty("rejected").GetInt64());
}
