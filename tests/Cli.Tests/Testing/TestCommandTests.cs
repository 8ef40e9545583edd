using AutoCrm.Actors.Cli.Testing;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Testing;

public sealed class TestCommandTests : IDisposable
{
    private readonly TemporaryFolder root = new();

    [Fact]
    public void Only_programs_that_run_tests_are_test_projects()
    {
        Project("Rules.Tests", "Exe", "xunit.v3");
        Project("Support", "Library", "xunit.v3.extensibility.core");
        Project("Benchmarks", "Exe", "Npgsql");

        Assert.Equal(["Rules.Tests"], TestCommand.Projects(root.FullPath));
    }

    public void Dispose() => root.Dispose();

    private void Project(string name, string output, string package)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root.FullPath, "tests", name)).FullName;
        File.WriteAllText(
            Path.Combine(folder, name + ".csproj"),
            $"""<Project><PropertyGroup><OutputType>{output}</OutputType></PropertyGroup><ItemGroup><PackageReference Include="{package}" /></ItemGroup></Project>""");
    }
}
