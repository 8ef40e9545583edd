using AutoCrm.Actors.Cli.Testing;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Testing;

public sealed class TestOutcomeTests
{
    [Fact]
    public void Totals_come_from_the_report_and_errors_count_as_failures()
    {
        var counts = Report("""<assemblies><assembly total="7" passed="4" failed="1" skipped="1" errors="1" /></assemblies>""");

        Assert.Equal("4 passed, 2 failed, 1 skipped", counts!.ToString());
        Assert.Equal(7, counts.Total);
    }

    [Fact]
    public void What_failed_is_named_with_the_begin_of_its_reason()
    {
        var counts = Report(
            $"""
            <assemblies>
              <assembly total="2" passed="1" failed="1" skipped="0" errors="1">
                <errors><error type="assembly-cleanup" name="a fixture" /></errors>
                <collection>
                  <test name="T.good" result="Pass" />
                  <test name="T.bad" result="Fail"><failure><message>It is
                    wrong: {new string('x', 2000)}</message></failure></test>
                </collection>
              </assembly>
            </assemblies>
            """);

        var failures = (TestCounts.None + counts!).Failures;
        Assert.Equal(2, failures.Count);
        Assert.StartsWith("T.bad: It is wrong: xxx", failures[0], StringComparison.Ordinal);
        Assert.InRange(failures[0].Length, 800, 900);
        Assert.Equal("a fixture", failures[1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<assemblies><assembly total=\"7\"")]
    [InlineData("<assemblies />")]
    public void A_report_that_is_not_whole_counts_as_none(string text)
    {
        Assert.Null(Report(text));
    }

    [Fact]
    public void A_project_that_crashed_has_failed()
    {
        Assert.Equal(1, TestOutcome.Of("Some.Tests", 134, null, filtered: false).Counts.Failed);
        Assert.Equal(1, TestOutcome.Of("Some.Tests", 134, new TestCounts(5, 0, 0), filtered: false).Counts.Failed);
    }

    [Fact]
    public void A_project_without_tests_has_failed_unless_a_filter_left_them_out()
    {
        Assert.Equal(1, TestOutcome.Of("Some.Tests", 0, TestCounts.None, filtered: false).Counts.Failed);
        Assert.Equal(0, TestOutcome.Of("Some.Tests", 0, TestCounts.None, filtered: true).Counts.Failed);
    }

    [Fact]
    public void A_project_whose_tests_all_passed_has_no_trouble()
    {
        Assert.Null(TestOutcome.Of("Some.Tests", 0, new TestCounts(5, 0, 1), filtered: false).Trouble);
    }

    private static TestCounts? Report(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["report.xml"], text);
        return TestCounts.FromReport(folder["report.xml"]);
    }
}
