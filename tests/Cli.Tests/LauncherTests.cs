using AutoCrm.Actors.Cli.Processes;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests;

/// <summary>The launcher as an operator meets it: a script that is called from anywhere.</summary>
public sealed class LauncherTests : IDisposable
{
    private static readonly string Root = Environment.GetEnvironmentVariable("AUTOCRM_ROOT")
        ?? Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", ".."));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_runs_from_any_folder_through_a_link_and_prints_nothing_but_the_answer()
    {
        var link = folder["a link"];
        File.CreateSymbolicLink(link, Path.Combine(Root, "autocrm"));

        var answer = Run(link, "status", "--json");

        Assert.Equal("""{"ready":false,"api":null,"postgres":null,"pids":{"silo":[],"api":[],"postgres":null},"silos":[],"lag":null}""" + "\n", answer.Output);
        Assert.Equal(3, answer.ExitCode);
        Assert.Equal(string.Empty, answer.Error);
    }

    [Fact]
    public void A_token_is_alone_on_standard_output()
    {
        var answer = Run(Path.Combine(Root, "autocrm"), "token", "--role", "dealership", "--dealership", "D07");

        Assert.Equal(0, answer.ExitCode);
        Assert.Matches(@"^[\w-]+\.[\w-]+\.[\w-]+\n$", answer.Output);
        Assert.Equal(string.Empty, answer.Error);
    }

    [Theory]
    [InlineData("token", "--role", "dealership")]
    [InlineData("token", "--role", "king")]
    [InlineData("token", "--role", "hq", "--ttl", "soon")]
    [InlineData("token", "--role", "hq", "--dealership", "D01")]
    [InlineData("up", "--port", "70000")]
    [InlineData("nonsense")]
    public void A_wrong_call_is_explained_on_standard_error_and_ends_with_2(params string[] arguments)
    {
        var answer = Run(Path.Combine(Root, "autocrm"), arguments);

        Assert.Equal(2, answer.ExitCode);
        Assert.Equal(string.Empty, answer.Output);
        Assert.NotEqual(string.Empty, answer.Error);
    }

    [Fact]
    public void Stopping_what_does_not_run_is_no_error()
    {
        var answer = Run(Path.Combine(Root, "autocrm"), "down");

        Assert.Equal(0, answer.ExitCode);
        Assert.Equal("The system does not run.\n", answer.Output);
    }

    private ToolAnswer Run(string launcher, params string[] arguments) => Tool.Run(
        launcher,
        arguments,
        environment: new Dictionary<string, string> { ["AUTOCRM_HOME"] = folder["home of its own"] },
        directory: folder.FullPath);
}
