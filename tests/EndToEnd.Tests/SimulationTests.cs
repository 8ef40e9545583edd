using Xunit;

namespace AutoCrm.Actors.EndToEnd.Tests;

/// <summary>What the simulator knows to be true, and what the actors have made of its reports.</summary>
public sealed class SimulationTests(RunningSystem system)
{
    [Fact]
    public async Task Actors_agree_with_the_truth_of_six_hundred_lives_in_whatever_order_they_are_told_and_life_goes_on()
    {
        var folder = Directory.CreateTempSubdirectory("autocrm-simulation-").FullName;
        try
        {
            var truth = Path.Combine(folder, "truth.ndjson");
            string[] lives = ["simulate", "--dealerships", "5", "--customers", "600", "--seed", "11", "--truth", truth, "--no-live"];
            await system.Succeed([.. lives, "--dry-run", folder]);
            await SendShuffled(Directory.GetFiles(folder, "D*.ndjson"));
            await system.Succeed("simulate", "--check", truth);

            var again = await system.Succeed(lives);
            Assert.Contains("\n0 events accepted", "\n" + again, StringComparison.Ordinal);
            await system.Succeed("simulate", "--check", truth);

            File.WriteAllText(truth, File.ReadAllText(truth).Replace("\"leads\":1", "\"leads\":77", StringComparison.Ordinal));
            var (exitCode, output) = await system.Autocrm(["simulate", "--check", truth, "--patience", "1s"]);
            Assert.Equal(1, exitCode);
            Assert.Contains("customer.leads: true 77", output, StringComparison.Ordinal);

            await LifeGoesOnUntilItIsStopped(folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Dealerships add up what several seeds tell: this comes after they were checked.
    private async Task LifeGoesOnUntilItIsStopped(string folder)
    {
        string[] lives = ["simulate", "--dealerships", "3", "--customers", "150", "--seed", "13", "--until", "2025-06-01", "--truth", Path.Combine(folder, "truth.ndjson")];
        var first = await system.Succeed([.. lives, "--speed", "100000", "--live-days", "10"]);
        Assert.Matches(@"Life stopped at 2025-06-11 00:00: [1-9][0-9,]* events accepted", first);

        var again = await system.Succeed([.. lives, "--speed", "100000", "--live-days", "10"]);
        Assert.Contains("\n0 events accepted", "\n" + again, StringComparison.Ordinal);
        Assert.Contains("Life stopped at 2025-06-11 00:00: 0 events accepted", again, StringComparison.Ordinal);

        var output = Path.Combine(folder, "output");
        var command = string.Join(' ', lives.Select(argument => $"'{argument}'"));
        var (exitCode, _) = await system.Bash($$"""
            "$AUTOCRM_ROOT/autocrm" {{command}} --speed 60 > '{{output}}' & life=$!
            for n in $(seq 600); do grep -q 'Life goes on' '{{output}}' && break; sleep 0.1; done
            kill -TERM $life; wait $life
            """);
        Assert.Equal(0, exitCode);
        Assert.Matches(@"Life stopped at 2025-06-01 0\d:\d\d: 0 events accepted", await File.ReadAllTextAsync(output));
    }

    private async Task SendShuffled(string[] files)
    {
        var lines = files.SelectMany(File.ReadLines).ToArray();
        new Random(3).Shuffle(lines);
        foreach (var part in lines.Chunk(2_000))
        {
            var (status, body) = await system.Post(string.Join('\n', part.Concat(part.Take(100))), "application/x-ndjson");
            Assert.Equal(202, status);
            Assert.Equal(0, body.GetProperty("rejected").GetArrayLength());
        }
    }
}
