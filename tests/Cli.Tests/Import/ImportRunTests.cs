using System.Text;
using AutoCrm.Actors.Cli.Import;
using Xunit;

namespace AutoCrm.Actors.Cli.Tests.Import;

public sealed class ImportRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_is_taken_in_once_however_often_the_file_is_imported()
    {
        await using var scene = new ImportScene { Sending = new SendingOptions { EventsPerRequest = 100 } };
        scene.Write(ImportScene.Rows(1234));
        var first = await scene.Import(Cancellation);
        var second = await scene.Import(Cancellation);
        Assert.Equal((1234, 1234, 0, 0), (first.RowsRead, first.Accepted, first.Duplicates, first.Rejected));
        Assert.Equal((1234, 0, 1234, 0), (second.RowsRead, second.Accepted, second.Duplicates, second.Rejected));
        Assert.Equal(1234, scene.Intake.Count);
        Assert.Equal(2 * 13, scene.Intake.Requests);
        Assert.InRange(scene.Intake.MostUnderWay, 1, scene.Sending.Window);
        Assert.Null(first.RejectedFile);
    }

    [Fact]
    public async Task The_summary_accounts_for_every_row()
    {
        await using var scene = new ImportScene { Sending = new SendingOptions { EventsPerRequest = 7 } };
        scene.Intake.Reject = made => made.GetProperty("data").GetProperty("price").GetInt32() % 10 == 0 ? "range" : null;
        scene.Write(ImportScene.Rows(100) + "2026-01-01,x,not a number\n2026-01-01,,no event\n2026-01-01\n");
        var summary = await scene.Import(Cancellation);
        Assert.Equal(103, summary.RowsRead);
        Assert.Equal((90, 12, 1, 0), (summary.RowsComplete, summary.RowsRejected, summary.RowsWithoutEvents, summary.RowsUnconfirmed));
        Assert.Equal((100, 90, 0, 10), (summary.EventsSent, summary.Accepted, summary.Duplicates, summary.Rejected));
        Assert.Equal(ImportOutcome.Complete, summary.Outcome);
    }

    [Fact]
    public async Task Rejected_rows_stand_in_the_order_of_the_file_with_their_reasons_and_exactly_as_they_were()
    {
        await using var scene = new ImportScene { Sending = new SendingOptions { EventsPerRequest = 2 } };
        scene.Intake.Reject = made => made.GetProperty("data").GetProperty("text").GetString()!.StartsWith("bad", StringComparison.Ordinal) ? "range" : null;
        scene.Write("2026-01-01,1,\"bad, \"\"one\"\"\nof two lines\"\r\n2026-01-01,2,ok\n2026-01-01,x,=1+1\n2026-01-01,4,bad\n2026-01-01,5,\"open\n");
        var summary = await scene.Import(Cancellation);
        Assert.Equal(scene.RejectedFile, summary.RejectedFile);
        Assert.Equal(
            "autocrm_row,autocrm_code,autocrm_path,autocrm_message,at,n,t\n"
            + "2,range,data.price,data.price is wrong.,2026-01-01,1,\"bad, \"\"one\"\"\nof two lines\"\n"
            + "4,type,data.price,column n must be a number,2026-01-01,x,=1+1\n"
            + "5,range,data.price,data.price is wrong.,2026-01-01,4,bad\n"
            + "6,csv,,\"has a quote that is never closed, so the row runs to the end of the file\",2026-01-01,5,\"open\n\n",
            await File.ReadAllTextAsync(scene.RejectedFile, Cancellation));
        Assert.Equal(Encoding.UTF8.GetPreamble(), (await File.ReadAllBytesAsync(scene.RejectedFile, Cancellation))[..3]);
    }

    [Fact]
    public async Task Corrected_rows_are_imported_with_the_same_map()
    {
        await using var scene = new ImportScene();
        scene.Write(ImportScene.Rows(3) + "2026-01-01,x,a\n2026-13-01,5,b\n");
        await scene.Import(Cancellation);
        scene.File = scene.RejectedFile;
        var again = await scene.Import(Cancellation);
        Assert.Equal((2, 2, 0), (again.RowsRead, again.RowsRejected, again.Accepted));
        var twice = await File.ReadAllTextAsync(scene.RejectedFile, Cancellation);
        Assert.StartsWith("autocrm_row,autocrm_code,autocrm_path,autocrm_message,at,n,t\n2,type,", twice, StringComparison.Ordinal);

        var text = await File.ReadAllTextAsync(scene.File, Cancellation);
        await File.WriteAllTextAsync(scene.File, text.Replace(",x,", ",4,", StringComparison.Ordinal).Replace("-13-", "-12-", StringComparison.Ordinal), Cancellation);
        var corrected = await scene.Import(Cancellation);
        Assert.Equal((2, 0, 2), (corrected.RowsRead, corrected.RowsRejected, corrected.Accepted));
        Assert.Equal(5, scene.Intake.Count);
    }

    [Fact]
    public async Task Rejected_rows_keep_the_encoding_and_the_delimiter_of_the_file()
    {
        await using var scene = new ImportScene();
        var map = await File.ReadAllTextAsync(scene.MapFile, Cancellation);
        await File.WriteAllTextAsync(
            scene.MapFile,
            map.Replace("\"map\": \"test\",", """ "map": "test", "file": { "encoding": "windows-1252", "delimiter": ";" }, """, StringComparison.Ordinal),
            Cancellation);
        await File.WriteAllBytesAsync(scene.File, [.. "at;n;t\n2026-01-01;x;Caf"u8, 0xE9, (byte)'\n'], Cancellation);
        await scene.Import(Cancellation);
        byte[] expected = [.. "2;type;data.price;column n must be a number;2026-01-01;x;Caf"u8, 0xE9, (byte)'\n'];
        Assert.Equal(expected, (await File.ReadAllBytesAsync(scene.RejectedFile, Cancellation))[^expected.Length..]);
    }

    [Fact]
    public async Task Rejected_rows_go_to_the_current_folder_if_the_input_cannot_have_a_neighbour()
    {
        await using var scene = new ImportScene();
        scene.Write("2026-01-01,x,a\n");
        var named = Path.Combine(Path.GetDirectoryName(scene.File)!, Path.GetRandomFileName() + ".csv");
        File.Move(scene.File, named);
        scene.File = named;
        Directory.CreateDirectory(scene.RejectedFile);
        var summary = await scene.Import(Cancellation);
        var expected = Path.GetFullPath(Path.GetFileName(scene.RejectedFile));
        try
        {
            Assert.Equal(expected, summary.RejectedFile);
            Assert.True(summary.RejectedFileIsElsewhere);
            Assert.True(File.Exists(expected));
        }
        finally
        {
            File.Delete(expected);
        }
    }

    [Fact]
    public async Task A_row_without_end_stops_the_import_instead_of_filling_the_memory()
    {
        await using var scene = new ImportScene();
        await using (var file = new StreamWriter(scene.File))
        {
            await file.WriteAsync("at,n,t\n2026-01-01,1,fine\n2026-01-01,2,\"");
            for (var i = 0; i < 2 * RowReader.MaxRowBytes / 1000; i++)
            {
                await file.WriteAsync(new string('x', 1000));
            }
        }

        var summary = await scene.Import(Cancellation);
        Assert.Equal(ImportOutcome.Unreadable, summary.Outcome);
        Assert.Contains("row 3 is longer than 4 MiB", summary.Reason, StringComparison.Ordinal);
        Assert.Equal((1, 0, 1), (summary.RowsRead, summary.RowsComplete, summary.RowsUnconfirmed));
    }

    [Fact]
    public async Task An_interrupted_import_says_how_far_it_came_and_a_repeated_one_completes_it()
    {
        await using var scene = new ImportScene { Sending = new SendingOptions { EventsPerRequest = 10 } };
        scene.Write(ImportScene.Rows(1000));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        scene.OnProgress = tally =>
        {
            if (tally.RowsComplete >= 200)
            {
                stop.Cancel();
            }
        };
        var summary = await scene.Import(stop.Token);
        Assert.Equal(ImportOutcome.Interrupted, summary.Outcome);
        Assert.InRange(summary.RowsComplete, 200, 990);
        Assert.Equal(summary.RowsRead, summary.RowsComplete + summary.RowsUnconfirmed);

        scene.OnProgress = _ => { };
        var whole = await scene.Import(Cancellation);
        Assert.Equal((1000, 1000), (whole.RowsComplete, whole.Accepted + whole.Duplicates));
        Assert.Equal(1000, scene.Intake.Count);
    }

    [Theory, InlineData(true), InlineData(false), InlineData(null)]
    public async Task Requests_are_compressed_if_asked_for_and_not_by_default_on_this_machine(bool? gzip)
    {
        await using var scene = new ImportScene { Sending = new SendingOptions { Gzip = gzip } };
        scene.Write(ImportScene.Rows(600));
        Assert.Equal(600, (await scene.Import(Cancellation)).Accepted);
        Assert.All(scene.Intake.ContentEncodings, encoding => Assert.Equal(gzip == true ? "gzip" : null, encoding));
    }
}
