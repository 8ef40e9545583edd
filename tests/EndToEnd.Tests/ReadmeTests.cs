using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>The README says what is true: its commands run as they stand, and its answers are theirs.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task The_walk_runs_as_it_is_written_and_answers_what_it_says()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(RunningSystem.Root, "README.md"));
        var blocks = Block().Matches(readme).Select(block => (Language: block.Groups[1].Value, Text: block.Groups[2].Value)).ToArray();
        // The test command would run this test again, and `up` in the foreground would never end.
        var walk = blocks.Where(b => b.Language == "sh").SelectMany(b => b.Text.Split('\n'))
            .Where(line => !line.StartsWith("./autocrm test", StringComparison.Ordinal) && !line.StartsWith("./autocrm up  ", StringComparison.Ordinal));
        var expected = blocks.Where(b => b.Language == "json").Select(b => Compact(b.Text)).ToArray();
        Assert.Equal(2, expected.Length);

        await using var system = new RunningSystem();
        var (exitCode, output) = await system.Bash("set -e\n" + string.Join('\n', walk));

        Assert.True(exitCode == 0, output);
        Assert.Contains("987 accepted", output, StringComparison.Ordinal);
        Assert.Contains("\"accepted\":1,\"duplicates\":0", output, StringComparison.Ordinal);
        Assert.All(expected, answer => Assert.Contains(answer, output, StringComparison.Ordinal));
    }

    private static string Compact(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    [GeneratedRegex("^```([a-z]+)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
