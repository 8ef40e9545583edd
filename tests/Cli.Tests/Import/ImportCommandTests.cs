using System.CommandLine;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

public sealed class ImportCommandTests
{
    [Fact]
    public async Task The_summary_for_people_has_a_line_for_each_count()
    {
        await using var scene = new ImportScene();
        scene.Write(ImportScene.Rows(1234) + " 2026-01-02,5,x\n2026-01-01,x,y\n");
        var (exitCode, output, _) = await Run(scene);
        Assert.Equal(ImportExitCodes.SomeRejected, exitCode);
        string[] lines = [.. output.Split('\n').Select(line => line.Trim())];
        Assert.Contains("1,235 events sent", lines);
        Assert.Contains("1,235 accepted", lines);
        Assert.Contains("0 duplicates", lines);
        Assert.Contains("0 rejected", lines);
        Assert.Contains("1,236 rows read: 1,235 taken in, 1 with a fault, 0 without events", lines);
        Assert.Contains("repaired: at: trim, 1 rows", lines);
        Assert.Contains($"1 rows with their reasons are in {scene.RejectedFile}", lines);
    }

    [Fact]
    public async Task The_summary_for_programs_is_one_JSON_object()
    {
        await using var scene = new ImportScene();
        scene.Write(ImportScene.Rows(3));
        var (exitCode, output, _) = await Run(scene, "--json");
        Assert.Equal(ImportExitCodes.Complete, exitCode);
        var summary = JsonElement.Parse(output);
        Assert.Equal(3, summary.GetProperty("rowsRead").GetInt32());
        Assert.Equal(3, summary.GetProperty("accepted").GetInt32());
        Assert.Equal(0, summary.GetProperty("rejected").GetInt32());
        Assert.Equal("Complete", summary.GetProperty("outcome").GetString());
        Assert.Equal(JsonValueKind.Null, summary.GetProperty("rejectedFile").ValueKind);
    }

    [Fact]
    public async Task Giving_up_says_that_repeating_is_safe()
    {
        await using var scene = new ImportScene();
        scene.Write(ImportScene.Rows(3));
        scene.Intake.Instead = (_, context) => TestIntake.Answer(context, 503);
        var (exitCode, output, error) = await Run(scene, "--give-up-after", "2s");
        Assert.Equal(ImportExitCodes.Stopped, exitCode);
        Assert.Contains("stopped after 0 rows", output, StringComparison.Ordinal);
        Assert.Contains("Repeating the same import is safe", output, StringComparison.Ordinal);
        Assert.Contains("waiting for the system: it answers 503", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such-map", null, "there is no map 'no-such-map'")]
    [InlineData(null, "/no/such/file.csv", "Could not find")]
    [InlineData("car-sales", null, "map car-sales: columns.")]
    public async Task A_map_or_file_that_cannot_be_used_sends_nothing(string? map, string? file, string expected)
    {
        await using var scene = new ImportScene();
        scene.Write(ImportScene.Rows(3));
        scene.MapFile = map ?? scene.MapFile;
        scene.File = file ?? scene.File;
        var (exitCode, _, error) = await Run(scene);
        Assert.Equal(ImportExitCodes.Unusable, exitCode);
        Assert.Contains("Nothing was sent: ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal(0, scene.Intake.Requests);
    }

    [Theory]
    [InlineData("--window", "0")]
    [InlineData("--batch", "1001")]
    [InlineData("--batch", "many")]
    [InlineData("--url", "localhost")]
    [InlineData("--give-up-after", "soon")]
    [InlineData("--format", "adf")]
    public void Options_are_checked(string option, string value) =>
        Assert.NotEmpty(ImportCommand.Create().Parse(["in.csv", "--map", "car-sales", option, value]).Errors);

    [Fact]
    public async Task Without_an_address_the_system_that_runs_here_is_used()
    {
        await using var scene = new ImportScene();
        scene.Write(ImportScene.Rows(3));
        var output = new StringWriter();
        var command = ImportCommand.Create(() => scene.Intake.Target, TimeProvider.System);
        var exitCode = await command.Parse([scene.File, "--map", scene.MapFile]).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        Assert.Equal(ImportExitCodes.Complete, exitCode);
        Assert.Equal(3, scene.Intake.Count);
    }

    [Fact]
    public async Task Without_any_system_the_command_says_what_to_do()
    {
        await using var scene = new ImportScene();
        scene.Write(ImportScene.Rows(3));
        var error = new StringWriter();
        var command = ImportCommand.Create(() => null, TimeProvider.System);
        var exitCode = await command.Parse([scene.File, "--map", scene.MapFile]).InvokeAsync(
            new InvocationConfiguration { Output = error, Error = error }, TestContext.Current.CancellationToken);
        Assert.Equal(ImportExitCodes.Unusable, exitCode);
        Assert.Contains("start it with ./autocrm up", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> Run(ImportScene scene, params string[] options)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        string[] arguments =
        [
            scene.File, "--map", scene.MapFile, "--url", scene.Target.Url.ToString(), "--token", scene.Target.Token, .. options,
        ];
        var exitCode = await ImportCommand.Create(() => null, TimeProvider.System).Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }
}
