using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace AutoCrm.Actors.Cli.Testing;

/// <summary>How many tests ended how.</summary>
internal sealed record TestCounts(int Passed, int Failed, int Skipped)
{
    // The most of a failure's message that the totals repeat: what differs stands in its first lines.
    private const int LongestReason = 800;

    /// <summary>The names of the tests that failed, each with the begin of why.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    public static TestCounts None { get; } = new(0, 0, 0);

    public int Total => Passed + Failed + Skipped;

    public static TestCounts operator +(TestCounts left, TestCounts right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped)
        {
            Failures = [.. left.Failures, .. right.Failures],
        };

    /// <summary>Reads the report that a test program wrote; null if there is none, or only a part of one.</summary>
    public static TestCounts? FromReport(string path)
    {
        try
        {
            var assemblies = XDocument.Load(path).Root?.Elements("assembly").ToList() ?? [];
            return assemblies.Count == 0 ? null : assemblies.Aggregate(None, (sum, assembly) => sum + Of(assembly));
        }
        catch (Exception failure) when (failure is IOException or XmlException)
        {
            return null;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Passed} passed, {Failed} failed, {Skipped} skipped");

    // An error outside a test, for example in a fixture's clean-up, is a failure, too.
    private static TestCounts Of(XElement assembly) =>
        new(Number(assembly, "passed"), Number(assembly, "failed") + Number(assembly, "errors"), Number(assembly, "skipped"))
        {
            Failures =
            [
                .. assembly.Descendants("test").Where(test => (string?)test.Attribute("result") == "Fail").Select(Failure),
                .. assembly.Descendants("error").Select(Failure),
            ],
        };

    private static string Failure(XElement element)
    {
        var why = string.Join(' ', (element.Descendants("message").FirstOrDefault()?.Value ?? string.Empty).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return why.Length == 0 ? Name(element) : $"{Name(element)}: {(why.Length <= LongestReason ? why : why[..LongestReason] + " …")}";
    }

    private static string Name(XElement element) => (string?)element.Attribute("name") ?? (string?)element.Attribute("type") ?? "?";

    private static int Number(XElement element, string name) => (int?)element.Attribute(name) ?? 0;
}

/// <summary>How one test project ended.</summary>
internal sealed record TestOutcome(string Project, TestCounts Counts, string? Trouble)
{
    /// <summary>Judges a run from the exit code of its process and its report.</summary>
    /// <param name="project">The project.</param>
    /// <param name="exitCode">What the process ended with.</param>
    /// <param name="report">What its report says; null if it wrote none.</param>
    /// <param name="filtered">Whether only some tests were asked for.</param>
    public static TestOutcome Of(string project, int exitCode, TestCounts? report, bool filtered)
    {
        if (report is null)
        {
            return filtered && exitCode == 0
                ? new TestOutcome(project, TestCounts.None, null)
                : new TestOutcome(project, new TestCounts(0, 1, 0), $"ended with exit code {exitCode} and without a report");
        }

        if (report.Total == 0 && !filtered)
        {
            return new TestOutcome(project, new TestCounts(0, 1, 0), "ran no test");
        }

        return exitCode != 0 && report.Failed == 0 && !(filtered && report.Total == 0)
            ? new TestOutcome(project, report + new TestCounts(0, 1, 0), $"ended with exit code {exitCode} although no test failed")
            : new TestOutcome(project, report, null);
    }
}
