using AutoCrm.Actors.Cli.Import;
using Spectre.Console;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

public sealed class ImportProgressTests
{
    [Theory, InlineData(AnsiSupport.Yes, InteractionSupport.Yes), InlineData(AnsiSupport.No, InteractionSupport.No)]
    public async Task A_terminal_shows_rows_and_what_the_import_waits_for(AnsiSupport ansi, InteractionSupport interaction)
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = ansi, Interactive = interaction, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 200;
        var hasRun = false;
        await BarProgress.Show(console, TimeProvider.System, progress =>
        {
            progress.Report(new ImportTally { RowsRead = 1234, Accepted = 1200 }, 50, 100);
            progress.Waiting("it answers 503 [maintenance]");
            progress.Report(new ImportTally { RowsRead = 2345, Accepted = 1200 }, 70, null);
            hasRun = true;
            return Task.CompletedTask;
        });
        Assert.True(hasRun);
        if (interaction == InteractionSupport.Yes)
        {
            Assert.Contains("2,345 rows", output.ToString(), StringComparison.Ordinal);
            Assert.Contains("waiting: it answers 503 [maintenance]", output.ToString(), StringComparison.Ordinal);
        }
    }
}
