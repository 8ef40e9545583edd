using System.CommandLine;
using System.Diagnostics;
using System.Xml.Linq;
using AutoCrm.Actors.Cli.Running;

namespace AutoCrm.Actors.Cli.Testing;

/// <summary><c>autocrm test</c>: runs every test against a PostgreSQL of its own and ends with one line of totals.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var filter = new Option<string?>("--filter")
        {
            Description = "Only tests whose full name contains this; or a query of xunit, which begins with /.",
        };
        var command = new Command("test", "Runs every test, with a throw-away PostgreSQL.") { filter };
        command.SetAction((parsed, cancellation) => Run(parsed.GetValue(filter), cancellation));
        return command;
    }

    /// <summary>The test projects, in alphabetical order: what refers to xunit itself, and not only to what extends it.</summary>
    public static IReadOnlyList<string> Projects(string root) =>
    [
        .. Directory.GetFiles(Path.Combine(root, "tests"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => XDocument.Load(file).Descendants("PackageReference").Any(package => (string?)package.Attribute("Include") == "xunit.v3"))
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal),
    ];

    private static async Task<int> Run(string? filter, CancellationToken cancellation)
    {
        var home = Home.FromEnvironment();
        var outcomes = new List<TestOutcome>();
        await using (var postgres = await ThrowAwayPostgres.Start(Notices.ToError, cancellation))
        {
            foreach (var project in Projects(home.Root))
            {
                outcomes.Add(await RunProject(home, project, filter, postgres, cancellation));
            }
        }

        foreach (var outcome in outcomes)
        {
            Notices.ToOutput.Step($"{outcome.Project}: {outcome.Counts}{(outcome.Trouble is { } trouble ? $" ({trouble})" : string.Empty)}");
        }

        // A log of a build server shows its end: what failed must stand there.
        foreach (var failure in outcomes.SelectMany(outcome => outcome.Counts.Failures))
        {
            Notices.ToOutput.Step($"failed: {failure}");
        }

        var sum = outcomes.Aggregate(TestCounts.None, (total, outcome) => total + outcome.Counts);
        Notices.ToOutput.Plain(sum.ToString());
        return sum is { Failed: 0, Total: > 0 } ? 0 : 1;
    }

    private static async Task<TestOutcome> RunProject(
        Home home, string project, string? filter, ThrowAwayPostgres postgres, CancellationToken cancellation)
    {
        Notices.ToOutput.Title($"== {project}");
        var report = Path.Combine(postgres.Folder, project + ".xml");
        var start = new ProcessStartInfo(DotnetHost.Path, [home.Binary(project), "-noLogo", .. Colour(), "-result-xml", report, .. FilterOf(filter)])
        {
            WorkingDirectory = home.Root,
            RedirectStandardInput = true,
        };
        // A test that runs the system must never touch the operator's own.
        start.Environment.Remove(SystemDatabase.Variable);
        start.Environment.Remove(Leftovers.HomeVariable);
        foreach (var (name, value) in postgres.Environment(home))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return TestOutcome.Of(project, process.ExitCode, TestCounts.FromReport(report), filter is not null);
    }

    private static string[] Colour() => Console.IsOutputRedirected ? ["-noColor"] : [];

    private static string[] FilterOf(string? filter) => filter switch
    {
        null => [],
        ['/', ..] => ["-filter", filter],
        _ => ["-method", $"*{filter}*"],
    };
}
