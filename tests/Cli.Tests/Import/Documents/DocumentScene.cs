using System.CommandLine;
using System.Text;
using System.Text.Json;
using AutoCrm.Actors.Cli.Import;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import.Documents;

/// <summary>A folder of documents, the command that imports it, and a server that takes it in.</summary>
internal sealed class DocumentScene : IAsyncDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("autocrm-documents-");

    public DocumentScene()
    {
        Folder = Directory.CreateDirectory(Path.Combine(home.FullName, "in")).FullName;
        Intake.Reject = made =>
        {
            Taken.Add(made.Clone());
            return Reject(made);
        };
    }

    public string Folder { get; }

    public string RejectedFile => Folder + InputFiles.RejectedExtension;

    public TestIntake Intake { get; } = new();

    public Func<JsonElement, string?> Reject { get; set; } = _ => null;

    /// <summary>All events that were sent, in order.</summary>
    public List<JsonElement> Taken { get; } = [];

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Runs <c>import FOLDER --json</c>.</summary>
    public async Task<(int ExitCode, JsonElement Summary)> Import(params string[] options)
    {
        var (exitCode, output, error) = await Run(["--json", .. options]);
        Assert.True(output.Length > 0, error);
        return (exitCode, JsonElement.Parse(output));
    }

    public Task<(int ExitCode, string Output, string Error)> Run(params string[] options) => Run(Folder, options);

    public async Task<(int ExitCode, string Output, string Error)> Run(string input, string[] options)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var target = Intake.Target;
        var exitCode = await ImportCommand.Create(() => null, TimeProvider.System)
            .Parse([input, "--url", target.Url.ToString(), "--token", target.Token, "--window", "1", .. options])
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await Intake.DisposeAsync();
        home.Delete(recursive: true);
    }
}
